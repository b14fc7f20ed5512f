import { setTimeout as pause } from "node:timers/promises"
import { derivedPartyEventId } from "../../../shared/base/contracts/envelope.ts"
import { accessLimit, trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { chunksWithin } from "../../../shared/base/platform/chunks-of.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import { buildEvent, type PartyEvent } from "../../events/build-event.ts"
import { PublishFailed, publish, type Result } from "../../events/publish.ts"
import type { NotAccepted, Transport } from "../../events/transport.ts"
import type { LineAccess } from "./line-access.ts"
import type { NumberedReport, NumberedReports } from "./numbered-reports.ts"

/** An access that the hub will never take, and why. */
export type RejectedAccess = { readonly line: number; readonly reason: string }

export type Sending = {
  readonly transport: Transport
  readonly signal: AbortSignal
  /** Says that the hub takes nothing at the moment. */
  readonly onWait: (sentence: string) => void
  /** How long to try again. By default 15 minutes. */
  readonly patienceSeconds?: number
  /** The first pause. By default 1 second. */
  readonly firstPauseSeconds?: number
  /** After how long without an answer to say so: a person who waits longer has to know why. By default 4 seconds. */
  readonly slowMilliseconds?: number
  /** Numbers the reports. Without it they have no number. */
  readonly reports?: NumberedReports
}

/** The contract takes 200 KB. The rest is for the envelope. */
const limits = { items: accessLimit, bytes: 190 * 1024 }
const longestPauseSeconds = 60

type Batch = { readonly event: PartyEvent; readonly accesses: readonly LineAccess[]; readonly number?: number }

/**
 * Sends accesses, in as few events as they fit in, and waits while the hub is busy. What it sends again has the same
 * access ids, which the hub counts once.
 *
 * @returns the accesses that break a rule of the hub
 * @throws CommandStopped when the hub refuses the call, or takes nothing for too long, or the sender is no carrier
 */
export async function sendAccesses(accesses: readonly LineAccess[], sending: Sending): Promise<RejectedAccess[]> {
  return sendBatches(await begunBatches(accesses, sending.reports), sending)
}

/** Sends again what an earlier run may not have brought to the hub, under the same numbers. */
export async function sendUnsent(reports: NumberedReports, sending: Sending): Promise<void> {
  await sendBatches(
    reports.unsent().map((report) => numberedBatch(reports.stream, report)),
    { ...sending, reports },
  )
}

/**
 * Sends one event, as patiently as accesses.
 *
 * @throws CommandStopped as `sendAccesses`
 */
export async function sendEvent(event: PartyEvent, sending: Omit<Sending, "reports">): Promise<void> {
  for (const { reason } of await sendBatches([{ event, accesses: [] }], sending)) sending.onWait(reason)
}

async function sendBatches(batches: readonly Batch[], sending: Sending): Promise<RejectedAccess[]> {
  const { transport, signal, onWait, patienceSeconds = 900, firstPauseSeconds = 1, slowMilliseconds = 4_000 } = sending
  const rejected: RejectedAccess[] = []
  let waiting = batches
  let pauseSeconds = firstPauseSeconds
  const until = Date.now() + patienceSeconds * 1_000
  while (waiting.length > 0) {
    const slow = setTimeout(() => onWait("The hub has not answered yet. Still trying."), slowMilliseconds)
    const failed = await attempt(transport, waiting, firstPauseSeconds).finally(() => clearTimeout(slow))
    await sending.reports?.settle(numbersOf(waiting, failed))
    if (failed.length === 0) return rejected
    const refused = failed.find(({ outcome }) => outcome === "refused")
    if (refused !== undefined) throw new CommandStopped("noAnswer", `${refused.sentence} Nothing was lost.`)
    if (failed.some(isOfAnotherParty)) {
      for (const { number } of waiting.toReversed()) if (number !== undefined) await sending.reports?.change(number, [])
      throw new CommandStopped("wrongUsage", reportAsCarrier)
    }
    const settled = await settle(failed, waiting, sending.reports)
    rejected.push(...settled.rejected)
    waiting = settled.waiting
    const busy = failed.filter(({ outcome }) => outcome === "failed")
    if (busy.length === 0) continue
    const { sentence } = busy[0] ?? { sentence: "" }
    if (signal.aborted || Date.now() >= until) throw new CommandStopped("noAnswer", `${sentence} ${resume}`)
    const asked = Math.max(...busy.map(({ retryAfterSeconds = 0 }) => retryAfterSeconds))
    const waitSeconds = Math.max(asked, pauseSeconds)
    // What follows the first sentence is for whoever sends one event by hand.
    onWait(`${sentence.split(/(?<=\.) /)[0]} Retrying in ${Math.ceil(waitSeconds)} s.`)
    await pause(waitSeconds * 1_000, undefined, { signal }).catch(() => {})
    pauseSeconds = Math.min(2 * pauseSeconds, longestPauseSeconds)
  }
  return rejected
}

/** Of an event that this party may not send at all, no access is at fault. */
const isOfAnotherParty = ({ problems = [] }: Failure): boolean =>
  problems.some(({ path, rule }) => rule === "notAllowed" && /^detail-?type$/i.test(path))

const reportAsCarrier =
  "This party may not report lookups: only a carrier does. Give the carrier's --party and --key. " +
  "Nothing was sent, and no position was kept."

const resume = "It goes on where it stopped when it runs again."

const groupsOf = (accesses: readonly LineAccess[]) => [
  ...chunksWithin(accesses, limits, ({ access }) => Buffer.byteLength(JSON.stringify(access)) + 1),
]

async function begunBatches(accesses: readonly LineAccess[], reports: NumberedReports | undefined): Promise<Batch[]> {
  const groups = groupsOf(accesses)
  if (reports === undefined) return groups.map(unnumberedBatch)
  return (await reports.begin(groups)).map((report) => numberedBatch(reports.stream, report))
}

const unnumberedBatch = (accesses: readonly LineAccess[]): Batch => ({
  accesses,
  event: buildEvent(trackingAccessed, { accesses: accesses.map(({ access }) => access) }, { id: eventIdOf(accesses) }),
})

function numberedBatch(stream: string, { number, accesses }: NumberedReport): Batch {
  const data = { accesses: accesses.map(({ access }) => access), report: { stream, number } }
  const id = derivedPartyEventId(
    trackingAccessed.name,
    stream,
    number,
    ...accesses.map(({ access }) => access.accessId),
  )
  return { number, accesses, event: buildEvent(trackingAccessed, data, { id }) }
}

/** The numbers of the reports that the hub has now. */
function numbersOf(sent: readonly Batch[], failed: readonly Failure[]): number[] {
  const ids = new Set(failed.map(({ event }) => event.id))
  return sent.flatMap(({ event, number }) => (number === undefined || ids.has(event.id) ? [] : [number]))
}

/** The same accesses are the same event, also after a crash. */
const eventIdOf = (group: readonly LineAccess[]): string =>
  derivedPartyEventId(trackingAccessed.name, ...group.map(({ access }) => access.accessId))

type Failure = Result & NotAccepted

async function attempt(
  transport: Transport,
  batches: readonly Batch[],
  firstPauseSeconds: number,
): Promise<readonly Failure[]> {
  try {
    const firstPauseMilliseconds = Math.min(250, firstPauseSeconds * 1_000)
    await publish(
      transport,
      batches.map(({ event }) => event),
      { attempts: 3, firstPauseMilliseconds },
    )
    return []
  } catch (error) {
    if (error instanceof PublishFailed) return error.notAccepted
    throw error
  }
}

/** Of a rejected event, the accesses that break a rule are named by their place, and the others are sent again. */
async function settle(failed: readonly Failure[], batches: readonly Batch[], reports: NumberedReports | undefined) {
  const rejected: RejectedAccess[] = []
  const waiting: Batch[] = []
  for (const { event, outcome, sentence, problems = [] } of failed) {
    const batch = batches.find((one) => one.event.id === event.id)
    if (batch === undefined) continue
    if (outcome === "failed") waiting.push(batch)
    else {
      const places = new Map(problems.map(({ index, path, rule }) => [index, `${path} breaks the rule ${rule}`]))
      const isNamed = problems.length > 0 && !places.has(undefined)
      const reasonAt = (place: number) => (isNamed ? places.get(place) : sentence)
      if (batch.accesses.length === 0) rejected.push({ line: 0, reason: sentence })
      const kept = batch.accesses.filter((_, place) => reasonAt(place) === undefined)
      batch.accesses.forEach(({ line }, place) => {
        const reason = reasonAt(place)
        if (reason !== undefined) rejected.push({ line, reason })
      })
      waiting.push(...(await changedBatches(kept, batch.number, reports)))
    }
  }
  return { rejected, waiting }
}

/** What is left of a rejected event, under the number that it had. */
async function changedBatches(
  kept: readonly LineAccess[],
  number: number | undefined,
  reports: NumberedReports | undefined,
): Promise<Batch[]> {
  if (number === undefined || reports === undefined) return groupsOf(kept).map(unnumberedBatch)
  await reports.change(number, kept)
  return kept.length === 0 ? [] : [numberedBatch(reports.stream, { number, accesses: kept })]
}
