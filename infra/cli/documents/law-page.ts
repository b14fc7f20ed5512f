import {
  assessmentReasonInWords,
  clockEventInWords,
  factorInWords,
} from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import { clockInWords, standardInWords } from "../../../shared/breach-desk/duties/clock-in-words.ts"
import { questionOfTest } from "../../../shared/breach-desk/duties/legal-questions.ts"
import { type Law, legalTestOf, type Rule } from "../../../shared/law/law.ts"

/** Every rule of the laws beside the words of its section, in Markdown, for a lawyer who reads no code. */
export function lawPage(laws: readonly Law[]): string {
  return [
    "# The laws, rule by rule",
    "",
    "Generated from `shared/law/laws` by `npm run generate`. Do not edit.",
    "",
    "For a lawyer who reviews what Wayseal assumes. The middle column is what Wayseal does; the right column is where the",
    "law says so, in the words that were read. It is not legal advice. **No lawyer has reviewed a rule unless its row says",
    "who did.** [law.md](../law.md) explains roles, clocks and how to enter a review, and lists all rules in one table.",
    "",
    "Under every law, a party can also say that the law does not bind it or that there was no breach. Only a record of",
    "every breach is always owed. A rule gives a duty if it was in force on the day on which the party became aware.",
    "",
    "The tests that hold a rule are the lines with its law in `test/law/duty-matrix.test.ts` (who owes what) and with its",
    "law and kind in `test/law/duty-excuses.test.ts` (what excuses). A term in hours or days has lines in",
    "`test/law/legal-deadlines.test.ts` too. The expectations there were written by hand from the laws.",
    "",
    ...laws.flatMap(lawSection),
  ].join("\n")
}

const tableHead = "| law | rule | section | when | read word for word | lawyer | its tests |"

/**
 * A page with its table of all rules brought up to date. The table is found by its head.
 *
 * @param fromPage the path from the page to that of {@link lawPage}
 * @throws Error if the page has no such table
 */
export function withLawTable(page: string, laws: readonly Law[], fromPage: string): string {
  const [before = "", ...rest] = page.split(`${tableHead}\n`)
  const [behind, ...others] = rest
  if (behind === undefined || others.length > 0) throw new Error("the page has no table of laws, or several")
  const after = behind.slice(behind.search(/^(?!\|)/m))
  return [
    `${before}${tableHead}`,
    "|---|---|---|---|---|---|---|",
    ...laws.flatMap((law) => tableRows(law, fromPage)),
    after,
  ].join("\n")
}

function tableRows(law: Law, fromPage: string): string[] {
  if (law.rules.length === 0)
    return [row(`\`${law.id}\``, "none: it asks for nothing after a breach", "", "", "", "", "")]
  return law.rules.map((rule) =>
    row(
      `\`${law.id}\``,
      `[${rule.title.en}](${fromPage}#${anchorOf(headingOf(law, rule))})`,
      rule.citation.section.en,
      clockInWords(rule.clock),
      rule.verifiedOn ?? `no: ${rule.reading}`,
      rule.reviewedBy ?? (rule.confirmWithCounsel ? "none yet, must confirm" : "none yet"),
      `\`${law.id} ${rule.kind}\``,
    ),
  )
}

function lawSection(law: Law): string[] {
  return [
    `## ${oneLine(law.shortName.en)}`,
    "",
    `${oneLine(law.name.en)}. In Wayseal \`${law.id}\`. It binds: ${oneLine(law.binds.en)}.`,
    "",
    ...(law.rules.length === 0 ? ["It was read and asks for nothing after a breach.", ""] : []),
    ...law.rules.flatMap((rule) => ruleSection(law, rule)),
  ]
}

function ruleSection(law: Law, rule: Rule): string[] {
  const { clock } = rule
  const term = clock.kind === "within" && clock.standard !== undefined ? `, and ${standardInWords(clock.standard)}` : ""
  const target = clock.kind === "prompt" ? ". The law names no term; a target is no legal deadline" : ""
  return [
    `### ${headingOf(law, rule)}`,
    "",
    `> ${oneLine(rule.quote)}`,
    "",
    `[${rule.citation.section.en}](${rule.citation.url})${quotedFrom(rule)}`,
    "",
    "| point | rule | section and words |",
    "|---|---|---|",
    row("who owes it", rule.owedBy.map((role) => roleWords[role]).join("; and "), ""),
    row("to whom", `${rule.to.name.en}${rule.toEachCounterparty ? ", each apart" : ""}`, rule.to.howToReach ?? ""),
    row("when", `${clockInWords(clock)}${term}${target}`, rule.citation.section.en),
    ...thresholdRows(rule),
    ...excuseRows(rule),
    ...rule.content.map(({ label, section, source }) =>
      row("must say", leftToParty.has(source) ? `${label.en} (left to the party)` : label.en, section.en),
    ),
    ...rule.form.map(({ en }) => row("form", en, "")),
    ...formRows(rule),
    ...retentionRows(rule),
    ...standingRows(rule),
    "",
  ]
}

function thresholdRows(rule: Rule): string[] {
  const { standard, section, wording, factors, definedFields, residents } = rule.threshold
  const test = legalTestOf(rule)
  const owed = test === undefined ? (unconditionalWords[standard] ?? standard) : questionOfTest(test).en
  const fields = definedFields?.length === 0 ? "no field of a tracking answer" : definedFields?.join(", ")
  return [
    row(test === undefined ? "owed" : "test", owed, `${section.en}: “${wording}”`),
    ...factors.map((factor) => row("to weigh", factorInWords(factor.code, "en"), `“${factor.wording}”`)),
    ...(fields === undefined ? [] : [row("definition covers", `${fields}; otherwise probably not owed`, section.en)]),
    ...(residents === undefined
      ? []
      : [row("residents", `at least ${residents.atLeast} in ${residents.jurisdiction}`, rule.citation.section.en)]),
    ...(rule.onlyAfter === undefined ? [] : [row("only after", onlyAfterWords[rule.onlyAfter], section.en)]),
  ]
}

function excuseRows({ excusedBy, exceptions }: Rule): string[] {
  return [
    ...excusedBy.map(({ reason, section }) => row("excused if", assessmentReasonInWords(reason, "en"), section.en)),
    ...exceptions.map(({ en }) => row("exception", en, "")),
  ]
}

/** Which of the regulator's own form was read. The evidence lists its fields. */
function formRows({ kind, regulatorForm: form }: Rule): string[] {
  if (kind !== "tellRegulator") return []
  if (form === undefined) return [row("regulator’s form", "not read: the items stand in the order of the law", "")]
  const read = form.unread === undefined ? "read to its end" : "read in part"
  return [
    row("regulator’s form", `“${form.name.en}”, ${read} on ${form.readOn}. ${form.copy.en}`, form.url),
    ...(form.unread === undefined ? [] : [row("not read of it", form.unread.en, "")]),
    ...form.fields.map(({ words }) => row("form asks", words.en, "")),
  ]
}

function retentionRows({ kind, retention }: Rule): string[] {
  if (retention === undefined) return kind === "keepRecord" ? [row("kept", "not read", "")] : []
  if (retention.kind === "unstated") return [row("kept", "the law names no time", retention.section.en)]
  const from = clockEventInWords(retention.from, "en")
  return [row("kept", `at least ${retention.months} months from ${from}`, retention.section.en)]
}

function standingRows(rule: Rule): string[] {
  const { verifiedOn } = rule
  const read = verifiedOn === undefined ? readingWords[rule.reading] : `word for word, compared on ${verifiedOn}`
  return [
    row("in force", `from ${rule.inForceFrom}`, ""),
    row("read", read, `to be read again by ${rule.reviewBy}`),
    row("reviewed by", rule.reviewedBy ?? "no lawyer has reviewed this rule yet", ""),
    ...(rule.confirmWithCounsel ? [row("counsel", "must confirm this rule", "")] : []),
    ...(rule.note === undefined ? [] : [row("note", rule.note.en, "")]),
  ]
}

/** Facts that the exchange cannot know. */
const leftToParty: ReadonlySet<Rule["content"][number]["source"]> = new Set([
  "safeguards",
  "relationships",
  "location",
  "informationBanks",
])

const roleWords: Readonly<Record<Rule["owedBy"][number], string>> = {
  inControl: "whoever decides about the information (in control)",
  holder: "whoever keeps it for another (holder)",
}

const readingWords: Readonly<Record<Rule["reading"], string>> = {
  verbatim: "word for word",
  secondary: "at least in part in accounts",
  unverified: "not read",
}

const onlyAfterWords: Readonly<Record<NonNullable<Rule["onlyAfter"]>, string>> = {
  individualsNotified: "the party has notified people",
  growthSinceReport: "more is known than the report said",
}

const unconditionalWords: Readonly<Partial<Record<Rule["threshold"]["standard"], string>>> = {
  everyBreach: "for every breach, whatever the risk",
  affectsContractedData: "for every breach of information that a contract or arrangement covers, whatever the risk",
  suspectedInHeldData: "for every breach of what it holds, whatever the risk",
}

const quotedFrom = ({ quoteFrom }: Rule): string =>
  quoteFrom === undefined ? "" : `; the words were read [in a copy](${quoteFrom})`

const headingOf = (law: Law, rule: Rule): string => oneLine(`${law.shortName.en}: ${rule.title.en}`)

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-")

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()
