import { dutyRequested, dutyTakenOver } from "../../../shared/base/contracts/duty-events.ts"
import { declineReasonSchema } from "../../../shared/base/contracts/words.ts"
import { count } from "../../../shared/base/platform/bilingual.ts"
import { declineInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { waitUntil } from "../replay/concurrency.ts"
import { answerLegalTests, correctFacts } from "./assess-risk.ts"
import { enterStep, hub, type StoryContext } from "./chronicle.ts"
import { deskOf } from "./desk-client.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { keepRegisters, notifyRegulators } from "./filings.ts"
import { closeOnceCounted, notifyPeople, notifyRetailer, refusesToClose } from "./notify-people.ts"
import { discharge, dutyOf, fromParty, type Participant, type Participants } from "./participants.ts"
import { alerted, publishShipments, received, reportBreach, reportOlderLog, whenAllCounted } from "./report-breach.ts"
import { inToronto } from "./story-words.ts"

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

/**
 * Waits until the hub opens the duty to supplement the report under the one law that asks for it. The retailer draws
 * the supplement, sends it and records the receipt. After that nothing is new any more, so it is drawn first.
 *
 * @param found how many lookups the carrier has reported since the report
 */
async function supplementReport(context: StoryContext, retailer: Participant, found: number): Promise<void> {
  const duties = await waitUntil("a duty to supplement the report", () => supplementsOf(retailer), {
    everyMilliseconds: 1000,
  })
  const [duty, ...others] = duties
  if (duty?.law !== supplementLaw || others.length > 0) throw new Error("A law opened a duty that it does not ask for")
  const law = lawCatalogue.find(({ id }) => id === supplementLaw)
  const section = law?.rules.find(({ kind }) => kind === "supplementReport")?.citation.section.en ?? ""
  const { counts } = await retailer.desk.view(retailer.alias)
  const until = duty.dueAt === undefined ? "" : ` by ${inToronto(duty.dueAt)}`
  enterStep(
    context,
    hub,
    `counts ${count(found, "en")} more exposures, ${count(counts.shipments, "en")} in all, and opens a duty of ${context.retailer.alias} to ` +
      `supplement its report to Québec’s commissioner${until} (${section}); no other law of the case asks for that`,
  )
  await drawInto(retailer, ({ document }) => document.startsWith("supplement-"))
  await discharge(retailer, supplementLaw, "supplementReport", {
    kind: "regulatorReceipt",
    reference: "EXAMPLE-CAI-0001-S1",
  })
  enterStep(context, context.retailer, "draws the supplement, sends it and records its receipt")
}

async function supplementsOf({ desk, alias }: Participant) {
  const { duties } = await desk.view(alias)
  const supplements = duties.filter(({ kind }) => kind === "supplementReport")
  return supplements.length === 0 ? undefined : supplements
}
