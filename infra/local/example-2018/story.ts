import Table from "cli-table3"
import { dutyKindSchema, testIsMet } from "../../../shared/base/contracts/words.ts"
import { capital, count } from "../../../shared/base/platform/bilingual.ts"
import { factsInWords, fieldInWords, kindInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { leastOf, unknownInWords } from "../../../shared/desk/dossier/unwatched-sentences.ts"
import { questionOfTest } from "../../../shared/desk/duties/legal-questions.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { EvidenceChecked } from "./check-evidence.ts"
import type { StoryStep } from "./chronicle.ts"
import type { CaseTimeline, CaseView, OwnDuty } from "./desk-client.ts"
import { addresseeOf, dueOf, type IndexedParty, stateOf } from "./folder-index.ts"
import { inToronto, inTorontoToTheSecond, lawInWords } from "./story-words.ts"

/** One party's side of the closed case, as the desk shows it. */
export type Side = {
  readonly party: Party
  readonly alias: string
  readonly view: CaseView
  readonly timeline: CaseTimeline
  readonly evidence: EvidenceChecked
  readonly filed: IndexedParty
}

const lineWidth = 100

/** The case as a story: what happened, who answered and owed what, which documents that made, and what proves it. */
export function storyOf(sides: readonly Side[], { title, steps }: { title: string; steps: readonly StoryStep[] }) {
  const heading = (text: string) => ["", text, ""]
  return [
    title,
    "=".repeat(title.length),
    "",
    paragraph(openingOf(sides)),
    ...heading("What happened (times of Toronto)"),
    stepTable(steps),
    ...heading("Roles, and how each party answered the tests of its laws"),
    answerTable(sides),
    ...corrections(sides),
    ...heading("What each party owed"),
    dutyTable(sides),
    ...heading("The documents"),
    documentTable(sides),
    ...heading("What proves it"),
    ...sides.flatMap(evidenceLines),
  ].join("\n")
}

function openingOf([retailer]: readonly Side[]): string {
  if (retailer === undefined) throw new Error("The case has no parties")
  const { view, party } = retailer
  const { shipments, people, peopleByRegion, shareOfTotal, atLeast = false } = view.counts
  const share = shareOfTotal === undefined ? "" : `, ${(shareOfTotal * 100).toFixed(1)}% of all its orders`
  const inQuebec = count(peopleByRegion?.["CA-QC"] ?? 0, "en")
  const whom = people === undefined ? "" : ` to ${count(people, "en")} addresses (${inQuebec} in Québec)`
  const shown = view.fieldsExposed.map(({ field }) => fieldInWords(field, "en"))
  const hidden = view.fieldsNotExposed.map((field) => fieldInWords(field, "en"))
  return (
    `${capital(leastOf(atLeast, count(shipments, "en"), "en"))} shipments of ${party.alias}${whom}${share}. ` +
    `Shown: ${shown.join("; ")}. Not shown: ${hidden.length === 0 ? "not known" : hidden.join("; ")}. ` +
    unknownInWords(view.unknownBecause ?? [], "en").join(" ")
  )
}

/** A table without lines between its rows. Columns with a width wrap. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly (number | null)[] = [],
) {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colWidths: [...widths],
    wordWrap: true,
  })
  for (const row of rows) made.push([...row])
  return made.toString()
}

export const stepTable = (steps: readonly StoryStep[]): string =>
  table(
    ["", "when", "who", "what"],
    steps.map(({ at, who, what }, place) => [String(place + 1), inTorontoToTheSecond(at), who, what]),
    [null, null, null, 78],
  )

/** The answers to legal tests, the first one and the one that counts now. */
function answerTable(sides: readonly Side[]): string {
  const rows = sides.flatMap(({ party, view, timeline }) =>
    view.assessments.map(({ law, test, met }) => {
      const first = timeline.entries.find(
        (entry) => "data" in entry && entry.data["test"] === test && entry.data["law"] === law,
      )
      const was = testIsMet.safeParse(first !== undefined && "data" in first ? first.data["met"] : undefined)
      const answer = was.success && was.data !== met ? `${met}, corrected from ${was.data}` : met
      return [party.alias, roleOf(party), lawInWords(law), test === undefined ? "" : questionOfTest(test).en, answer]
    }),
  )
  return table(["party", "role", "under", "question", "answer"], rows, [null, 15, 17, 46, 17])
}

/** A party's role in the carrier's own tool. Without an entry it is in control of its own data. */
function roleOf({ roles }: Party): string {
  const entry = roles.find(({ tool, law, with: other }) => tool !== "hub" && law === undefined && other === undefined)
  return entry?.role === "holder" ? "holder" : "in control"
}

/** What each entry that corrects another replaced. Nothing if nothing was corrected. */
function corrections(sides: readonly Side[]): string[] {
  const rows = sides.flatMap(({ party, timeline, filed }) => {
    const superseded = filed.documents.filter((one) => one.superseded).length
    return timeline.entries.filter(isCorrection).map((entry) => {
      const { replaced = {}, facts } = entry.data
      const stated = Array.isArray(facts) ? factsInWords(facts.map(String), "en").join(", ") : ""
      return [party.alias, String(entry.seq), inToronto(entry.at), stated, beforeInWords(replaced), String(superseded)]
    })
  })
  if (rows.length === 0) return []
  const columns = ["party", "entry", "when", "corrected", "before", "documents superseded"]
  return ["", "What was corrected. The timeline keeps both", "", table(columns, rows)]
}

type ShownEntry = Extract<TimelineEntry, { data: unknown }>

const isCorrection = (entry: TimelineEntry): entry is ShownEntry => "data" in entry && entry.data["correction"] === true

function beforeInWords(replaced: ShownEntry["data"][string]): string {
  if (typeof replaced !== "object" || replaced === null || Array.isArray(replaced)) return ""
  return Object.entries(replaced)
    .map(([name, value]) => (name.endsWith("At") ? inToronto(String(value)) : String(value)))
    .join(", ")
}

/** Who owed what under which law, when it was due and when it was done. */
function dutyTable(sides: readonly Side[]): string {
  const rows = sides.flatMap(({ party, view }) =>
    view.duties.toSorted(byLawAndKind).map((duty) => {
      const kind = dutyKindSchema.safeParse(duty.kind)
      const what = kind.success ? kindInWords(kind.data, "en") : duty.kind
      return [party.alias, what, lawInWords(duty.law), dueOf(duty), doneOf(duty), inTime(duty)]
    }),
  )
  const notes = [
    "* A target of the deployment, not a legal deadline.",
    "† Another party took the duty over and did it.",
  ]
  return [table(["party", "duty", "under", "due", "done", "in time"], rows), ...notes].join("\n")
}

const dutyOrder = ["tellRegulator", "supplementReport", "tellIndividuals", "tellOtherOrganisation", "keepRecord"]

function byLawAndKind(one: OwnDuty, other: OwnDuty): number {
  return one.law.localeCompare(other.law) || dutyOrder.indexOf(one.kind) - dutyOrder.indexOf(other.kind)
}

function doneOf({ discharged, takenOverAt }: OwnDuty): string {
  if (discharged === undefined) return ""
  return `${inToronto(discharged.at)}${takenOverAt === undefined ? "" : " †"}`
}

function inTime({ discharged, dueAt, state }: OwnDuty): string {
  if (discharged === undefined) return state
  return dueAt === undefined || discharged.at <= dueAt ? "yes" : "NO"
}

function documentTable(sides: readonly Side[]): string {
  const rows = sides.flatMap(({ party, filed }) =>
    filed.documents.map((one) => [
      party.alias,
      one.document.name,
      addresseeOf(one.document),
      stateOf(one, filed.duties),
    ]),
  )
  return table(["party", "document", "goes to", "state"], rows, [null, null, 32, 24])
}

function evidenceLines({ party, evidence }: Side): string[] {
  const { entries, receivedHeads, verified, hub, alterations, forgeries } = evidence
  const yes = (good: boolean) => (good ? "yes" : "NO")
  return [
    `  ${party.alias}: ${entries} entries, ${receivedHeads} heads received with its events`,
    `    chain, received heads and the head's MAC hold          ${yes(verified)} (the hub checked the MAC: ${yes(hub.macHolds === true)})`,
    `    copies of the timeline with one byte altered           ${alterations.tried}, of which detected: ${alterations.detected}`,
    ...Object.entries(forgeries).map(([what, detected]) => `    ${what.padEnd(54)} detected: ${yes(detected)}`),
  ]
}

function paragraph(text: string): string {
  const lines: string[] = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line.length + word.length >= lineWidth) {
      lines.push(line)
      line = ""
    }
    line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line].join("\n")
}
