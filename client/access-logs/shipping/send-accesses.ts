import { setTimeout as pause } from "node:timers/promises"
import { derivedId } from "../../../shared/contracts/envelope.ts"
import { accessLimit, type TrackingAccess, trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import { chunksWithin } from "../../../shared/platform/chunks-of.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import { buildEvent, type PartyEvent } from "../../events/build-event.ts"
import { PublishFailed, publish, type Result } from "../../events/publish.ts"
import type { NotAccepted, Transport } from "../../events/transport.ts"

/** An access and the line that it comes from. */
export type LineAccess = { readonly access: TrackingAccess; readonly line: number }

/** An access that the hub will never take, and why. */
export type RejectedAccess = { readonly line: number; readonly reason: string }

/** How to send. */
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
}

/** The contract takes 200 KB. The rest is for the envelope. */
const limits = { items: accessLimit, bytes: 190 * 1024 }
const longestPauseSeconds = 60

type Batch = { readonly event: PartyEvent; readonly accesses: readonly LineAccess[] }

/**
 * Sends accesses, in as few events as they fit in, and waits while the hub is busy. What it sends again has the same
 * access ids, which the hub counts once.
 *
 * @returns the accesses that break a rule of the hub
 * @throws CommandStopped when the hub refuses the call, or takes nothing for too long, or the sender is no carrier
 */
export async function sendAccesses(accesses: readonly LineAccess[], sending: Sending): Promise<RejectedAccess[]> {
  const { transport, signal, onWait, patienceSeconds = 900, firstPauseSeconds = 1, slowMilliseconds = 4_000 } = sending
  const rejected: RejectedAccess[] = []
  let waiting = batchesOf(accesses)
  let pauseSeconds = firstPauseSeconds
  const until = Date.now() + patienceSeconds * 1_000
  while (waiting.length > 0) {
    const slow = setTimeout(() => onWait("The hub has not answered yet. Still trying."), slowMilliseconds)
    const failed = await attempt(transport, waiting, firstPauseSeconds).finally(() => clearTimeout(slow))
    if (failed.length === 0) return rejected
    const refused = failed.find(({ outcome }) => outcome === "refused")
    if (refused !== undefined) throw new CommandStopped("noAnswer", `${refused.sentence} Nothing was lost.`)
    if (failed.some(isOfAnotherParty)) throw new CommandStopped("wrongUsage", reportAsCarrier)
    const settled = settle(failed, waiting)
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

function batchesOf(accesses: readonly LineAccess[]): readonly Batch[] {
  const groups = chunksWithin(accesses, limits, ({ access }) => Buffer.byteLength(JSON.stringify(access)) + 1)
  return [...groups].map((group) => ({
    accesses: group,
    event: buildEvent(trackingAccessed, { accesses: group.map(({ access }) => access) }, { id: eventIdOf(group) }),
  }))
}

/** The same accesses are the same event, also after a crash. */
const eventIdOf = (group: readonly LineAccess[]): string =>
  derivedId(trackingAccessed.name, ...group.map(({ access }) => access.accessId))

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
function settle(failed: readonly Failure[], batches: readonly Batch[]) {
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
      const kept = batch.accesses.filter((_, place) => reasonAt(place) === undefined)
      batch.accesses.forEach(({ line }, place) => {
        const reason = reasonAt(place)
        if (reason !== undefined) rejected.push({ line, reason })
      })
      waiting.push(...batchesOf(kept))
    }
  }
  return { rejected, waiting }
}
