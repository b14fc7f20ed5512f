import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import type { DeployedExchange, PartyMessage } from "../replay/deployed-exchange.ts"
import type { PartySigner } from "../replay/party-keys.ts"
import { readScenario } from "../replay/scenario.ts"
import { checkEvidence, receivedHeads } from "./check-evidence.ts"
import { playBreachOf2018 } from "./plot.ts"
import { prepareExample, scenarioOfSize } from "./prepare.ts"
import type { Seat } from "./seats.ts"
import { type Side, storyOf } from "./story.ts"

/** What the example came to; everything is read back from the deployed system. */
export const exampleResult = z.strictObject({
  exposed: z.int().meta({ description: "Exposed shipments of the retailer" }),
  told: z.int().meta({ description: "Of those, whose addressee was told directly" }),
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
    description: "For every party: chain, heads received in its queue, and the head's MAC, by itself and by the hub",
  }),
  tamperDetected: z.boolean().meta({ description: "Whether none of the altered copies passed" }),
  dossier: z.array(z.string()).meta({ description: "Paths of the files written" }),
})
export type ExampleResult = z.infer<typeof exampleResult>

/** What came of the example: in figures, and as people would tell it. */
export type ExampleOutcome = { readonly result: ExampleResult; readonly story: string; readonly sides: readonly Side[] }

/**
 * Plays the breach of 2018 on a deployed exchange, reads back what came of it, and writes the parties' dossiers.
 *
 * @param options.shipments how many shipments are walked; those of the public record when absent
 * @param options.folder where the dossiers are written; made when it is not there
 * @throws Error when the case does not come to its end
 */
export async function runExample2018(options: {
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  readonly folder: string
  readonly shipments?: number
  readonly onLine: (line: string) => void
}): Promise<ExampleOutcome> {
  const original = await readScenario()
  const scenario = scenarioOfSize(original, options.shipments ?? original.publicRecord.ordersAccessed)
  const context = await prepareExample({ ...options, scenario })
  const files: string[] = []
  const sides: Side[] = []
  try {
    const played = await playBreachOf2018(context)
    await mkdir(options.folder, { recursive: true })
    options.onLine("reading back and checking what both have")
    const both = [played.retailer, played.carrier].map((seat) =>
      readBack(seat, context.inbox.of(seat.desk.partyId), options.folder),
    )
    for (const { side, written } of await Promise.all(both)) {
      sides.push(side)
      files.push(...written)
    }
  } finally {
    await context.inbox.stop()
  }
  const [retailer] = sides
  if (retailer === undefined) throw new Error("the case has no sides")
  const result: ExampleResult = {
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
    dossier: files,
  }
  return { result, story: storyOf(sides, original.title), sides }
}

/** A party's side of the closed case, its dossier and its report written into the folder, and its evidence checked. */
async function readBack(
  { desk, alias, law }: Seat,
  messages: readonly PartyMessage[],
  folder: string,
): Promise<{ side: Side; written: string[] }> {
  const { partyId } = desk
  const view = await desk.view(alias)
  const timeline = await desk.timeline(alias)
  const dossier = await desk.dossier(alias)
  const evidence = await checkEvidence({ desk, alias }, dossier, receivedHeads(messages, alias))
  const written: string[] = []
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const path = join(folder, name)
    await writeFile(path, content)
    written.push(path)
  }
  await write(`${partyId}-dossier.json`, `${JSON.stringify(dossier, null, 2)}\n`)
  await write(`${partyId}-dossier.pdf`, await desk.dossierPdf(alias))
  await write(`${partyId}-report.pdf`, await desk.dossierPdf(alias, `report-${law}`))
  return { side: { partyId, alias, view, timeline, evidence }, written }
}
