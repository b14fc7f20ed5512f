import { appendFile, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { prepareReplay, type ReplayContext, type ReplayOptions } from "../replay/context.ts"
import { readScenario } from "../replay/scenario.ts"
import { checkEvidence, receivedHeads } from "./check-evidence.ts"
import type { Participant } from "./participants.ts"
import { playBreachOf2018 } from "./play-breach.ts"
import { scenarioOfSize } from "./scenario-of-size.ts"
import { type Side, storyOf } from "./story.ts"

/** The outcome of the example, read from the deployed system. */
export const exampleResult = z.strictObject({
  exposed: z.int().meta({ description: "Exposed shipments of the retailer" }),
  told: z.int().meta({ description: "How many of them had their addressee notified directly" }),
  duties: z.array(
    z.strictObject({
      law: z.string(),
      party: z.string(),
      kind: z.string(),
      state: z.string(),
      dueAt: z.string().nullable(),
      dischargedAt: z.string().nullable(),
    }),
  ),
  caseState: z.string(),
  timelineVerified: z.boolean().meta({
    description: "Whether the chain, the heads received and the head's MAC hold, for every party",
  }),
  tamperDetected: z.boolean().meta({ description: "Whether every altered copy was detected" }),
  dossier: z.array(z.string()).meta({ description: "Paths of the files written" }),
})
export type ExampleResult = z.infer<typeof exampleResult>

/** The outcome in figures, as a story for people, and as each party sees it: the retailer first. */
export type ExampleOutcome = { readonly result: ExampleResult; readonly story: string; readonly sides: readonly Side[] }

export type ExampleOptions = Omit<ReplayOptions, "scenario"> & {
  /** Where the dossiers are written. Made if it is not there. */
  readonly folder: string
  /** How many shipments are walked; those of the public record when absent. */
  readonly shipments?: number
}

/**
 * Plays the breach of 2018 on a deployed exchange, reads the outcome, and writes the parties' dossiers.
 *
 * @throws Error when the case does not close
 */
export async function runExample2018(options: ExampleOptions): Promise<ExampleOutcome> {
  const original = await readScenario()
  const { folder, shipments = original.publicRecord.ordersAccessed, ...others } = options
  const context = prepareReplay({ ...others, scenario: scenarioOfSize(original, shipments) })
  try {
    const { retailer, carrier } = await playBreachOf2018(context)
    context.onLine("Reading and checking what both parties have")
    await mkdir(folder, { recursive: true })
    // One after the other, so that a small machine draws one document at a time.
    const retailers = await readBack(context, retailer, folder)
    const carriers = await readBack(context, carrier, folder)
    const sides = [retailers.side, carriers.side]
    const result = resultOf(retailers.side, sides, [...retailers.written, ...carriers.written])
    return { result, story: storyOf(sides, original.title), sides }
  } finally {
    await context.inbox.stop()
  }
}

function resultOf(retailer: Side, sides: readonly Side[], dossier: string[]): ExampleResult {
  return {
    exposed: retailer.view.counts.shipments,
    told: retailer.view.notices.told,
    duties: sides.flatMap(({ partyId, view }) =>
      view.duties.map(({ law, kind, state, dueAt = null, discharged }) => ({
        law,
        party: partyId,
        kind,
        state,
        dueAt,
        dischargedAt: discharged?.at ?? null,
      })),
    ),
    caseState: [...new Set(sides.map(({ view }) => view.state))].join(" and "),
    timelineVerified: sides.every(({ evidence }) => evidence.verified),
    tamperDetected: sides.every(({ evidence }) => evidence.tamperDetected),
    dossier,
  }
}

/** Reads a party's side of the closed case, checks its evidence, and writes its documents and its list of shipments. */
async function readBack(
  { inbox, onLine }: ReplayContext,
  { desk, alias, law }: Participant,
  folder: string,
): Promise<{ side: Side; written: string[] }> {
  const partyId = desk.party.id
  const view = await desk.view(alias)
  const timeline = await desk.timeline(alias)
  const dossier = await desk.dossier(alias)
  const evidence = await checkEvidence({ desk, alias }, dossier, receivedHeads(inbox.of(partyId), alias))
  const written: string[] = []
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const path = join(folder, name)
    await writeFile(path, content)
    written.push(path)
  }
  await write(`${partyId}-dossier.json`, `${JSON.stringify(dossier, null, 2)}\n`)
  await write(`${partyId}-dossier.pdf`, await desk.dossierPdf(alias))
  await write(`${partyId}-report.pdf`, await desk.dossierPdf(alias, `report-${law}`))
  await write(`${partyId}-exposures.csv`, "")
  let pages = 0
  for await (const page of desk.exposuresCsv(alias)) {
    await appendFile(join(folder, `${partyId}-exposures.csv`), page)
    pages += 1
  }
  onLine(`${partyId} has its documents, and its list of exposed shipments in ${pages} pages`)
  return { side: { partyId, alias, view, timeline, evidence }, written }
}
