import type { EventEntry } from "../../shared/contracts/define-event.ts"
import { dutyDischarged } from "../../shared/contracts/duty-discharged.ts"
import { dutyRequested } from "../../shared/contracts/duty-requested.ts"
import { dutyTakenOver } from "../../shared/contracts/duty-taken-over.ts"
import { individualsNotified } from "../../shared/contracts/individuals-notified.ts"
import { measureRecorded } from "../../shared/contracts/measure-recorded.ts"
import { trackingAccessed } from "../../shared/contracts/tracking-accessed.ts"
import type { Party } from "../../shared/domain/party.ts"
import type { ExampleContext } from "./example-cast.ts"
import { DeskRefusal, deskOf, type OwnDuty, type PartyDesk } from "./example-desk.ts"
import type { PartyMessage } from "./replay-exchange.ts"
import { report } from "./replay-observed.ts"
import { waitUntil } from "./replay-read-back.ts"
import { chunksOf, createdEntry, publishAll, whenWorkedOff } from "./seed.ts"

type LawId = Party["laws"][number]

/** A party's seat at the case: its way to the desk, and the name under which it knows the case. */
export type Seat = {
  readonly desk: PartyDesk
  readonly alias: string
  readonly law: LawId
  /** What the party owes, by kind. */
  readonly duties: ReadonlyMap<string, OwnDuty>
}
/** The case as it stands when everything has been done. */
export type Played = { readonly retailer: Seat; readonly carrier: Seat }

/** So many lookups the carrier finds at once when it searches its log for the caller's session: too few for the detector. */
const lookupsBehindReport = 3
/** An event of 500 accesses would pass the bus's 256 KB; and so many events at once, a function's time on a small machine. */
const accessesPerEvent = 300
const eventsAtOnce = 2
const hourMilliseconds = 3_600_000
const growthPatienceSeconds = 300

/**
 * Plays the breach of 2018 through the interfaces that parties have: events on the bus and signed requests to the desk. The
 * walk itself ended two hours ago and a customer told the carrier an hour later; from the carrier's report on, everything
 * happens now, in minutes where it took weeks.
 *
 * @throws Error when something that must follow does not
 */
export async function playBreachOf2018(context: ExampleContext): Promise<Played> {
  const { exchange, sign, scenario } = context
  const carrierDesk = deskOf(exchange, sign, { id: context.carrier.id, kind: "carrier" })
  const retailerDesk = deskOf(exchange, sign, { id: context.retailer.id, kind: "retailer" })
  const shipments = scenario.publicRecord.ordersAccessed

  await publishShipments(context)
  const carrierAlias = await reportWhatTheFinderSaid(context, carrierDesk)
  const retailerAlias = await whenAlerted(context, retailerDesk)
  await whenCounted(context, [carrierDesk, retailerDesk], shipments)

  const carrier = await seatOf(carrierDesk, carrierAlias, context.carrier.laws)
  const retailer = await seatOf(retailerDesk, retailerAlias, context.retailer.laws)
  await assess(context, carrier, retailer)
  await settleWhoTellsPeople(context, carrier, retailer)
  await tellRegulators(context, carrier, retailer)
  await refusesToClose(context, retailer)
  await tellEverybody(context, retailer, shipments)
  await dischargeTheRest(context, carrier, retailer)
  context.onLine("the retailer closes the case")
  await closeOnceCounted(retailer)
  await whenHeard(context, carrierDesk, "BreachCaseClosed")
  await whenHeard(context, retailerDesk, "BreachCaseClosed")
  return { retailer, carrier }
}

/** The retailer's parcels of the days before, as the hub learns of them. */
async function publishShipments(context: ExampleContext): Promise<void> {
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
async function reportWhatTheFinderSaid(context: ExampleContext, desk: PartyDesk): Promise<string> {
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
function whenHeard(
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

async function whenAlerted(context: ExampleContext, desk: PartyDesk): Promise<string> {
  const { data } = await whenHeard(context, desk, "BreachCaseOpened")
  context.onLine(`${desk.partyId} is told: case ${String(data["caseAlias"])}`)
  return String(data["caseAlias"])
}

/** Waits until both parties see every shipment of the walk in their case. */
async function whenCounted(context: ExampleContext, desks: readonly PartyDesk[], shipments: number): Promise<void> {
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

/** What let it happen in 2018: the tool asked for no proof, and its references follow one another. */
const causes = ["proofNotAsked", "referencesGuessable"]

/** Both parties judge the risk, say when they determined the breach and why it could happen, and record what they did against it. */
async function assess(context: ExampleContext, carrier: Seat, retailer: Seat): Promise<void> {
  context.onLine("both assess the risk and record their measures")
  const assessment = {
    realRiskOfSignificantHarm: "yes",
    sensitivity: "high",
    probabilityOfMisuse: "low",
    consequences: "Others may learn that a person at a postal code received a parcel of a kind that most keep private.",
    reasons: ["realRisk"],
    explanation: "One person read the data and says that it was not shared; that cannot be proven.",
    assessedBy: "Privacy officer",
  }
  for (const { desk, alias } of [carrier, retailer]) {
    const at = new Date().toISOString()
    await desk.act(alias, "facts", { determinedAt: at, causes, assessment: { ...assessment, assessedAt: at } })
  }
  const measures = [
    { kind: "containment", code: "toolSuspended" },
    { kind: "containment", code: "finderAttested" },
    { kind: "containment", code: "containmentAttested" },
    { kind: "prevention", code: "proofRequired" },
  ]
  for (const measure of measures) {
    await carrier.desk.act(carrier.alias, "measures", { ...measure, at: new Date().toISOString() })
  }
  await retailer.desk.publish(
    measureRecorded.entry({
      ...fromParty(context, retailer, "measure"),
      data: {
        caseAlias: retailer.alias,
        measure: { kind: "mitigation", code: "peopleSupported", at: new Date().toISOString() },
      },
    }),
  )
}

/** The retailer asks the carrier to tell the people; the carrier declines, with a reason; the retailer takes it over. */
async function settleWhoTellsPeople(context: ExampleContext, carrier: Seat, retailer: Seat): Promise<void> {
  const { others } = await retailer.desk.view(retailer.alias)
  const theirs = others.flatMap((other) => other.duties).find(({ kind }) => kind === "tellIndividuals")
  if (theirs === undefined) throw new Error("the retailer does not see that the carrier is to tell the people")
  const duty = { dutyId: theirs.dutyId, law: theirs.law, kind: "tellIndividuals" } as const

  context.onLine(`${retailer.desk.partyId} asks ${carrier.desk.partyId} to tell the people`)
  await retailer.desk.publish(
    dutyRequested.entry({
      ...fromParty(context, retailer, "request"),
      data: { caseAlias: retailer.alias, duty, at: new Date().toISOString() },
    }),
  )
  await whenHeard(context, carrier.desk, "DutyRequested")
  const own = dutyOf(carrier, "tellIndividuals")
  await carrier.desk.act(carrier.alias, `duties/${own.dutyId}`, {
    step: { operation: "decline", reason: "requesterShouldTell" },
  })
  const { data } = await whenHeard(context, retailer.desk, "DutyDeclined")
  context.onLine(`${carrier.desk.partyId} declines (${String(data["reason"])}); ${retailer.desk.partyId} takes it over`)
  await retailer.desk.publish(
    dutyTakenOver.entry({
      ...fromParty(context, retailer, "take-over"),
      data: { caseAlias: retailer.alias, duty, reason: "declined", at: new Date().toISOString() },
    }),
  )
  await whenHeard(context, carrier.desk, "DutyTakenOver")
}

async function tellRegulators(context: ExampleContext, carrier: Seat, retailer: Seat): Promise<void> {
  context.onLine("both tell their regulators, with the report of the dossier")
  await discharge(carrier, "tellRegulator", { kind: "regulatorReceipt", reference: "EXAMPLE-OPC-0001" })
  await discharge(retailer, "tellRegulator", { kind: "regulatorReceipt", reference: "EXAMPLE-IPC-0001" })
}

/** A case in which people were told by nobody stays open, whoever wants to close it. */
async function refusesToClose(context: ExampleContext, { desk, alias }: Seat): Promise<void> {
  try {
    await desk.act(alias, "closing", { outcome: "resolved" })
  } catch (error) {
    if (!(error instanceof DeskRefusal) || !error.obstacles.includes("peopleToldByNobody")) throw error
    context.onLine(`${desk.partyId} tries to close the case; refused, because nobody has told the people`)
    return
  }
  throw new Error("the case closed although nobody had told the people")
}

/** Closes the case. Until the hub has counted what an index may have hidden from it, that is refused. */
async function closeOnceCounted({ desk, alias }: Seat): Promise<void> {
  await waitUntil(
    "the case to be counted and closed",
    async () => {
      try {
        await desk.act(alias, "closing", { outcome: "resolved" })
        return true
      } catch (error) {
        const isCounting = error instanceof DeskRefusal && error.obstacles.join() === "exposuresNotCounted"
        if (!isCounting) throw error
        return undefined
      }
    },
    { patienceSeconds: growthPatienceSeconds, everyMilliseconds: 2000 },
  )
}

/** The retailer takes its affected shipments out, writes to their addressees, and hands in the receipts, 500 at a time. */
async function tellEverybody(context: ExampleContext, seat: Seat, shipments: number): Promise<void> {
  const { desk, alias } = seat
  context.onLine(`${desk.partyId} tells the people and hands in receipts, up to 500 at a time`)
  let batches = 0
  let told = 0
  for await (const shipmentIds of desk.affectedShipments(alias)) {
    batches += 1
    await desk.publish(
      individualsNotified.entry({
        ...fromParty(context, seat, `told-${batches}`),
        data: {
          caseAlias: alias,
          method: "email",
          notifiedAt: new Date().toISOString(),
          recipients: { kind: "shipmentIds", shipmentIds },
        },
      }),
    )
    // Several at once would only wait for each other: each changes the same case.
    await whenWorkedOff(context.exchange, growthPatienceSeconds, /RunBreachDesk/)
    told += shipmentIds.length
    if (batches % 3 === 0 && told < shipments) context.onLine(`  ${told} of ${shipments} receipts taken in`)
  }
  const { notices } = await desk.view(alias)
  if (notices.told !== shipments) throw new Error(`${notices.text} although every receipt was taken in`)
  context.onLine(`  ${notices.text}`)
}

/** What is left: the notices as done, the carrier's word to the retailer, and the registers. */
async function dischargeTheRest(context: ExampleContext, carrier: Seat, retailer: Seat): Promise<void> {
  context.onLine("both hand in their last receipts")
  const told = { kind: "individualsNotified", reference: "EXAMPLE-MAILING-0001" } as const
  const taken = dutyOf(carrier, "tellIndividuals")
  await retailer.desk.publish(
    ...[
      { dutyId: taken.dutyId, law: taken.law },
      { dutyId: dutyOf(retailer, "tellIndividuals").dutyId, law: retailer.law },
    ].map((duty) =>
      dutyDischarged.entry({
        ...fromParty(context, retailer, `discharge-${duty.law}`),
        data: {
          caseAlias: retailer.alias,
          duty: { ...duty, kind: "tellIndividuals" },
          receipt: { ...told, at: new Date().toISOString() },
          at: new Date().toISOString(),
        },
      }),
    ),
  )
  for (const { dutyId } of [taken, dutyOf(retailer, "tellIndividuals")]) {
    await whenHeard(context, carrier.desk, "DutyDischarged", ({ data }) =>
      JSON.stringify(data["duty"]).includes(dutyId),
    )
  }
  await discharge(carrier, "tellOtherOrganisation", { kind: "organisationNotified", reference: "EXAMPLE-LETTER-0001" })
  await discharge(carrier, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0001" })
  await discharge(retailer, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0002" })
}

async function discharge(seat: Seat, kind: string, receipt: { kind: string; reference: string }): Promise<void> {
  const { dutyId } = dutyOf(seat, kind)
  const step = { operation: "discharge", receipt: { ...receipt, at: new Date().toISOString() } }
  await seat.desk.act(seat.alias, `duties/${dutyId}`, { step })
}

async function seatOf(desk: PartyDesk, alias: string, [law]: readonly LawId[]): Promise<Seat> {
  if (law === undefined) throw new Error("a party of the example is bound by no law")
  const { duties } = await desk.view(alias)
  return { desk, alias, law, duties: new Map(duties.map((duty) => [duty.kind, duty])) }
}

function dutyOf({ desk, duties }: Seat, kind: string): OwnDuty {
  const found = duties.get(kind)
  if (found === undefined) throw new Error(`${desk.partyId} owes no ${kind}`)
  return found
}

/** What every event of a party has in common. */
function fromParty({ exchange, run }: ExampleContext, { desk }: Seat, what: string) {
  return {
    source: `wayseal.${desk.kind}.${desk.partyId}`,
    busName: exchange.ingressBusName,
    metadata: {
      id: `${run}-${desk.partyId}-${what}`,
      occurredAt: new Date().toISOString(),
      correlationId: `${run}-${desk.partyId}`,
    },
  }
}
