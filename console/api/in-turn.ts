/** One call of several that belong together. */
export type Call = {
  /** Follows from what the call says, so sending it again has no second effect. */
  readonly key: string
  /** How many things it is about. */
  readonly items: number
}

/** How far the calls are. */
export type TurnProgress = {
  readonly calls: number
  readonly callsDone: number
  readonly items: number
  readonly itemsDone: number
}

export const progressOf = (calls: readonly Call[], callsDone: number): TurnProgress => ({
  calls: calls.length,
  callsDone,
  items: sumOf(calls),
  itemsDone: sumOf(calls.slice(0, callsDone)),
})

const sumOf = (calls: readonly Call[]): number => calls.reduce((sum, { items }) => sum + items, 0)

/**
 * Sends the calls one after the other. It can go on from where it stopped: an interrupted call is simply sent again.
 *
 * @param from how many calls were done before
 * @param send one call; it rejects if the hub refuses it or does not answer
 * @returns how many calls are done now
 * @throws what `send` throws, after `noteDone` has said how far it came
 */
export async function sendInTurn<One extends Call>(
  calls: readonly One[],
  from: number,
  { send, noteDone }: { send: (call: One) => Promise<void>; noteDone: (callsDone: number) => void },
  signal?: AbortSignal,
): Promise<number> {
  let done = from
  for (const call of calls.slice(from)) {
    if (signal?.aborted === true) return done
    await send(call)
    done += 1
    noteDone(done)
  }
  return done
}
