/** More attempts than the simulations ever needed. */
const attemptLimit = 12

/**
 * Repeats a conditional write until it succeeds.
 * @param attempt reads, decides and writes. Returns undefined when another writer was faster
 * @param contended makes the error after too many attempts. A later retry of the whole event can succeed
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
