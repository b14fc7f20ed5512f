import { AsyncLocalStorage } from "node:async_hooks"
import { setImmediate } from "node:timers"
import { insert, type Pending, takeFirst } from "./pending.ts"
import type { Random } from "./random.ts"

/** What a store throws when the simulation throttles it, as DynamoDB and EventBridge do. */
export class Throttled extends Error {
  override readonly name = "ThrottlingException"
  readonly $metadata = { httpStatusCode: 400 }
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
  /** One attempt of the SDK fails before its effect. The SDK makes some more, after longer and longer pauses. */
  attempt: number
  /** A store or bus is unavailable for seconds, and every call to it fails. */
  outage: number
  /** A call has its effect, but its answer is lost. */
  lostAnswer: number
  /** One entry of a PutEvents call fails while the others succeed. */
  failedEntry: number
  /** A bus, a queue or a stream delivers something twice. */
  duplicate: number
}

export const noFaults: FaultRates = {
  crash: 0,
  throttle: 0,
  attempt: 0,
  outage: 0,
  lostAnswer: 0,
  failedEntry: 0,
  duplicate: 0,
}

/** Services whose clients make three attempts, as the SDK does. Those of tables make four. */
const clientsOfThreeAttempts: ReadonlySet<string> = new Set(["exchange", "ingress", "mail", "sqs", "failuresBucket"])

/** What AWS fails is tried again for a day. So faults have to end. */
const faultsLastMs = 30 * 60_000

/** The SDK waits at most so long after the first attempt that was throttled, and twice as long after each other one. */
const firstBackoffMs = 500

/** One running invocation of a function. After a crash it is dead and never continues. */
type Invocation = {
  name: string
  dead: boolean
  suspended: number
  settled: boolean
  /** Until then it computes, and none of its effects and timers happen. */
  busyUntil: number
  /** It ends when it computes for so long, if that is watched. */
  stallMs: number
  onDeath: () => void
}

export type InvocationResult =
  | { kind: "returned"; value: unknown }
  | { kind: "threw"; error: unknown }
  | { kind: "crashed" }

export type Scheduler = {
  readonly random: Random
  /** Virtual time. */
  readonly clock: () => Date
  readonly nowMs: () => number
  /** Runs an action at a virtual time from now. Returns what cancels it. */
  after(delayMs: number, action: () => void): () => void
  /** The same within an invocation: not while it computes, and not after its death. */
  timer(delayMs: number, action: () => void): () => void
  /** In-memory stores await this before and after each effect. Other invocations run here, and faults happen here. */
  interrupt(point: string): Promise<void>
  /** Waits in virtual time. */
  sleep(delayMs: number): Promise<void>
  /** Lets the invocation compute without a pause. */
  compute(milliseconds: number): void
  /** From now on the invocation ends when it computes for so long. */
  endWhenStalled(milliseconds: number): void
  /** Ends the invocation, as a fault of its memory does. */
  end(): void
  /** Waits for ever. */
  hang(): Promise<never>
  /**
   * Runs one invocation, which may crash at any effect. Its other effects may return even then: see `isDead`. It is
   * ended when it takes longer than it may.
   */
  invoke(name: string, body: (isDead: () => boolean) => Promise<unknown>, limitMs?: number): Promise<InvocationResult>
  /** Runs until nothing is pending. Throws when work never ends. */
  runUntilIdle(): Promise<void>
  /** Sets the rates for half an hour after this and after each longer pause. Without outages every service is back. */
  setFaults(rates: FaultRates): void
  /** From now on, for so long, every call to a service fails. */
  takeAway(service: string, forMs: number): void
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
  let nowMs = options.startMs
  let given = options.faults
  let faultsEndMs = nowMs + faultsLastMs
  const faults = (): FaultRates => (nowMs < faultsEndMs ? given : noFaults)
  let order = 0

  const strike = (fault: string): void => {
    struck[fault] = (struck[fault] ?? 0) + 1
  }

  const push = (delayMs: number, run: () => void): (() => void) => {
    const pending = { at: nowMs + delayMs, order: order++, run, cancelled: false }
    insert(heap, pending)
    return () => {
      pending.cancelled = true
    }
  }

  /** Runs something after a time, and after what the invocation computes then. */
  const pushFor = (invocation: Invocation | undefined, delayMs: number, run: () => void): (() => void) => {
    let cancel = () => {}
    const runWhenFree = (): void => {
      const busyMs = (invocation?.busyUntil ?? 0) - nowMs
      if (busyMs > 0) cancel = push(busyMs, runWhenFree)
      else run()
    }
    cancel = push(delayMs, runWhenFree)
    return () => cancel()
  }

  /** Suspends the caller until the scheduler continues it. A dead invocation never continues. */
  const suspend = (delayMs: number): Promise<void> => {
    const invocation = running.getStore()
    return new Promise((resolve) => {
      if (invocation?.dead) return
      if (invocation) invocation.suspended++
      pushFor(invocation, delayMs, () => {
        if (invocation?.dead) return
        if (invocation) invocation.suspended--
        resolve()
      })
    })
  }

  const end = (invocation: Invocation, reason: "crash" | "timeout" | "stall" | "end"): void => {
    if (invocation.dead || invocation.settled) return
    invocation.dead = true
    live.delete(invocation)
    strike(reason)
    invocation.onDeath()
  }

  const crash = (invocation: Invocation): Promise<never> => {
    end(invocation, "crash")
    return new Promise(() => {})
  }

  /** Lets attempts of the SDK fail, until one does not. */
  const attemptAll = async (service: string): Promise<void> => {
    const rates = faults()
    const most = clientsOfThreeAttempts.has(service) ? 3 : 4
    for (let attempt = 1; random.chance(rates.attempt); attempt++) {
      strike("attempt")
      if (attempt === most) throw new Throttled()
      await suspend(random.integer(0, firstBackoffMs * 2 ** (attempt - 1)))
    }
  }

  /** Calls what the running invocation asks for. Outside of one there is nothing to do. */
  const withInvocation = (act: (invocation: Invocation) => void): void => {
    const invocation = running.getStore()
    if (invocation) act(invocation)
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
    timer: (delayMs, action) => {
      const invocation = running.getStore()
      if (invocation === undefined) return push(delayMs, action)
      return pushFor(invocation, delayMs, () => {
        if (!invocation.dead && !invocation.settled) running.run(invocation, action)
      })
    },
    compute: (milliseconds) =>
      withInvocation((invocation) => {
        invocation.busyUntil = Math.max(nowMs, invocation.busyUntil) + milliseconds
        const stalledMs = invocation.busyUntil - nowMs
        if (stalledMs >= invocation.stallMs) push(invocation.stallMs, () => end(invocation, "stall"))
      }),
    endWhenStalled: (milliseconds) =>
      withInvocation((invocation) => {
        invocation.stallMs = milliseconds
      }),
    end: () => withInvocation((invocation) => end(invocation, "end")),
    hang: () => {
      withInvocation((invocation) => {
        invocation.suspended++
      })
      return new Promise(() => {})
    },
    sleep: suspend,
    struck,
    faults,
    setFaults: (next) => {
      given = next
      faultsEndMs = nowMs + faultsLastMs
      if (next.outage === 0) awayUntil.clear()
    },
    takeAway: (service, forMs) => void awayUntil.set(service, nowMs + forMs),
    interrupt: async (point) => {
      const invocation = running.getStore()
      if (!invocation) return
      if (invocation.dead) await new Promise(() => {})
      // What a returned invocation left running may be shared with the next one of its container, so it is not stopped.
      if (invocation.settled) return
      if (invocation.busyUntil > nowMs) await suspend(0)
      const rates = faults()
      const isAfter = point.startsWith("after") || point.endsWith("after")
      if (rates.crash > 0 && random.chance(rates.crash)) await crash(invocation)
      if (!isAfter && rates.throttle > 0 && random.chance(rates.throttle)) {
        strike("throttle")
        throw new Throttled()
      }
      const service = point.split(".")[0] ?? point
      if (!isAfter && rates.attempt > 0 && service !== "webhook") await attemptAll(service)
      if (!isAfter && rates.outage > 0 && random.chance(rates.outage)) {
        strike("outage")
        awayUntil.set(service, nowMs + random.integer(1_000, 8_000))
      }
      if (!isAfter && nowMs < (awayUntil.get(service) ?? 0)) throw new Throttled()
      if (isAfter && rates.lostAnswer > 0 && random.chance(rates.lostAnswer)) {
        strike("lostAnswer")
        throw new Throttled()
      }
      if (random.chance(0.5)) await suspend(random.integer(1, 25))
    },
    invoke: (name, body, limitMs) =>
      new Promise((resolve) => {
        let stopLimiting = () => {}
        const invocation: Invocation = {
          name,
          dead: false,
          suspended: 0,
          settled: false,
          busyUntil: 0,
          stallMs: Number.POSITIVE_INFINITY,
          onDeath: () => {
            stopLimiting()
            resolve({ kind: "crashed" })
          },
        }
        live.add(invocation)
        if (limitMs !== undefined) stopLimiting = push(limitMs, () => end(invocation, "timeout"))
        const finish = (result: InvocationResult): void => {
          if (invocation.dead) return
          if (invocation.busyUntil > nowMs) {
            invocation.suspended++
            pushFor(invocation, 0, () => {
              invocation.suspended--
              finish(result)
            })
            return
          }
          stopLimiting()
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
        if (heap[0]?.cancelled) {
          takeFirst(heap)
          continue
        }
        if (step > maximumSteps) throw new Error(`The schedule did not end after ${maximumSteps} steps`)
        const next = takeFirst(heap)
        if (!next) break
        // After so long a pause something new begins. No retry waits for as long.
        if (next.at - nowMs >= faultsLastMs) faultsEndMs = next.at + faultsLastMs
        nowMs = Math.max(nowMs, next.at)
        next.run()
        await settle()
      }
    },
  }
}
