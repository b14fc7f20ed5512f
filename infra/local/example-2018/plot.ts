import { dutyRequested, dutyTakenOver } from "../../../shared/contracts/duty-events.ts"
import { measureRecorded } from "../../../shared/contracts/measure-recorded.ts"
import { deskOf } from "./desk-client.ts"
import { closeOnceCounted, dischargeTheRest, refusesToClose, tellEverybody } from "./plot-notices.ts"
import { publishShipments, reportWhatTheFinderSaid, whenAlerted, whenCounted, whenHeard } from "./plot-report.ts"
import type { ExampleContext } from "./prepare.ts"
import { discharge, dutyOf, fromParty, type Seat, seatOf } from "./seats.ts"

/** The case as it stands when everything has been done. */
export type Played = { readonly retailer: Seat; readonly carrier: Seat }

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
