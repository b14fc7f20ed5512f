import type { BreachWorld } from "../../desk/breach-world.ts"

/** What one step of a case asked of its stores, in all its invocations, and in the longest of them. */
export type Step = {
  readonly name: string
  readonly invocations: number
  readonly calls: number
  readonly bytes: number
  readonly longestCalls: number
  /** Modelled: the time that it waits for its calls, and what it took here. */
  readonly longestSeconds: number
}

/** What a call is waited for. Calls that a read makes side by side are waited for once. */
const millisecondsPerCall = 10

/** BatchGetItem takes at most 100 keys. */
const keysPerRead = 100

/** A meter of invocations. Hand `interrupt` to the world before `watch`. */
export function caseMeter() {
  const steps = new Map<string, Step>()
  let [calls, bytes, largestItemBytes] = [0, 0, 0]
  let pass = (_seconds: number): void => undefined
  const weigh = (row: object): void => {
    const size = attributeBytes(row)
    bytes += size
    largestItemBytes = Math.max(largestItemBytes, size)
  }
  return {
    interrupt: async (point: string): Promise<void> => {
      if (!point.endsWith(":before")) return
      calls += 1
      pass(millisecondsPerCall / 1_000)
    },
    /** From now on rows of cases are weighed, and the clock of the world goes on with each call. */
    watch({ cases, passSeconds }: Pick<BreachWorld, "cases" | "passSeconds">): void {
      pass = passSeconds
      const { commit, items, list } = cases
      cases.commit = (change) => {
        for (const row of [change.case, ...change.items, ...change.pointers.map((one) => one.row)]) weigh(row)
        return commit(change)
      }
      cases.items = async (keys) => {
        calls += Math.max(0, Math.ceil(keys.length / keysPerRead) - 1)
        const found = await items(keys)
        for (const row of found) weigh(row)
        return found
      }
      cases.list = async function* (...given) {
        for await (const row of list(...given)) {
          weigh(row)
          yield row
        }
      }
    },
    /** Runs one invocation of a step. */
    async measure<Result>(name: string, invoke: () => Promise<Result>): Promise<Result> {
      const before = { calls, bytes, at: performance.now() }
      const result = await invoke()
      const took = calls - before.calls
      const seconds = (performance.now() - before.at + took * millisecondsPerCall) / 1_000
      const known = steps.get(name)
      steps.set(name, {
        name,
        invocations: (known?.invocations ?? 0) + 1,
        calls: (known?.calls ?? 0) + took,
        bytes: (known?.bytes ?? 0) + bytes - before.bytes,
        longestCalls: Math.max(known?.longestCalls ?? 0, took),
        longestSeconds: Math.max(known?.longestSeconds ?? 0, seconds),
      })
      return result
    },
    steps: (): Step[] => [...steps.values()],
    largestItemBytes: () => largestItemBytes,
  }
}

export type CaseMeter = ReturnType<typeof caseMeter>

/** About the bytes that DynamoDB counts for an item: names and values, and 1 to 3 for each list, map and element. */
function attributeBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value)
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 1
  if (typeof value !== "object" || value === null) return 1
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + attributeBytes(one), 3)
  const entries = Object.entries(value).filter(([, held]) => held !== undefined)
  return entries.reduce((sum, [name, held]) => sum + 1 + Buffer.byteLength(name) + attributeBytes(held), 3)
}
