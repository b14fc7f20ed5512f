import { dutyRequested, dutyTakenOver } from "../../../shared/base/contracts/duty-events.ts"
import { declineReasonSchema } from "../../../shared/base/contracts/words.ts"
import { declineInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { answerLegalTests, correctFacts } from "./assess-risk.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import { deskOf } from "./desk-client.ts"
import { keepRegisters, notifyRegulators } from "./filings.ts"
import { closeOnceCounted, notifyPeople, notifyRetailer, refusesToClose } from "./notify-people.ts"
import { dutyOf, fromParty, type Participant, type Participants } from "./participants.ts"
import { alerted, publishShipments, received, reportBreach, reportOlderLog, whenAllCounted } from "./report-breach.ts"
import { supplementReport } from "./supplement-report.ts"

/**
 * Plays the breach of 2018 through the interfaces that parties have: events on the bus and signed requests to the desk.
 * The walk ended two hours ago, and a customer informed the carrier an hour ago. Everything from
 * the carrier's report on happens now, in minutes instead of weeks.
 *
 * @throws Error when something that has to follow does not
 */
export async function playBreachOf2018(context: StoryContext): Promise<Participants> {
  const participants = await openCase(context)
  const { carrier, retailer } = participants
  await answerLegalTests(context, participants)
  await correctFacts(context, participants)
  await agreeWhoNotifies(context, participants)
  for (const participant of [carrier, retailer]) await notifyRegulators(context, participant)
  const found = await reportOlderLog(context, carrier.desk)
  await whenAllCounted(context, [carrier.desk, retailer.desk], context.scenario.publicRecord.ordersAccessed)
  await supplementReport(context, retailer, found)
  await refusesToClose(context, retailer)
  await notifyPeople(context, participants)
  await notifyRetailer(context, carrier)
  for (const participant of [carrier, retailer]) await keepRegisters(participant)
  enterStep(context, context.carrier, `and ${context.retailer.alias} enter the breach in their registers`)
  await closeOnceCounted(retailer)
  for (const { desk } of [carrier, retailer]) await received(context, desk, "BreachCaseClosed")
  enterStep(context, retailer.desk.party, "closes the case: everybody is notified, and nothing is owed any more")
  return participants
}

/** From the walk to two parties that see every shipment of it which the carrier has found so far. */
async function openCase(context: StoryContext): Promise<Participants> {
  const participantOf = (desk: Participant["desk"], alias: string): Participant => ({ desk, alias, drawn: [] })
  const [carrierDesk, retailerDesk] = [deskOf(context, context.carrier), deskOf(context, context.retailer)]
  await publishShipments(context)
  const { caseAlias, found } = await reportBreach(context, carrierDesk)
  const retailerAlias = await alerted(context, retailerDesk)
  await whenAllCounted(context, [carrierDesk, retailerDesk], found)
  return { carrier: participantOf(carrierDesk, caseAlias), retailer: participantOf(retailerDesk, retailerAlias) }
}

/**
 * The retailer asks the carrier to notify the people. The carrier declines with a reason. The retailer takes the duty
 * over.
 */
async function agreeWhoNotifies(context: StoryContext, { carrier, retailer }: Participants): Promise<void> {
  const { others } = await retailer.desk.view(retailer.alias)
  const theirs = others.flatMap((other) => other.duties).find(({ kind }) => kind === "tellIndividuals")
  if (theirs === undefined) throw new Error("The retailer does not see the carrier's duty to notify the people")
  const duty = { dutyId: theirs.dutyId, law: theirs.law, kind: "tellIndividuals" } as const

  enterStep(context, context.retailer, `asks ${context.carrier.alias} to notify the people`)
  await retailer.desk.publish(
    dutyRequested.entry({
      ...fromParty(context, retailer, "request"),
      data: { caseAlias: retailer.alias, duty, at: new Date().toISOString() },
    }),
  )
  await received(context, carrier.desk, "DutyRequested")
  const own = await dutyOf(carrier, theirs.law, "tellIndividuals")
  await carrier.desk.act(carrier.alias, own.dutyId, { step: { operation: "decline", reason: "requesterShouldTell" } })
  const { data } = await received(context, retailer.desk, "DutyDeclined")
  const reason = declineInWords(declineReasonSchema.parse(data["reason"]), "en")
  enterStep(context, context.carrier, `declines: ${reason}`)
  await retailer.desk.publish(
    dutyTakenOver.entry({
      ...fromParty(context, retailer, "take-over"),
      data: { caseAlias: retailer.alias, duty, reason: "declined", at: new Date().toISOString() },
    }),
  )
  await received(context, carrier.desk, "DutyTakenOver")
  enterStep(context, context.retailer, "takes the duty over")
}
