import { count } from "../../../shared/base/platform/bilingual.ts"
import { chunksOf } from "../../../shared/base/platform/chunks-of.ts"
import { usualPatienceSeconds, waitUntil } from "../replay/concurrency.ts"
import type { PartyMessage } from "../replay/deployed-exchange.ts"
import { type Reported, report, reportEntry } from "../replay/observed-walk.ts"
import { createdEntry, publishAll, whenQueuesAreEmpty } from "../replay/publish.ts"
import { enterStep, hub, type StoryContext } from "./chronicle.ts"
import type { PartyDesk } from "./desk-client.ts"
import { inToronto } from "./story-words.ts"

/**
 * The carrier finds these lookups first when it searches its log for the caller's session. They are too few for the
 * detector.
 */
const lookupsBehindReport = 3
/** The last part of the walk stands in an older log file, which the carrier searches later. */
const shareInOlderLog = 1 / 30
/** An event with 500 accesses would exceed the bus's 256 KB. */
const accessesPerEvent = 300
/** More events at once would exceed the function's timeout on a small machine. */
const eventsAtOnce = 2
const shipmentsAtOnce = 1500
export const hourMilliseconds = 3_600_000

/** The retailer publishes its parcels of the days before. */
export async function publishShipments(context: StoryContext): Promise<void> {
  const { exchange, retailer, cast, onLine } = context
  const { parcels } = cast.observed
  const createdAt = new Date(Date.now() - 72 * hourMilliseconds).toISOString()
  let recorded = 0
  for (const chunk of chunksOf(parcels, shipmentsAtOnce)) {
    const entries = chunk.map((parcel) => createdEntry(context, parcel, { createdAt, withTrackingNumber: true }))
    await publishAll(exchange, entries)
    await whenQueuesAreEmpty(exchange, usualPatienceSeconds, /RecordShipment/)
    recorded += chunk.length
    onLine(`  ${recorded} of ${parcels.length} shipments recorded`)
  }
  const inQuebec = parcels.filter(({ postalCode }) => postalCode.startsWith("H")).length
  const what = `has published ${count(parcels.length, "en")} shipments, ${count(inQuebec, "en")} of them to Québec`
  enterStep(context, retailer, what, createdAt)
}

/**
 * A customer informs the carrier. The carrier finds the session in the log of its tool, reports the breach, and reports
 * the rest of that log. Recipients looked up their own parcels at the same time.
 *
 * @returns the carrier's alias of the case, and how many shipments of the walk it has found
 */
export async function reportBreach(
  context: StoryContext,
  desk: PartyDesk,
): Promise<{ caseAlias: string; found: number }> {
  const { recent, older } = logOf(context)
  const walk = recent.filter(({ lookup }) => lookup.isWalker)
  enterWalk(context, [...walk, ...older])
  const first = new Set(walk.slice(0, lookupsBehindReport))
  const receivedAt = new Date(Date.now() - hourMilliseconds).toISOString()
  enterStep(context, desk.party, "is informed by that customer", receivedAt)
  await desk.publish(reportEntry(context, [...first], "log-0"))
  await whenQueuesAreEmpty(context.exchange)
  const { caseAlias } = await desk.open({
    finder: "finder",
    tool: `observed:${desk.party.id}`,
    receivedAt,
    evidence: { kind: "accessorToken", accessorToken: [...first][0]?.access.accessorToken ?? "" },
  })
  enterStep(context, desk.party, "finds the session in its tool’s log, and reports the breach to the hub")
  await reportLog(
    context,
    desk,
    recent.filter((one) => !first.has(one)),
  )
  enterStep(
    context,
    desk.party,
    `reports the rest of that log: ${count(recent.length, "en")} lookups, ${count(walk.length, "en")} of the customer`,
  )
  return { caseAlias, found: walk.length }
}

function enterWalk(context: StoryContext, walk: readonly Reported[]): void {
  const [from = "", ...rest] = walk.map(({ access }) => access.at)
  const until = rest.at(-1) ?? from
  const what = `looks up ${count(walk.length, "en")} order references in a row in ${context.carrier.alias}’s tracking tool, until ${inToronto(until)}`
  enterStep(context, { alias: "A customer" }, what, from)
}

/**
 * The carrier finds the end of the walk in an older log file, and reports it too.
 *
 * @returns how many lookups it found
 */
export async function reportOlderLog(context: StoryContext, desk: PartyDesk): Promise<number> {
  const { older } = logOf(context)
  await desk.publish(
    ...chunksOf(older, accessesPerEvent).map((chunk, index) => reportEntry(context, chunk, `log-older-${index}`)),
  )
  await whenQueuesAreEmpty(context.exchange, usualPatienceSeconds, /RecordAccess|OpenBreachCase/)
  enterStep(
    context,
    desk.party,
    `finds ${count(older.length, "en")} more lookups of the same session in an older log file`,
  )
  return older.length
}

/**
 * The log of the carrier's tool: the walk, which ended two hours before the run, and the recipients' lookups. The end
 * of the walk stands in an older file.
 */
function logOf(context: StoryContext): { recent: Reported[]; older: Reported[] } {
  const all = lookupsUntil(context, 2)
  const walk = all.filter(({ lookup }) => lookup.isWalker)
  const older = walk.slice(-Math.max(1, Math.round(walk.length * shareInOlderLog)))
  return { recent: all.filter((one) => !older.includes(one)), older }
}

/** What the carrier's tool answered, the last so many hours before the run. */
export function lookupsUntil(context: StoryContext, hoursBefore: number): Reported[] {
  const { lookups } = context.cast.observed
  const last = Math.max(...lookups.map(({ second }) => second))
  const startedAt = context.startedAt - hoursBefore * hourMilliseconds - last * 1000
  return lookups.map((lookup, index) => report(context, lookup, index, startedAt))
}

async function reportLog(context: StoryContext, desk: PartyDesk, reported: readonly Reported[]): Promise<void> {
  const chunks = chunksOf(reported, accessesPerEvent)
  const events = chunks.map((chunk, index) => reportEntry(context, chunk, `log-${index + 1}`))
  for (const [index, some] of chunksOf(events, eventsAtOnce).entries()) {
    await desk.publish(...some)
    await whenQueuesAreEmpty(context.exchange, usualPatienceSeconds, /RecordAccess|OpenBreachCase/)
    const recorded = (index + 1) * eventsAtOnce * accessesPerEvent
    if (index % 4 === 3 && recorded < reported.length) {
      context.onLine(`  ${recorded} of ${reported.length} lookups recorded`)
    }
  }
}

/** Waits until a party has received an event that fits. Returns the first such event. */
export function received(
  context: StoryContext,
  { party }: PartyDesk,
  detailType: string,
  fits: (message: PartyMessage) => boolean = () => true,
): Promise<PartyMessage> {
  return waitUntil(`${detailType} to reach ${party.id}`, async (seen) => {
    const received = context.inbox.of(party.id)
    seen(received.length)
    return received.find((one) => one.detailType === detailType && fits(one))
  })
}

/** Waits until a party is alerted. Returns its alias of the case. */
export async function alerted(context: StoryContext, desk: PartyDesk): Promise<string> {
  const { data } = await received(context, desk, "BreachCaseOpened")
  const alias = String(data["caseAlias"])
  enterStep(context, hub, `opens the case and alerts both parties; ${desk.party.alias} knows it as ${alias}`)
  return alias
}

/** Waits until all parties see every shipment of the walk in their case. */
export async function whenAllCounted(
  context: StoryContext,
  desks: readonly PartyDesk[],
  shipments: number,
): Promise<void> {
  let shown = 0
  await waitUntil(
    "the hub to count every exposure",
    async (seen) => {
      const counts = await Promise.all(desks.map(async (desk) => (await desk.cases())[0]?.shipments ?? 0))
      const least = seen(Math.min(...counts))
      if (least - shown >= 1000 || (least === shipments && least > shown)) {
        shown = least
        context.onLine(`  ${least} of ${shipments} exposures counted`)
      }
      return least >= shipments ? true : undefined
    },
    { everyMilliseconds: 1000 },
  )
  await whenQueuesAreEmpty(context.exchange)
}
