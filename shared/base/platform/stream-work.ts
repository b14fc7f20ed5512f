import { type Clock, systemClock } from "./clock.ts"
import { deployedSetAside } from "./deployed-set-aside.ts"
import { failureFields } from "./failure.ts"
import { pauseSeconds } from "./retry-pause.ts"
import { type FailedChange, mostUnended, type SetAside } from "./set-aside.ts"
import type { LogFields, Telemetry } from "./telemetry.ts"
import { type After, afterOnSystem, TookTooLong, within } from "./timers.ts"
import { isMissingRight, isTransient } from "./transient-failure.ts"

/** What came of the records at the start of a batch, and why the next one failed, if there is one. */
export type Progress<Result> = { done: Result[]; failure?: unknown }

/** What the handler of a stream needs of its surroundings. */
export type StreamSurroundings = {
  setAside: SetAside
  after: After
  pause: (milliseconds: number) => Promise<void>
  clock: Clock
  /** From 0 to 1. */
  random: () => number
}

const onLambda = (): StreamSurroundings => ({
  setAside: deployedSetAside(),
  after: afterOnSystem,
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  clock: systemClock,
  random: Math.random,
})

/** A stream keeps a change for 24 hours. One that AWS has failed for so long is set aside before it is lost. */
const oldestMilliseconds = 20 * 3_600_000

/**
 * A deployment can take rights from a function before it brings the code that needs others. A change that is no older
 * is delivered again, so that nobody has to redrive what an upgrade refused.
 */
const deploymentMilliseconds = 15 * 60_000

/** How often a change that fails by its own fault is tried at most before it is set aside. */
const mostTries = 5

/** Retries of what AWS failed within one invocation. After them Lambda delivers the change again. */
const mostPauses = 3

/** What a call of the SDK takes at most, with its own retries. Nothing is tried again with less time left. */
const callMilliseconds = 17_000

/** What is left of an invocation when what it handles must have come to an end. */
const closingMilliseconds = 700

/** No change is delivered so late in quiet times. What is as old when a process begins may have ended another. */
const suspectMilliseconds = 10_000

/** A change that can be handled by no retry. Its error says so by this. */
const isHopeless = (failure: unknown): boolean => failure instanceof Error && "isHopeless" in failure

/** A change whose work takes more than one invocation. The next one goes on where this one stopped. */
const isUnfinished = (failure: unknown): boolean => failure instanceof Error && "isUnfinished" in failure

/** A record of a stream, as {@link StreamWork} handles it. */
export type HandledRecord = { readonly change: FailedChange; readonly fields: LogFields }

/** Handles records in their order, until one fails. */
export type HandleRecords<Record> = (records: readonly Record[]) => Promise<Progress<string>>

type Options<Record> = {
  handle: HandleRecords<Record>
  telemetry: Telemetry
  surroundings?: StreamSurroundings | undefined
}

/** One invocation: the time that it has left in milliseconds, and whether it may set changes aside. */
export type StreamInvocation = { remaining: () => number; maySetAside: boolean }

/** What came of a batch, and the record from which on Lambda shall deliver it again. */
export type Worked<Record> = { outcomes: string[]; failed?: { record: Record; failure: unknown } }

/**
 * The work on a table's stream, in one process. What AWS failed is tried again after 1, 2 and 4 seconds, and then by
 * each delivery, because Lambda counts none. What fails by its own fault is set aside after some tries. A record that
 * ends the process, or does not come to an end, is set aside after it did so three times. Then the batch goes on:
 * docs/decisions/0103-send-again-what-aws-failed.md.
 */
export class StreamWork<Record extends HandledRecord> {
  readonly #options: Options<Record>
  readonly #surroundings: StreamSurroundings
  /** Whether the process before this one may have died of a record. */
  #isCareful = true

  constructor(options: Options<Record>) {
    this.#options = options
    this.#surroundings = options.surroundings ?? onLambda()
  }

  async through(records: readonly Record[], invocation: StreamInvocation): Promise<Worked<Record>> {
    const [first] = records
    const isOld = first !== undefined && this.#ageOf(first) > suspectMilliseconds
    // What is redriven is old, was noted before, and would stay where it is although its fault was mended.
    const isCareful = this.#isCareful && isOld && invocation.maySetAside
    this.#isCareful = false
    if (!isCareful) return this.#handle(records, invocation)
    const outcomes: string[] = []
    for (const record of records) {
      const worked = await this.#handleSuspect(record, invocation)
      outcomes.push(...worked.outcomes)
      if (worked.failed !== undefined) return { outcomes, failed: worked.failed }
    }
    return { outcomes }
  }

  /** Handles a record whose attempts are counted outside of this process, which may end by it. */
  async #handleSuspect(record: Record, invocation: StreamInvocation): Promise<Worked<Record>> {
    const { setAside } = this.#surroundings
    const unended = await setAside.begin(record.change).catch(() => 0)
    if (unended >= mostUnended) {
      const failure = new TookTooLong()
      return (await this.#setAside(record, failure, invocation))
        ? { outcomes: ["setAside"] }
        : { outcomes: [], failed: { record, failure } }
    }
    const worked = await this.#handle([record], invocation)
    if (!(worked.failed?.failure instanceof TookTooLong))
      await setAside.end(record.change, unended).catch(() => undefined)
    return worked
  }

  /** Handles records until none is left, or until one shall be delivered again. */
  async #handle(records: readonly Record[], invocation: StreamInvocation): Promise<Worked<Record>> {
    const outcomes: string[] = []
    let [left, isAlone, spent] = [records, false, nothingSpent]
    while (left.length > 0) {
      const asked = isAlone ? left.slice(0, 1) : left
      const { done, failure } = await this.#attempt(asked, invocation)
      outcomes.push(...done)
      left = left.slice(done.length)
      if (done.length > 0) spent = nothingSpent
      const record = asked[done.length]
      if (record === undefined) continue
      const isAwaited = this.#ageOf(record) <= (isMissingRight(failure) ? deploymentMilliseconds : oldestMilliseconds)
      const next = nextStep(failure, { isAwaited, isAlone: isAlone || left.length === 1, ...spent })
      if (next.do === "alone") isAlone = true
      else if (next.do === "again" && (await this.#pause(next.retries, record, failure, invocation))) spent = next.spent
      else if (next.do === "deliver" || (next.do === "again" && !(next.isAtFault && outcomes.length === 0)))
        return { outcomes, failed: { record, failure } }
      else if (await this.#setAside(record, failure, invocation)) {
        outcomes.push("setAside")
        ;[left, spent] = [left.slice(1), nothingSpent]
      } else return { outcomes, failed: { record, failure } }
    }
    return { outcomes }
  }

  async #attempt(records: readonly Record[], { remaining }: StreamInvocation): Promise<Progress<string>> {
    const most = remaining() - closingMilliseconds
    const { done, failure } = await within(this.#surroundings.after, most, this.#options.handle(records)).catch(
      (failure: unknown): Progress<string> => ({ done: [], failure }),
    )
    if (failure instanceof TookTooLong) this.#isCareful = true
    return { done, failure }
  }

  /** @returns whether there was time for a pause, and is for one more attempt */
  async #pause(retries: number, record: Record, failure: unknown, { remaining }: StreamInvocation): Promise<boolean> {
    const { pause, random } = this.#surroundings
    const milliseconds = pauseSeconds(retries, random()) * 1_000
    if (remaining() < milliseconds + callMilliseconds) return false
    this.#options.telemetry.warn("Change tried again", {
      ...record.fields,
      ...failureFields(failure),
      attempt: retries,
    })
    await pause(milliseconds)
    return true
  }

  /** @returns whether the change is kept, so that the batch can go on. A failed redrive is kept where it is */
  async #setAside(record: Record, failure: unknown, { maySetAside }: StreamInvocation): Promise<boolean> {
    if (!maySetAside) return false
    const { telemetry } = this.#options
    try {
      await this.#surroundings.setAside.keep(record.change)
    } catch (unkept) {
      telemetry.error("Change not set aside", { ...record.fields, ...failureFields(unkept) })
      return false
    }
    telemetry.error("Change set aside", { ...record.fields, ...failureFields(failure) })
    return true
  }

  /** Milliseconds since the change. One that does not say when it was is new. */
  #ageOf({ change: { changedAt } }: Record): number {
    const now = this.#surroundings.clock().getTime()
    return changedAt === undefined ? 0 : now - Date.parse(changedAt)
  }
}

/** How often the first record that is left was tried again: because AWS failed, and by its own fault. */
type Spent = { readonly pauses: number; readonly tries: number }

const nothingSpent: Spent = { pauses: 0, tries: 0 }

type NextStep =
  | { readonly do: "again"; readonly retries: number; readonly spent: Spent; readonly isAtFault: boolean }
  | { readonly do: "alone" | "deliver" | "setAside" }

/** What to do about the first record that is left. A record is at fault only if it fails alone. */
function nextStep(
  failure: unknown,
  { isAwaited, isAlone, pauses, tries }: Spent & { isAwaited: boolean; isAlone: boolean },
): NextStep {
  if (failure instanceof TookTooLong || isUnfinished(failure)) return { do: "deliver" }
  if (isAwaited && (isTransient(failure) || isMissingRight(failure)))
    return pauses < mostPauses
      ? { do: "again", retries: pauses, spent: { pauses: pauses + 1, tries }, isAtFault: false }
      : { do: "deliver" }
  if (isHopeless(failure)) return { do: "setAside" }
  if (!isAlone) return { do: "alone" }
  return tries + 1 < mostTries
    ? { do: "again", retries: tries, spent: { pauses, tries: tries + 1 }, isAtFault: true }
    : { do: "setAside" }
}
