/** More attempts than any race in the simulations has needed. */
const attemptLimit = 12

/**
 * Repeats a conditional write until no other writer was faster.
 * @param attempt reads, decides and writes; undefined when another writer was faster
 * @param contended makes the error for a race that is lost too often; a later retry of the whole event can succeed
 */
export async function retryLostRace<Result>(
  attempt: (lostRaces: number) => Promise<{ result: Result } | undefined>,
  contended: () => Error,
): Promise<Result> {
  for (let lostRaces = 0; lostRaces < attemptLimit; lostRaces++) {
    const settled = await attempt(lostRaces)
    if (settled !== undefined) return settled.result
  }
  throw contended()
}
