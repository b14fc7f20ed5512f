import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import type { PartyMessage } from "../replay/deployed-exchange.ts"
import { report } from "../replay/observed-walk.ts"
import { chunksOf, createdEntry, publishAll, whenWorkedOff } from "../replay/publish.ts"
import { waitUntil } from "../replay/read-back.ts"
import type { PartyDesk } from "./desk-client.ts"
import type { ExampleContext } from "./prepare.ts"

/** So many lookups the carrier finds at once when it searches its log for the caller's session: too few for the detector. */
const lookupsBehindReport = 3

/** An event of 500 accesses would pass the bus's 256 KB; and so many events at once, a function's time on a small machine. */
const accessesPerEvent = 300

const eventsAtOnce = 2

const hourMilliseconds = 3_600_000

export const growthPatienceSeconds = 300

/** The retailer's parcels of the days before, as the hub learns of them. */
export async function publishShipments(context: ExampleContext): Promise<void> {
  const { exchange, scenario, cast, onLine } = context
  const { parcels } = cast.observed
  const createdAt = new Date(Date.now() - 72 * hourMilliseconds).toISOString()
  onLine(`${scenario.cast.retailer} publishes ${parcels.length} shipments`)
  for (const [done, chunk] of chunksOf(parcels, 1500).entries()) {
    const entries = chunk.map((parcel) =>
      createdEntry(exchange, scenario.cast, parcel, { createdAt, withTrackingNumber: false }),
    )
    await publishAll(exchange, entries)
    await whenWorkedOff(exchange, growthPatienceSeconds, /RecordShipment/)
    onLine(`  ${Math.min(parcels.length, (done + 1) * 1500)} of ${parcels.length} recorded`)
  }
}

/**
 * A customer tells the carrier. The carrier finds the session in the log of its tool, reports the breach with it, and hands in
 * the rest of the log. Recipients looked at their own parcels all the while.
 */
export async function reportWhatTheFinderSaid(context: ExampleContext, desk: PartyDesk): Promise<string> {
  const { cast, exchange, onLine, run } = context
  const { lookups } = cast.observed
  const last = Math.max(...lookups.map(({ second }) => second))
  const startedAt = Date.now() - 2 * hourMilliseconds - last * 1000
  const reported = lookups.map((lookup, index) => report(context, lookup, index, startedAt))
  const walk = reported.filter(({ lookup }) => lookup.isWalker)
  const first = new Set(walk.slice(0, lookupsBehindReport))
  const batch = (accesses: readonly (typeof reported)[number][], place: number): EventEntry => {
    const at = new Date().toISOString()
    return trackingAccessed.entry({
      source: `wayseal.carrier.${desk.partyId}`,
      busName: exchange.ingressBusName,
      data: { accesses: accesses.map(({ access }) => access) },
      metadata: { id: `${run}-log-${place}`, occurredAt: at, correlationId: `${run}-log` },
    })
  }

  onLine(`a customer tells ${desk.partyId}; it finds the session in its tool's log and reports the breach`)
  await desk.publish(batch([...first], 0))
  await whenWorkedOff(exchange, 60)
  const token = [...first][0]?.access.accessorToken ?? ""
  const { caseAlias } = await desk.open({
    finder: "finder",
    tool: `observed:${desk.partyId}`,
    receivedAt: new Date(Date.now() - hourMilliseconds).toISOString(),
    evidence: { kind: "accessorToken", accessorToken: token },
  })
  const rest = chunksOf(
    reported.filter((one) => !first.has(one)),
    accessesPerEvent,
  )
  onLine(`${desk.partyId} hands in its log: ${reported.length} lookups, ${walk.length} of them the caller's`)
  const events = rest.map((accesses, place) => batch(accesses, place + 1))
  for (const [done, some] of chunksOf(events, eventsAtOnce).entries()) {
    await desk.publish(...some)
    await whenWorkedOff(exchange, growthPatienceSeconds, /RecordAccess|OpenBreachCase/)
    if (done % 4 === 3)
      onLine(`  ${(done + 1) * eventsAtOnce * accessesPerEvent} of ${reported.length} lookups taken in`)
  }
  return caseAlias
}

/** What a party heard from the hub: the first message of a type that fits. */
export function whenHeard(
  context: ExampleContext,
  desk: PartyDesk,
  detailType: string,
  fits: (message: PartyMessage) => boolean = () => true,
): Promise<PartyMessage> {
  return waitUntil(
    `${detailType} to ${desk.partyId}`,
    async () => context.inbox.of(desk.partyId).find((one) => one.detailType === detailType && fits(one)),
    { patienceSeconds: 90 },
  )
}

export async function whenAlerted(context: ExampleContext, desk: PartyDesk): Promise<string> {
  const { data } = await whenHeard(context, desk, "BreachCaseOpened")
  context.onLine(`${desk.partyId} is told: case ${String(data["caseAlias"])}`)
  return String(data["caseAlias"])
}

/** Waits until both parties see every shipment of the walk in their case. */
export async function whenCounted(
  context: ExampleContext,
  desks: readonly PartyDesk[],
  shipments: number,
): Promise<void> {
  let shown = 0
  await waitUntil(
    "every exposure to be counted",
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
  await whenWorkedOff(context.exchange, growthPatienceSeconds)
}
