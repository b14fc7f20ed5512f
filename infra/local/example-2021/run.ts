import { dutyKindSchema } from "../../../shared/base/contracts/words.ts"
import { kindInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { verifyDossier } from "../../../shared/desk/dossier/verify-dossier.ts"
import { alikeKey, inLists, listOf } from "../../../shared/desk/duties/duty-lists.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import type { StoryStep } from "../example-2018/chronicle.ts"
import type { CaseView } from "../example-2018/desk-client.ts"
import { fileDocuments, fileIndex } from "../example-2018/document-folder.ts"
import type { Participant } from "../example-2018/participants.ts"
import { stepTable, table } from "../example-2018/story.ts"
import { inToronto, lawInWords } from "../example-2018/story-words.ts"
import type { ReplayOptions } from "../replay/context.ts"
import { playBreachOf2021 } from "./play.ts"

/** A party's side of the closed case. */
type Side = { readonly participant: Participant; readonly view: CaseView }

export type ExampleOutcome = Awaited<ReturnType<typeof runExample2021>>

/**
 * Plays the breach of 2021 on a deployed exchange, reads the outcome, and writes the documents of the carrier and of
 * the shipper that notified by itself.
 *
 * @throws Error when the case does not close
 */
export async function runExample2021(
  options: Pick<ReplayOptions, "exchange" | "sign" | "onLine"> & { partiesPath: string; folder: string },
) {
  const { folder, partiesPath, onLine } = options
  const parties = readParties(partiesPath)
  const shippers = parties.filter(({ kind }) => kind === "retailer")
  const carrier = parties.find(({ kind }) => kind === "carrier")
  if (carrier === undefined) throw new Error("The parties file has no carrier")
  const steps: StoryStep[] = []
  const cast = await playBreachOf2021({ ...options, carrier, shippers, steps })
  onLine("Checking timelines, and writing the documents of the carrier and of one shipper")
  const sides: Side[] = []
  for (const participant of [cast.carrier, ...cast.shippers])
    sides.push({ participant, view: await participant.desk.view(participant.alias) })
  const filed = []
  let timelinesVerified = true
  for (const participant of [cast.carrier, ...cast.shippers.slice(0, 1)]) {
    const dossier = await participant.desk.dossier(participant.alias)
    timelinesVerified &&= (await verifyDossier(dossier)).chain.ok
    filed.push(await fileDocuments(folder, participant, dossier))
  }
  const index = await fileIndex(folder, filed)
  const result = {
    ...resultOf(sides),
    timelinesVerified,
    folder,
    index,
    documents: filed.map(({ documents }) => documents.length),
  }
  return { result, story: storyOf(steps, sides), filed }
}

/** The outcome in figures. */
function resultOf(sides: readonly Side[]) {
  const [carrier] = sides
  const states = sides.map(({ view }) => view.state)
  const duties = sides.flatMap(({ view }) => view.duties)
  return {
    shippers: sides.length - 1,
    possibleParcels: carrier?.view.counts.possibleShipments ?? 0,
    caseState: [...new Set(states)].join(" and "),
    /** The carrier's duties, of which those to all shippers are one list. */
    carrierLists: inLists(carrier?.view.duties ?? [], listOf).length,
    dutiesOpen: duties.filter(({ state }) => state !== "discharged" && state !== "notOwed").length,
    late: duties.filter(
      ({ dueAt, discharged }) => dueAt !== undefined && discharged !== undefined && discharged.at > dueAt,
    ).length,
    /** The other parties that a shipper sees at most: the carrier alone, and no other shipper. */
    seenByShippers: Math.max(...sides.slice(1).map(({ view }) => view.others.length)),
    supplements: duties.filter(({ kind }) => kind === "supplementReport").length,
  }
}

function storyOf(steps: readonly StoryStep[], sides: readonly Side[]): string {
  return [
    "What happened (times of Toronto)",
    "",
    stepTable(steps),
    "",
    "What each party owed",
    "",
    dutyTable(sides),
  ].join("\n")
}

/** One line for each list of duties that are in one state. Shippers that owe the same are one line too. */
function dutyTable([carrier, ...shippers]: readonly Side[]): string {
  const lists = [
    ...inLists(carrier?.view.duties ?? [], alikeKey).map((list) => ({
      who: carrier?.participant.desk.party.alias ?? "",
      list,
    })),
    ...inLists(
      shippers.flatMap(({ view }) => view.duties),
      ({ law, kind, state }) => `${law}#${kind}#${state}`,
    ).map((list) => ({ who: list.length === 1 ? "1 shipper" : `${list.length} shippers`, list })),
  ]
  const rows = lists.map(({ who, list }) => {
    const [one] = list
    const kind = dutyKindSchema.safeParse(one.kind)
    const what = kind.success ? kindInWords(kind.data, "en") : one.kind
    const to = one.towards === undefined ? "" : `${list.length} shippers`
    return [who, what, to, lawInWords(one.law), one.dueAt === undefined ? "" : inToronto(one.dueAt), one.state]
  })
  return table(["who", "duty", "towards", "under", "due", "state"], rows)
}
