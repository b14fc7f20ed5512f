import Table from "cli-table3"
import { DateTime } from "luxon"
import { entryTypeInWords, fieldInWords, kindInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import type { TimelineEntry } from "../../../shared/breach-desk/timeline.ts"
import { dutyKindSchema } from "../../../shared/contracts/words.ts"
import { lawCatalogue } from "../../../shared/law/catalogue.ts"
import { count } from "../../../shared/platform/bilingual.ts"
import type { EvidenceChecked } from "./check-evidence.ts"
import type { CaseTimeline, CaseView } from "./desk-client.ts"

/** One party's side of the closed case, as the desk shows it. */
export type Side = {
  readonly partyId: string
  readonly alias: string
  readonly view: CaseView
  readonly timeline: CaseTimeline
  readonly evidence: EvidenceChecked
}

const timeZone = "America/Toronto"
const lineWidth = 100

/** The case as a story: what happened, what each party owed and when it did it, and what proves it. */
export function storyOf(sides: readonly Side[], title: string): string {
  const [retailer] = sides
  if (retailer === undefined) throw new Error("The case has no parties")
  const { view } = retailer
  const { people, shareOfTotal } = view.counts
  const share = shareOfTotal === undefined ? "" : `, ${(shareOfTotal * 100).toFixed(1)}% of all its orders`
  const whom = people === undefined ? "" : ` to ${count(people, "en")} addresses`
  const shown = view.fieldsExposed.map(({ field }) => fieldInWords(field, "en"))
  const hidden = view.fieldsNotExposed.map((field) => fieldInWords(field, "en"))
  return [
    title,
    "=".repeat(title.length),
    "",
    paragraph(
      `${count(view.counts.shipments, "en")} shipments of ${retailer.partyId}${whom}${share}. ` +
        `Shown: ${shown.join("; ")}. Not shown: ${hidden.join("; ")}.`,
    ),
    "",
    ...sides.map(({ partyId, alias }) => `${partyId.padEnd(12)} knows the case as ${alias}`),
    "",
    "What happened (times of Toronto; each line is an entry of the case's timeline)",
    "",
    ...timelineLines(sides),
    "",
    "What each party owed",
    "",
    dutyTable(sides),
    "",
    "What proves it",
    "",
    ...sides.flatMap(evidenceLines),
  ].join("\n")
}

/**
 * The entries of all parties' timelines, in the order of time. An act that several parties see is one line, with the
 * entry that holds most details.
 */
function timelineLines(sides: readonly Side[]): string[] {
  const names = new Map(sides.map(({ alias, partyId }) => [alias, partyId]))
  const acts = new Map<string, TimelineEntry>()
  for (const { timeline } of sides) {
    for (const entry of timeline.entries) {
      if (!("actor" in entry)) continue
      const { at, actor, type, data } = entry
      const act = [at, actor, type, data["party"], data["dutyId"], data["anomalyId"]].join(" ")
      const known = acts.get(act)
      if (known === undefined || Object.keys(data).length > Object.keys(known.data).length) acts.set(act, entry)
    }
  }
  return [...acts.values()]
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ at, actor, type, data }) => {
      const time = DateTime.fromISO(at).setZone(timeZone).toFormat("yyyy-MM-dd HH:mm:ss")
      const who = (names.get(actor) ?? actor).padEnd(10)
      const details = detailsOf(data, names)
      return `  ${time}  ${who} ${sentences[type] ?? entryTypeInWords(type, "en")}${details === "" ? "" : `: ${details}`}`
    })
}

/** Words for entries that suit a story better than those of the register. */
const sentences: Readonly<Record<string, string>> = {
  BreachCaseOpened: "opens the case on a report",
  AnomalyJoined: "finds the walk by itself and adds it to the case",
  PartyAlerted: "alerts",
  BreachCaseUpdated: "reports that the case has grown",
  BreachAlertAcknowledged: "acknowledges the alert",
  FactsStated: "states facts",
  MeasureRecorded: "records a measure",
  DutyRequested: "asks the other party to do its duty",
  DutyDeclined: "declines the duty",
  DutyTakenOver: "takes the duty over",
  DutyDischarged: "discharges the duty",
  IndividualsNotified: "notifies people",
  ExposuresExported: "exports its list of affected shipments",
  BreachCaseClosed: "closes the case",
  PartyTold: "reports that the case is closed",
}

const detailNames = [
  "finder",
  "chart",
  "facts",
  "code",
  "kind",
  "nth",
  "reason",
  "reasons",
  "outcome",
  "method",
] as const

function detailsOf(data: TimelineEntry["data"], names: ReadonlyMap<string, string>): string {
  const party = names.get(String(data["party"] ?? data["owner"] ?? ""))
  const law = lawCatalogue.find(({ id }) => id === data["law"])?.shortName.en
  const plain = detailNames.flatMap((name) => {
    const value = data[name]
    if (value === undefined || (name === "kind" && data["party"] !== undefined)) return []
    const kind = dutyKindSchema.safeParse(value)
    if (name === "kind" && kind.success) return [kindInWords(kind.data, "en").toLowerCase()]
    if (name === "nth") return [`request ${String(value)}`]
    return [Array.isArray(value) ? value.join(", ") : String(value)]
  })
  const amounts = [
    ...(typeof data["shipments"] === "number" ? [`${count(data["shipments"], "en")} shipments`] : []),
    ...(typeof data["told"] === "number" ? [`${count(data["told"], "en")} notified in all`] : []),
  ]
  const whose = party === undefined ? [] : [data["owner"] === undefined ? party : `owed by ${party}`]
  return [...plain, ...(law === undefined ? [] : [law]), ...whose, ...amounts].join("; ")
}

/** Who owed what under which law, when it was due and when it was done. */
function dutyTable(sides: readonly Side[]): string {
  const table = new Table({
    head: ["party", "duty", "law", "due", "state", "done", "in time"],
    style: { head: [], border: [] },
  })
  for (const { partyId, view } of sides) {
    for (const duty of view.duties) {
      const kind = dutyKindSchema.safeParse(duty.kind)
      const law = lawCatalogue.find(({ id }) => id === duty.law)?.shortName.en ?? duty.law
      const done = duty.discharged?.at ?? duty.notOwed?.at
      const due = duty.dueAt === undefined ? "" : `${stamp(duty.dueAt)}${duty.dueIs === "target" ? " *" : ""}`
      const inTime = done === undefined || duty.dueAt === undefined ? "" : done <= duty.dueAt ? "yes" : "NO"
      const what = kind.success ? kindInWords(kind.data, "en") : duty.kind
      const state = duty.takenOverAt === undefined ? duty.state : `${duty.state}, taken over`
      table.push([partyId, what, law, due, state, done === undefined ? "" : stamp(done), inTime])
    }
  }
  return `${table.toString()}\n* The law sets no due time. This is a target of the deployment.`
}

function evidenceLines({ partyId, evidence }: Side): string[] {
  const { entries, receivedHeads, verified, hub, alterations, forgeries } = evidence
  const yes = (good: boolean) => (good ? "yes" : "NO")
  return [
    `  ${partyId}: ${entries} entries, ${receivedHeads} heads received with its events`,
    `    chain, received heads and the head's MAC hold          ${yes(verified)} (the hub checked the MAC: ${yes(hub.macHolds === true)})`,
    `    copies of the timeline with one byte altered           ${alterations.tried}, of which detected: ${alterations.detected}`,
    ...Object.entries(forgeries).map(([what, detected]) => `    ${what.padEnd(54)} detected: ${yes(detected)}`),
  ]
}

function stamp(at: string): string {
  return DateTime.fromISO(at).setZone(timeZone).toFormat("yyyy-MM-dd HH:mm")
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
