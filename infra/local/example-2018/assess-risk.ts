import { measureRecorded } from "../../../shared/base/contracts/measure-recorded.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import type { SentTo } from "./desk-client.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { dutyOf, fromParty, type Participant, type Participants } from "./participants.ts"
import { inToronto } from "./story-words.ts"

/** Why it could happen in 2018: the tool asked for no proof, and its references follow one another. */
export const causes: NonNullable<StatedFacts["causes"]> = ["proofNotAsked", "referencesGuessable"]

type StatedFacts = SentTo<"facts">
/** The answer to a legal test. The factors are those that the case lists. */
type Judgement = Omit<NonNullable<StatedFacts["assessment"]>, "law" | "test" | "factors" | "assessedAt">

/** How each factor is weighed, whichever law names it. */
const levels: Readonly<Record<string, "low" | "medium" | "high">> = {
  sensitivity: "high",
  probabilityOfMisuse: "low",
  anticipatedConsequences: "medium",
  harm: "medium",
  stepsOfTheIndividual: "medium",
  guidance: "medium",
}

const risk: Judgement = {
  met: "yes",
  reasons: ["realRisk"],
  consequences: "Others may learn that a person at a postal code received a parcel of a kind that most keep private.",
  explanation: "One person read the data and says that it was not shared. That cannot be proven.",
  assessedBy: "Privacy officer",
}

/** The same for a commissioner who reads French. The law asks to consult the person in charge (s. 3.7). */
const riskInQuebec: Judgement = {
  ...risk,
  consequences: "D’autres pourraient apprendre qu’une personne à un code postal a reçu un colis d’un genre privé.",
  explanation: "Une personne a lu les données et dit ne pas les avoir transmises. Cela ne peut être prouvé.",
  assessedBy: "Responsable de la protection des renseignements personnels",
}

/** What the carrier answers first. */
const noRisk: Judgement = {
  met: "no",
  reasons: ["noRealRisk", "recoveredBeforeUse"],
  explanation: "The finder says that the data was deleted and shared with nobody else.",
  assessedBy: "Privacy officer",
}

/** What the report under the Privacy Act asks, and only the carrier can say. */
const details = {
  safeguards: "The tool limited how fast one network could look up. It asked for no proof of who was looking.",
  relationships: "Green Parcels Inc. ships with us under a contract. Affected are the people who received its parcels.",
  location: "Ottawa, Ontario. The tool could be reached from anywhere.",
  informationBanks: "None: delivery records are in no personal information bank.",
}

const carrierMeasures: readonly Omit<SentTo<"measures">, "at">[] = [
  { kind: "containment", code: "toolSuspended" },
  { kind: "containment", code: "finderAttested" },
  { kind: "containment", code: "containmentAttested" },
  { kind: "prevention", code: "proofRequired" },
]

/**
 * Both parties answer the legal tests of their laws, each with the factors that its law names, state when they
 * determined the breach and why it could happen, and record measures. Two of these statements are wrong.
 */
export async function answerLegalTests(context: StoryContext, participants: Participants): Promise<void> {
  const { carrier, retailer } = participants
  const now = new Date().toISOString()
  await answer(carrier, () => noRisk, { determinedAt: now, causes, details })
  enterStep(context, context.carrier, "answers the test of the Privacy Act with no: it expects no real risk")
  // The retailer enters the time at which the finder called the carrier instead of its own determination.
  const { finder } = await retailer.desk.view(retailer.alias)
  await answer(retailer, riskUnder, { determinedAt: finder?.receivedAt ?? now, causes })
  enterStep(context, context.retailer, "answers the tests of Ontario and of Québec with yes, each with its own factors")
  await recordMeasures(context, participants)
  await drawInto(carrier, ({ kind }) => kind === "registerEntry")
  await drawInto(retailer, ({ kind }) => kind === "regulatorReport")
  enterStep(context, context.carrier, `draws its register entry, and ${context.retailer.alias} its two reports`)
}

/** Each law has factors of its own. */
export const riskUnder = (law: string): Judgement => (law === supplementLaw ? riskInQuebec : risk)

/** Answers every test that the laws of a party ask, with the factors that the case lists. */
export async function answer(
  { desk, alias }: Participant,
  said: (law: string) => Judgement,
  stated: StatedFacts,
): Promise<void> {
  const { questions } = await desk.view(alias)
  for (const { law, test, factors } of questions) {
    const weighed = factors.map(({ code }) => ({ factor: code, level: levels[code] ?? "medium" }))
    const assessment = { law, test, factors: weighed, ...said(law), assessedAt: new Date().toISOString() }
    await desk.state(alias, { ...stated, assessment })
  }
}

async function recordMeasures(context: StoryContext, { carrier, retailer }: Participants): Promise<void> {
  for (const measure of carrierMeasures) {
    await carrier.desk.measure(carrier.alias, { ...measure, at: new Date().toISOString() })
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
  enterStep(
    context,
    context.carrier,
    "closes its tool, attests that the breach is contained, and asks for proof from now on",
  )
}

/**
 * The carrier corrects a wrong answer, which opens two duties again. The retailer corrects a wrong time, from which
 * due times are counted. Everything that either had drawn is superseded.
 *
 * @throws Error when a document that was made from a wrong fact is not superseded
 */
export async function correctFacts(context: StoryContext, { carrier, retailer }: Participants): Promise<void> {
  const settled = await dutyOf(carrier, "ca-privacy-act", "tellRegulator")
  await answer(carrier, riskUnder, {})
  const opened = await dutyOf(carrier, "ca-privacy-act", "tellRegulator")
  if (settled.state !== "notOwed" || opened.state !== "open") throw new Error("The corrected answer opened no duty")
  enterStep(
    context,
    context.carrier,
    `corrects its no to yes: its duties to notify open again${await superseded(carrier)}`,
  )

  const due = async (law: string) => (await dutyOf(retailer, law, "tellRegulator")).dueAt ?? ""
  const before = await due("ca-on-fippa")
  await retailer.desk.state(retailer.alias, { determinedAt: new Date().toISOString() })
  const moved = `from ${inToronto(before)} to ${inToronto(await due("ca-on-fippa"))}`
  const law = lawCatalogue.find(({ id }) => id === "ca-on-fippa")?.shortName.en
  enterStep(
    context,
    context.retailer,
    `corrects when it determined the breach: under ${law} its due times move ${moved}${await superseded(retailer)}`,
  )
}

/** Says how many documents are superseded. @throws Error when one is not */
async function superseded({ desk, alias, drawn }: Participant): Promise<string> {
  for (const { files, name } of drawn) {
    for (const { documentId } of files) {
      if (!(await desk.isSuperseded(alias, documentId))) throw new Error(`${name} is not superseded`)
    }
  }
  return drawn.length === 1 ? "; 1 document is superseded" : `; ${drawn.length} documents are superseded`
}
