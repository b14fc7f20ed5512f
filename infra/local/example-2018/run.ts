import { prepareReplay, type ReplayOptions } from "../replay/context.ts"
import { type Scenario, scenario2018 } from "../replay/scenario.ts"
import { checkEvidence, receivedHeads } from "./check-evidence.ts"
import type { StoryContext } from "./chronicle.ts"
import { fileDocuments, fileIndex } from "./document-folder.ts"
import type { IndexedParty } from "./folder-index.ts"
import { carrierThatNeverJoins } from "./name-carrier.ts"
import type { Participant } from "./participants.ts"
import { playBreachAlone } from "./play-alone.ts"
import { playBreachOf2018 } from "./play-breach.ts"
import { type Side, storyOf } from "./story.ts"

/** The retailer of 2018 delivered in Ontario alone. */
const shareInQuebec = 1 / 30

/**
 * The scenario with another number of shipments, and the rest in proportion. The hub knows all of them, so that a
 * receipt can name each one.
 */
function scenarioOfSize(shipments: number): Scenario {
  const { publicRecord, assumed } = scenario2018
  const observedRecipients = Math.round((assumed.observedRecipients * shipments) / publicRecord.ordersAccessed)
  return {
    ...scenario2018,
    publicRecord: { ...publicRecord, ordersAccessed: shipments },
    assumed: {
      ...assumed,
      shareInQuebec,
      ordersKnownToTheHub: shipments,
      observedRecipients,
      recipientsOnWalkersNetwork: Math.min(assumed.recipientsOnWalkersNetwork, observedRecipients),
    },
  }
}

/** The outcome in figures, as a story for people, and as each party sees it: the retailer first. */
export type ExampleOutcome = Awaited<ReturnType<typeof runExample2018>>

export type ExampleOptions = Omit<ReplayOptions, "scenario"> & {
  /** Where the documents are written. Made if it is not there. */
  readonly folder: string
  /** How many shipments are walked; those of the public record when absent. */
  readonly shipments?: number
  /** Which of the two tellings; by default the one in which the carrier takes part. */
  readonly telling?: Telling
}

/** The two ways in which the breach is told: with a carrier that takes part, and with one that never joins. */
export type Telling = "together" | "alone"

/**
 * Plays the breach of 2018 on a deployed exchange, reads the outcome, and writes the parties' documents.
 *
 * @throws Error when the case does not close
 */
export async function runExample2018(options: ExampleOptions) {
  const { folder, shipments = scenario2018.publicRecord.ordersAccessed, telling = "together", ...others } = options
  const replay = prepareReplay({ ...others, isAlone: true, scenario: scenarioOfSize(shipments) })
  const context: StoryContext = { ...replay, steps: [], startedAt: Date.now() }
  try {
    const participants = await play(context, telling)
    context.onLine("Checking what proves it, and writing the documents of each party")
    const sides: Side[] = []
    // One after the other, so that a small machine draws one document at a time.
    for (const participant of participants) sides.push(await readBack(context, participant, folder))
    const filed = sides.map((side) => side.filed)
    const index = await fileIndex(folder, filed)
    const result = { ...resultOf(sides), folder, index, documents: filed.flatMap(documentsOf) }
    return { result, story: storyOf(sides, { title: scenario2018.title, steps: context.steps }), sides }
  } finally {
    await context.inbox.stop()
  }
}

/** @returns the parties that took part, the retailer first */
async function play(context: StoryContext, telling: Telling): Promise<readonly Participant[]> {
  if (telling === "alone") {
    const carrier = carrierThatNeverJoins(context.retailer.id)
    return [await playBreachAlone({ ...context, carrier })]
  }
  const { retailer, carrier } = await playBreachOf2018(context)
  return [retailer, carrier]
}

/** The outcome of the example, read from the deployed system. */
function resultOf(sides: readonly Side[]) {
  const [retailer] = sides
  return {
    exposed: retailer?.view.counts.shipments ?? 0,
    /** How many of the exposed shipments had their addressee notified directly. */
    told: retailer?.view.notices.told ?? 0,
    duties: sides.flatMap(({ party, view }) =>
      view.duties.map(({ law, kind, state, dueAt = null, discharged }) => ({
        law,
        party: party.id,
        kind,
        state,
        dueAt,
        dischargedAt: discharged?.at ?? null,
      })),
    ),
    caseState: [...new Set(sides.map(({ view }) => view.state))].join(" and "),
    /** Whether the chain, the heads received and the head's MAC hold, for every party. */
    timelineVerified: sides.every(({ evidence }) => evidence.verified),
    /** Whether every altered copy was detected. */
    tamperDetected: sides.every(({ evidence }) => evidence.tamperDetected),
  }
}

function documentsOf({ party, documents }: IndexedParty) {
  return documents.map(({ document: { document, language, standing }, superseded, paths }) => ({
    party: party.id,
    document,
    language,
    standing,
    superseded,
    /** One of each format, below the folder. */
    paths,
  }))
}

/** Reads a party's side of the closed case, checks its evidence, and writes its documents and its list of shipments. */
async function readBack({ inbox, onLine }: StoryContext, participant: Participant, folder: string): Promise<Side> {
  const { desk, alias } = participant
  const { party } = desk
  const view = await desk.view(alias)
  const timeline = await desk.timeline(alias)
  const dossier = await desk.dossier(alias)
  const evidence = await checkEvidence({ desk, alias }, dossier, receivedHeads(inbox.of(party.id), alias))
  const filed = await fileDocuments(folder, participant, dossier)
  onLine(`  ${filed.documents.length} documents of ${party.alias}, each in three formats`)
  return { party, alias, view, timeline, evidence, filed }
}
