import { AsyncLocalStorage } from "node:async_hooks"
import { setImmediate } from "node:timers"
import type { Random } from "./random.ts"

/** What a store throws when the simulation throttles it, as DynamoDB and EventBridge do. */
export class Throttled extends Error {
  override readonly name = "ThrottlingException"
  readonly retryable = true
  constructor() {
    super("Rate exceeded")
  }
}

/** How often each fault happens: a probability per occasion. */
export type FaultRates = {
  /** The container stops at an effect. Nothing after that effect happens. */
  crash: number
  /** A call to a store or bus fails before its effect. */
  throttle: number
  /** A store or bus is unavailable for seconds, and every call to it fails. */
  outage: number
  /** A call has its effect, but its answer is lost. */
  lostAnswer: number
  /** One entry of a PutEvents call fails while the others succeed. */
  failedEntry: number
  /** A bus, a queue or a stream delivers something twice. */
  duplicate: number
}

export const noFaults: FaultRates = { crash: 0, throttle: 0, outage: 0, lostAnswer: 0, failedEntry: 0, duplicate: 0 }

type Pending = { at: number; order: number; run: () => void }

/** One running invocation of a function. After a crash it is dead and never continues. */
type Invocation = { name: string; dead: boolean; suspended: number; settled: boolean; onDeath: () => void }

export type InvocationResult =
  | { kind: "returned"; value: unknown }
  | { kind: "threw"; error: unknown }
  | { kind: "crashed" }

export type Scheduler = {
  readonly random: Random
  /** Virtual time. */
  readonly clock: () => Date
  readonly nowMs: () => number
  /** Runs an action at a virtual time from now. */
  after(delayMs: number, action: () => void): void
  /** In-memory stores await this before and after each effect. Other invocations run here, and faults happen here. */
  interrupt(point: string): Promise<void>
  /** Waits in virtual time. */
  sleep(delayMs: number): Promise<void>
  /** Runs one invocation, which may crash at any effect. Its other effects may return even then: see `isDead`. */
  invoke(name: string, body: (isDead: () => boolean) => Promise<unknown>): Promise<InvocationResult>
  /** Runs until nothing is pending. Throws when work never ends. */
  runUntilIdle(): Promise<void>
  /** Sets the rates from now on. */
  setFaults(rates: FaultRates): void
  faults(): FaultRates
  /** How many times each fault happened. */
  readonly struck: Record<string, number>
}

const maximumSteps = 200_000

/**
 * A scheduler with its own time. One seed decides in which order concurrent invocations continue, how long each effect
 * takes and which effects fail. The same seed repeats a run exactly.
 */
export function makeScheduler(options: { random: Random; startMs: number; faults: FaultRates }): Scheduler {
  const { random } = options
  const running = new AsyncLocalStorage<Invocation>()
  const heap: Pending[] = []
  const live = new Set<Invocation>()
  /** Invocations that returned while some of their work was suspended. */
  const returned = new Set<Invocation>()
  const struck: Record<string, number> = {}
  const awayUntil = new Map<string, number>()
  let rates = options.faults
  let nowMs = options.startMs
  let order = 0

  const strike = (fault: string): void => {
    struck[fault] = (struck[fault] ?? 0) + 1
  }

  const push = (delayMs: number, run: () => void): void => {
    insert(heap, { at: nowMs + delayMs, order: order++, run })
  }

  /** Suspends the caller until the scheduler continues it. A dead invocation never continues. */
  const suspend = (delayMs: number): Promise<void> => {
    const invocation = running.getStore()
    return new Promise((resolve) => {
      if (invocation?.dead) return
      if (invocation) invocation.suspended++
      push(delayMs, () => {
        if (invocation?.dead) return
        if (invocation) invocation.suspended--
        resolve()
      })
    })
  }

  const crash = (invocation: Invocation): Promise<never> => {
    invocation.dead = true
    live.delete(invocation)
    strike("crash")
    invocation.onDeath()
    return new Promise(() => {})
  }

  /** Runs everything that can run while virtual time does not advance. */
  const settle = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve))
    for (let round = 0; [...live].some((one) => one.suspended === 0 && !one.settled); round++) {
      if (round > 20_000) {
        // It waits for what an earlier invocation of its container left running.
        if ([...returned].some((one) => one.suspended > 0)) return
        throw new Error("An invocation waits for something outside of the simulation")
      }
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }

  return {
    random,
    clock: () => new Date(nowMs),
    nowMs: () => nowMs,
    after: push,
    sleep: suspend,
    struck,
    faults: () => rates,
    setFaults: (next) => {
      rates = next
    },
    interrupt: async (point) => {
      const invocation = running.getStore()
      if (!invocation) return
      if (invocation.dead) await new Promise(() => {})
      // What a returned invocation left running may be shared with the next one of its container, so it is not stopped.
      if (invocation.settled) return
      const isAfter = point.startsWith("after") || point.endsWith("after")
      if (rates.crash > 0 && random.chance(rates.crash)) await crash(invocation)
      if (!isAfter && rates.throttle > 0 && random.chance(rates.throttle)) {
        strike("throttle")
        throw new Throttled()
      }
      const service = point.split(".")[0] ?? point
      if (!isAfter && rates.outage > 0 && random.chance(rates.outage)) {
        strike("outage")
        awayUntil.set(service, nowMs + random.integer(1_000, 8_000))
      }
      if (!isAfter && rates.outage > 0 && nowMs < (awayUntil.get(service) ?? 0)) throw new Throttled()
      if (isAfter && rates.lostAnswer > 0 && random.chance(rates.lostAnswer)) {
        strike("lostAnswer")
        throw new Throttled()
      }
      if (random.chance(0.5)) await suspend(random.integer(1, 25))
    },
    invoke: (name, body) =>
      new Promise((resolve) => {
        const invocation: Invocation = {
          name,
          dead: false,
          suspended: 0,
          settled: false,
          onDeath: () => resolve({ kind: "crashed" }),
        }
        live.add(invocation)
        const finish = (result: InvocationResult): void => {
          if (invocation.dead) return
          invocation.settled = true
          live.delete(invocation)
          if (invocation.suspended > 0) returned.add(invocation)
          resolve(result)
        }
        running.run(invocation, () => {
          body(() => invocation.dead).then(
            (value) => finish({ kind: "returned", value }),
            (error: unknown) => finish({ kind: "threw", error }),
          )
        })
      }),
    runUntilIdle: async () => {
      await settle()
      for (let step = 0; heap.length > 0; step++) {
        if (step > maximumSteps) throw new Error(`The schedule did not end after ${maximumSteps} steps`)
        const next = takeFirst(heap)
        if (!next) break
        nowMs = Math.max(nowMs, next.at)
        next.run()
        await settle()
      }
    },
  }
}

function isBefore(left: Pending, right: Pending): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order)
}

/** Inserts into a binary heap with the earliest item first. */
function insert(heap: Pending[], item: Pending): void {
  let index = heap.push(item) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]
    if (!parent || !isBefore(item, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = item
}

function takeFirst(heap: Pending[]): Pending | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first
  let index = 0
  for (;;) {
    const leftIndex = 2 * index + 1
    const left = heap[leftIndex]
    if (!left) break
    const right = heap[leftIndex + 1]
    const [childIndex, child] = right && isBefore(right, left) ? [leftIndex + 1, right] : [leftIndex, left]
    if (!isBefore(child, last)) break
    heap[index] = child
    index = childIndex
  }
  heap[index] = last
  return first
}
