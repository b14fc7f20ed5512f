import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { chunksOf, waitUntil } from "../replay/concurrency.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { PartyMessage } from "../replay/deployed-exchange.ts"
import { type Reported, report } from "../replay/observed-walk.ts"
import { createdEntry, publishAll, whenQueuesAreEmpty } from "../replay/publish.ts"
import type { PartyDesk } from "./desk-client.ts"

/**
 * The carrier finds these lookups first when it searches its log for the caller's session. They are too few for the
 * detector.
 */
const lookupsBehindReport = 3
/** An event with 500 accesses would exceed the bus's 256 KB. */
const accessesPerEvent = 300
/** More events at once would exceed the function's timeout on a small machine. */
const eventsAtOnce = 2
const shipmentsAtOnce = 1500
const hourMilliseconds = 3_600_000

export const growthPatienceSeconds = 300

/** The retailer publishes its parcels of the days before. */
export async function publishShipments(context: ReplayContext): Promise<void> {
  const { exchange, retailer, cast, onLine } = context
  const { parcels } = cast.observed
  const createdAt = new Date(Date.now() - 72 * hourMilliseconds).toISOString()
  onLine(`${retailer.id} publishes ${parcels.length} shipments`)
  let recorded = 0
  for (const chunk of chunksOf(parcels, shipmentsAtOnce)) {
    const entries = chunk.map((parcel) => createdEntry(context, parcel, { createdAt, withTrackingNumber: false }))
    await publishAll(exchange, entries)
    await whenQueuesAreEmpty(exchange, growthPatienceSeconds, /RecordShipment/)
    recorded += chunk.length
    onLine(`  ${recorded} of ${parcels.length} recorded`)
  }
}

/**
 * A customer informs the carrier. The carrier finds the session in the log of its tool, reports the breach, and reports
 * the rest of the log. Recipients looked up their own parcels at the same time.
 *
 * @returns the carrier's alias of the case
 */
export async function reportBreach(context: ReplayContext, desk: PartyDesk): Promise<string> {
  const reported = logOf(context)
  const walk = reported.filter(({ lookup }) => lookup.isWalker)
  const first = new Set(walk.slice(0, lookupsBehindReport))
  context.onLine(
    `A customer informs ${desk.party.id}, which finds the session in its tool's log and reports the breach to the hub`,
  )
  await desk.publish(logEntry(context, [...first], 0))
  await whenQueuesAreEmpty(context.exchange, 60)
  const { caseAlias } = await desk.open({
    finder: "finder",
    tool: `observed:${desk.party.id}`,
    receivedAt: new Date(Date.now() - hourMilliseconds).toISOString(),
    evidence: { kind: "accessorToken", accessorToken: [...first][0]?.access.accessorToken ?? "" },
  })
  context.onLine(
    `${desk.party.id} reports its whole log: ${reported.length} lookups, ${walk.length} of them the customer's`,
  )
  const rest = reported.filter((one) => !first.has(one))
  await reportLog(context, desk, rest)
  return caseAlias
}

/** The log of the carrier's tool: the walk, which ended two hours ago, and the recipients' lookups. */
function logOf(context: ReplayContext): Reported[] {
  const { lookups } = context.cast.observed
  const last = Math.max(...lookups.map(({ second }) => second))
  const startedAt = Date.now() - 2 * hourMilliseconds - last * 1000
  return lookups.map((lookup, index) => report(context, lookup, index, startedAt))
}

function logEntry({ exchange, carrier, run }: ReplayContext, reported: readonly Reported[], place: number): EventEntry {
  return trackingAccessed.entry({
    source: eventSource(carrier),
    busName: exchange.ingressBusName,
    data: { accesses: reported.map(({ access }) => access) },
    metadata: { id: `${run}-log-${place}`, occurredAt: new Date().toISOString(), correlationId: `${run}-log` },
  })
}

async function reportLog(context: ReplayContext, desk: PartyDesk, reported: readonly Reported[]): Promise<void> {
  const chunks = chunksOf(reported, accessesPerEvent)
  const events = chunks.map((chunk, index) => logEntry(context, chunk, index + 1))
  for (const [index, some] of chunksOf(events, eventsAtOnce).entries()) {
    await desk.publish(...some)
    await whenQueuesAreEmpty(context.exchange, growthPatienceSeconds, /RecordAccess|OpenBreachCase/)
    const recorded = (index + 1) * eventsAtOnce * accessesPerEvent
    if (index % 4 === 3 && recorded < reported.length) {
      context.onLine(`  ${recorded} of ${reported.length} lookups recorded`)
    }
  }
}

/** Waits until a party has received an event that fits. Returns the first such event. */
export function received(
  context: ReplayContext,
  { party }: PartyDesk,
  detailType: string,
  fits: (message: PartyMessage) => boolean = () => true,
): Promise<PartyMessage> {
  return waitUntil(
    `${detailType} to reach ${party.id}`,
    async () => context.inbox.of(party.id).find((one) => one.detailType === detailType && fits(one)),
    { patienceSeconds: 90 },
  )
}

/** Waits until a party is alerted. Returns its alias of the case. */
export async function alerted(context: ReplayContext, desk: PartyDesk): Promise<string> {
  const { data } = await received(context, desk, "BreachCaseOpened")
  const alias = String(data["caseAlias"])
  context.onLine(`${desk.party.id} is alerted; it knows the case as ${alias}`)
  return alias
}

/** Waits until all parties see every shipment of the walk in their case. */
export async function whenAllCounted(
  context: ReplayContext,
  desks: readonly PartyDesk[],
  shipments: number,
): Promise<void> {
  let shown = 0
  await waitUntil(
    "the hub to count every exposure",
    async () => {
      const counts = await Promise.all(desks.map(async (desk) => (await desk.cases())[0]?.shipments ?? 0))
      const least = Math.min(...counts)
      if (least - shown >= 1000 || (least === shipments && least > shown)) {
        shown = least
        context.onLine(`  ${least} of ${shipments} exposures counted`)
      }
      return least >= shipments ? true : undefined
    },
    { patienceSeconds: growthPatienceSeconds, everyMilliseconds: 1000 },
  )
  await whenQueuesAreEmpty(context.exchange, growthPatienceSeconds)
}
