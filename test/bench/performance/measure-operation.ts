import type { RunningFunction } from "./run-function.ts"
import type { Counts } from "./stub/counts.ts"
import { readCounts, resetCounts } from "./stub/stub-client.ts"

/** What one call of a warm function asked of AWS, and for how many shipments, lookups or accesses. */
export type CountedOperation = {
  readonly name: string
  readonly of: number
  readonly counts: Counts
  /** Of the first event. */
  readonly firstMilliseconds: number
  readonly firstCpuMicroseconds: number
  /** Of each later event. */
  readonly cpuMicroseconds: readonly number[]
}

/** An operation: what it is called, of how many, and its events, a new one for each round. */
export type Operation = {
  readonly name: string
  readonly of: number
  readonly rounds: number
  event(round: number): object | Promise<object>
  /** Called after each round, with the JSON of what the function returned. */
  after?(round: number, result: string): Promise<void>
}

/**
 * Runs an operation round by round. The second round is counted: by then the container has its secrets, keys and
 * profiles, and nothing is due that only many rounds cause.
 *
 * @throws Error when a round fails
 */
export async function measureOperation(
  running: Pick<RunningFunction, "invoke">,
  stubUrl: string,
  { name, of, rounds, event, after }: Operation,
): Promise<CountedOperation> {
  let counts: Counts = {}
  let first = { firstMilliseconds: 0, firstCpuMicroseconds: 0 }
  const cpuMicroseconds: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await resetCounts(stubUrl)
    const { result, milliseconds, cpuMicroseconds: cpu } = await running.invoke(await event(round))
    if (!/"batchItemFailures":\[\]|"statusCode":200|"made":/.test(result)) throw new Error(`${name} failed: ${result}`)
    if (round === 0) first = { firstMilliseconds: milliseconds, firstCpuMicroseconds: cpu }
    else cpuMicroseconds.push(cpu)
    if (round === 1) counts = await readCounts(stubUrl)
    await after?.(round, result)
  }
  return { name, of, counts, ...first, cpuMicroseconds }
}

/** Numbers from `from` on. */
export function numbers(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index)
}
