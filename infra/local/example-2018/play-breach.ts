import { dutyRequested, dutyTakenOver } from "../../../shared/contracts/duty-events.ts"
import { measureRecorded } from "../../../shared/contracts/measure-recorded.ts"
import type { ReplayContext } from "../replay/context.ts"
import { deskOf } from "./desk-client.ts"
import { closeOnceCounted, dischargeTheRest, notifyPeople, refusesToClose } from "./notify-people.ts"
import { discharge, dutyOf, fromParty, type Participants, participantOf } from "./participants.ts"
import { alerted, publishShipments, received, reportBreach, whenAllCounted } from "./report-breach.ts"

/**
 * Plays the breach of 2018 through the interfaces that parties have: events on the bus and signed requests to the desk.
 * The walk ended two hours ago, and a customer informed the carrier an hour ago. Everything from
 * the carrier's report on happens now, in minutes instead of weeks.
 *
 * @throws Error when something that has to follow does not
 */
export async function playBreachOf2018(context: ReplayContext): Promise<Participants> {
  const carrierDesk = deskOf(context, context.carrier)
  const retailerDesk = deskOf(context, context.retailer)
  const shipments = context.scenario.publicRecord.ordersAccessed

  await publishShipments(context)
  const carrierAlias = await reportBreach(context, carrierDesk)
  const retailerAlias = await alerted(context, retailerDesk)
  await whenAllCounted(context, [carrierDesk, retailerDesk], shipments)

  const carrier = await participantOf(carrierDesk, carrierAlias)
  const retailer = await participantOf(retailerDesk, retailerAlias)
  const participants = { carrier, retailer }
  await assess(context, participants)
  await agreeWhoNotifies(context, participants)
  await notifyRegulators(context, participants)
  await refusesToClose(context, retailer)
  await notifyPeople(context, retailer, shipments)
  await dischargeTheRest(context, participants)
  context.onLine(`${context.retailer.id} closes the case`)
  await closeOnceCounted(retailer)
  for (const desk of [carrierDesk, retailerDesk]) await received(context, desk, "BreachCaseClosed")
  return participants
}

/** Why it could happen in 2018: the tool asked for no proof, and its references follow one another. */
const causes = ["proofNotAsked", "referencesGuessable"]

/** Each party answers the question that its own law asks. */
const carriersTest = { law: "ca-privacy-act", test: "materialPrivacyBreach" }
const retailersTest = { law: "ca-on-fippa", test: "realRiskOfSignificantHarm" }

const assessment = {
  met: "yes",
  factors: [
    { factor: "sensitivity", level: "high" },
    { factor: "probabilityOfMisuse", level: "low" },
    { factor: "harm", level: "medium" },
    { factor: "stepsOfTheIndividual", level: "medium" },
    { factor: "guidance", level: "medium" },
  ],
  consequences: "Others may learn that a person at a postal code received a parcel of a kind that most keep private.",
  reasons: ["realRisk"],
  explanation: "One person read the data and says that it was not shared. That cannot be proven.",
  assessedBy: "Privacy officer",
}

const carrierMeasures = [
  { kind: "containment", code: "toolSuspended" },
  { kind: "containment", code: "finderAttested" },
  { kind: "containment", code: "containmentAttested" },
  { kind: "prevention", code: "proofRequired" },
]

/** Both parties assess the risk, state when they determined the breach and why it could happen, and record measures. */
async function assess(context: ReplayContext, { carrier, retailer }: Participants): Promise<void> {
  context.onLine("Both parties assess the risk and record their measures")
  for (const [{ desk, alias }, test] of [
    [carrier, carriersTest],
    [retailer, retailersTest],
  ] as const) {
    const at = new Date().toISOString()
    const answer = { ...assessment, ...test, assessedAt: at }
    await desk.act(alias, "facts", { determinedAt: at, causes, assessment: answer })
  }
  for (const measure of carrierMeasures) {
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

/**
 * The retailer asks the carrier to notify the people. The carrier declines with a reason. The retailer takes the duty
 * over.
 */
async function agreeWhoNotifies(context: ReplayContext, { carrier, retailer }: Participants): Promise<void> {
  const { others } = await retailer.desk.view(retailer.alias)
  const theirs = others.flatMap((other) => other.duties).find(({ kind }) => kind === "tellIndividuals")
  if (theirs === undefined) throw new Error("The retailer does not see the carrier's duty to notify the people")
  const duty = { dutyId: theirs.dutyId, law: theirs.law, kind: "tellIndividuals" } as const
  const [retailerId, carrierId] = [context.retailer.id, context.carrier.id]

  context.onLine(`${retailerId} asks ${carrierId} to notify the people`)
  await retailer.desk.publish(
    dutyRequested.entry({
      ...fromParty(context, retailer, "request"),
      data: { caseAlias: retailer.alias, duty, at: new Date().toISOString() },
    }),
  )
  await received(context, carrier.desk, "DutyRequested")
  const own = dutyOf(carrier, "tellIndividuals")
  const decline = { operation: "decline", reason: "requesterShouldTell" }
  await carrier.desk.act(carrier.alias, `duties/${own.dutyId}`, { step: decline })
  const { data } = await received(context, retailer.desk, "DutyDeclined")
  context.onLine(`${carrierId} declines (${String(data["reason"])}), and ${retailerId} takes the duty over`)
  await retailer.desk.publish(
    dutyTakenOver.entry({
      ...fromParty(context, retailer, "take-over"),
      data: { caseAlias: retailer.alias, duty, reason: "declined", at: new Date().toISOString() },
    }),
  )
  await received(context, carrier.desk, "DutyTakenOver")
}

async function notifyRegulators(context: ReplayContext, { carrier, retailer }: Participants): Promise<void> {
  context.onLine("Both parties notify their regulators, with the report from the dossier")
  await discharge(carrier, "tellRegulator", { kind: "regulatorReceipt", reference: "EXAMPLE-OPC-0001" })
  await discharge(retailer, "tellRegulator", { kind: "regulatorReceipt", reference: "EXAMPLE-IPC-0001" })
}
