import { count } from "../../../shared/base/platform/bilingual.ts"
import { waitUntil } from "../replay/concurrency.ts"
import { answer, causes, riskUnder } from "./assess-risk.ts"
import { enterStep, hub, type StoryContext } from "./chronicle.ts"
import { deskOf } from "./desk-client.ts"
import { drawInto } from "./drawn-documents.ts"
import { filingsOf, keepRegisters, notifyRegulators } from "./filings.ts"
import { nameCarrier } from "./name-carrier.ts"
import { closeOnceCounted, handInReceipts, refusesToClose } from "./notify-people.ts"
import { discharge, dischargedBy, type Participant } from "./participants.ts"
import { publishShipments, received } from "./report-breach.ts"
import { askedAt, importList, reportFinding } from "./report-finding.ts"

/**
 * Plays the breach of 2018 as the retailer meets it alone: its carrier never joins, reports and answers nothing. The
 * walk ended more than a day before the run, and the retailer asked the carrier then. Everything from the retailer's
 * report on happens now.
 *
 * @throws Error when something that has to follow does not
 */
export async function playBreachAlone(context: StoryContext): Promise<Participant> {
  const desk = deskOf(context, context.retailer)
  await nameCarrier(context)
  await publishShipments(context)
  const alias = await reportFinding(context, desk)
  const retailer: Participant = { desk, alias, drawn: [] }
  await importList(context, desk, alias)
  await answer(retailer, riskUnder, { determinedAt: new Date().toISOString(), causes })
  enterStep(context, desk.party, "answers the tests of Ontario and of Québec with yes, each with its own factors")
  await recordMeasures(context, retailer)
  await askInVain(context, retailer)
  await takeOver(context, retailer)
  await notifyRegulators(context, retailer)
  await refusesToClose(context, retailer)
  await notifyPeople(context, retailer)
  await closeAlone(context, retailer)
  return retailer
}

/** Nobody else attests that it has ended, so the retailer tries the tool. */
async function recordMeasures(context: StoryContext, { desk, alias }: Participant): Promise<void> {
  const now = () => new Date().toISOString()
  await desk.measure(alias, { kind: "containment", code: "containmentAttested", at: now() })
  await desk.measure(alias, { kind: "prevention", code: "referencesReissued", at: now() })
  const tried = "has tried the tool, attests that it no longer answers, and numbers its orders anew"
  enterStep(context, desk.party, tried)
}

/** The retailer asks for each duty of the carrier. A day has passed since, so each request is unanswered. */
async function askInVain(context: StoryContext, retailer: Participant): Promise<void> {
  const { desk, alias } = retailer
  const { others } = await desk.view(alias)
  const at = askedAt(context)
  const duties = others.flatMap((other) => other.duties)
  for (const { dutyId } of duties) await desk.act(alias, dutyId, { step: { operation: "request" }, at })
  const asked = `asked ${context.carrier.alias} for its ${count(duties.length, "en")} duties: to tell the retailer, the people and the regulator, and to keep a record`
  enterStep(context, desk.party, asked, at)
  // One when the case opened, and one for each duty.
  const letters = await lettersSent(retailer, duties.length + 1)
  enterStep(context, hub, `writes ${count(letters, "en")} letters to ${context.carrier.alias}, which opens none`)
  for (const { dutyId } of duties) {
    await received(context, desk, "DutyUnanswered", ({ data }) => JSON.stringify(data["duty"]).includes(dutyId))
  }
  enterStep(context, hub, `notes that ${context.carrier.alias} answered none of them within a day`)
}

/** Waits until the retailer's timeline has so many letters. @returns how many it has */
function lettersSent({ desk, alias }: Participant, wanted: number): Promise<number> {
  return waitUntil(
    "the letters to be sent",
    async (seen) => {
      const { entries } = await desk.timeline(alias)
      const sent = entries.filter((entry) => "type" in entry && entry.type === "LetterSent").length
      return seen(sent) < wanted ? undefined : sent
    },
    { everyMilliseconds: 1000 },
  )
}

/** The retailer takes over the duty to notify the people. What else the carrier owes stays unanswered, on record. */
async function takeOver(context: StoryContext, retailer: Participant): Promise<void> {
  const { desk, alias } = retailer
  await desk.act(alias, await carriersNotice(retailer), { step: { operation: "takeOver" } })
  enterStep(context, desk.party, "takes over the carrier’s duty to notify the people")
}

/** The id of the carrier's duty to notify the people, as the retailer sees it. */
async function carriersNotice({ desk, alias }: Participant): Promise<string> {
  const { others } = await desk.view(alias)
  const found = others.flatMap(({ duties }) => duties).find(({ kind }) => kind === "tellIndividuals")
  if (found === undefined) throw new Error("The retailer does not see the carrier's duty to notify the people")
  return found.dutyId
}

/** That does the retailer's own duties to notify people, and the one that it took over. */
async function notifyPeople(context: StoryContext, retailer: Participant): Promise<void> {
  const { desk, alias } = retailer
  await drawInto(retailer, ({ kind, addressee }) => kind === "notice" && addressee === undefined)
  await handInReceipts(context, retailer)
  const { notices } = await desk.view(alias)
  const receipt = { kind: "individualsNotified", reference: "EXAMPLE-MAILING-0001" } as const
  for (const { law } of filingsOf(retailer).under) await discharge(retailer, law, "tellIndividuals", receipt)
  await desk.act(alias, await carriersNotice(retailer), dischargedBy(receipt))
  enterStep(context, desk.party, `writes to the people in English and French: ${notices.text}`)
}

/** The retailer makes its entries, and closes the case without the carrier. */
async function closeAlone(context: StoryContext, retailer: Participant): Promise<void> {
  const { desk } = retailer
  await keepRegisters(retailer)
  enterStep(context, desk.party, "enters the breach in its registers")
  await closeOnceCounted(retailer)
  await received(context, desk, "BreachCaseClosed")
  enterStep(context, desk.party, "closes the case. That the carrier answered nothing stays in its timeline")
}
