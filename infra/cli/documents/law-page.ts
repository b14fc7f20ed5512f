import {
  assessmentReasonInWords,
  clockEventInWords,
  factorInWords,
} from "../../../shared/desk/dossier/codes-in-words.ts"
import { clockInWords, standardInWords } from "../../../shared/desk/duties/clock-in-words.ts"
import { questionOfTest } from "../../../shared/desk/duties/legal-questions.ts"
import { type Law, legalTestOf, type Rule, wordsOf } from "../../../shared/desk/law/law.ts"
import { awaitsCounsel, reviewInWords } from "../../../shared/desk/law/standing-in-words.ts"

/** Every rule of the laws beside the words of its section, in Markdown, for a lawyer who reads no code. */
export function lawPage(laws: readonly Law[]): string {
  return [
    "# The laws, rule by rule",
    "",
    "Generated from `shared/desk/law/laws` by `npm run generate`. Do not edit.",
    "",
    "For a lawyer who reviews what Wayseal assumes. Each point of a rule says what Wayseal does. The section that says so",
    "stands behind it in brackets, with the words that were read in quotation marks. It is not legal advice. **No lawyer",
    "has reviewed a rule unless it says who did.** [law.md](../law.md) explains roles, clocks and how to enter a review.",
    "",
    "Under every law, a party can also say that the law does not bind it or that there was no breach. Only a record of",
    "every breach is always owed. A rule gives a duty if it was in force on the day on which the party became aware. Where",
    "a law names no term, Wayseal sets a target, which is no legal deadline. Whoever decides about the information is in",
    "control of it, and whoever keeps it for another is its holder.",
    "",
    "The tests that hold a rule are the lines with its law in `test/desk/law/duty-matrix.test.ts` (who owes what) and with its",
    "law and kind in `test/desk/law/duty-excuses.test.ts` (what excuses). A term in hours or days has lines in",
    "`test/desk/law/legal-deadlines.test.ts` too. The expectations there were written by hand from the laws.",
    "",
    "## Every rule",
    "",
    "The last column has the day on which the words were last compared with where they stand. *Secondary* means that they",
    "were read at least in part in accounts, such as a regulator's page, and *unverified* that they were not read.",
    "",
    "| law and kind | rule and its section | when | read word for word |",
    "|---|---|---|---|",
    ...laws.flatMap(overviewRows),
    "",
    ...laws.flatMap(lawSection),
  ].join("\n")
}

function overviewRows(law: Law): string[] {
  if (law.rules.length === 0) return [row(`\`${law.id}\``, "none: it asks for nothing after a breach", "", "")]
  return law.rules.map((rule) =>
    row(
      `\`${law.id} ${rule.kind}\``,
      `[${rule.title.en}](#${anchorOf(headingOf(law, rule))}), ${rule.citation.section.en}`,
      clockInWords(rule.clock),
      `${rule.verifiedOn ?? `no: ${rule.reading}`}${awaitsCounsel(rule) ? ", counsel must confirm" : ""}`,
    ),
  )
}

const bindsBy = { party: "It binds", residents: "It binds by where people live" } as const satisfies Record<
  Law["reach"],
  string
>

function lawSection(law: Law): string[] {
  return [
    `## ${oneLine(law.shortName.en)}`,
    "",
    `${oneLine(law.name.en)}. In Wayseal \`${law.id}\`. ${bindsBy[law.reach]}: ${oneLine(law.binds.en)}.`,
    "",
    ...(law.read === undefined ? [] : [oneLine(law.read), ""]),
    ...(law.rules.length === 0 ? ["It was read and asks for nothing after a breach.", ""] : []),
    ...law.rules.flatMap((rule) => ruleSection(law, rule)),
  ]
}

function ruleSection(law: Law, rule: Rule): string[] {
  const { clock } = rule
  const term = clock.kind === "within" && clock.standard !== undefined ? `, and ${standardInWords(clock.standard)}` : ""
  const target = clock.kind === "prompt" ? " (no term)" : ""
  return [
    `### ${headingOf(law, rule)}`,
    "",
    `> ${oneLine(wordsOf(rule))}`,
    "",
    `[${rule.citation.section.en}](${rule.citation.url})${quotedFrom(rule)}${notHere(rule)}`,
    "",
    point("Owed by", rule.owedBy.map((role) => roleWords[role]).join("; and ")),
    point("To", `${addressee(rule)}${rule.toEachCounterparty ? ", each apart" : ""}`),
    point("When", `${clockInWords(clock)}${term}${target}`),
    ...thresholdPoints(rule),
    ...excusePoints(rule),
    ...list(
      "Must say",
      rule.content.map(({ label, section, source }) =>
        cited(leftToParty.has(source) ? `${label.en}, left to the party` : label.en, section.en),
      ),
    ),
    ...list(
      "Form",
      rule.form.map(({ en }) => en),
    ),
    ...formPoints(rule),
    ...retentionPoints(rule),
    ...standingPoints(rule),
    "",
  ]
}

function thresholdPoints(rule: Rule): string[] {
  const { standard, section, wording, factors, definedFields, residents } = rule.threshold
  const test = legalTestOf(rule)
  const owed = test === undefined ? (unconditionalWords[standard] ?? standard) : questionOfTest(test).en
  const fields = definedFields?.length === 0 ? "no field of a tracking answer" : definedFields?.join(", ")
  return [
    point(test === undefined ? "Owed" : "Test", owed, `${section.en}: “${wording}”`),
    ...list(
      "To weigh",
      factors.map((factor) => cited(factorInWords(factor.code, "en"), `“${factor.wording}”`)),
    ),
    ...(fields === undefined ? [] : [point("Definition covers", `${fields}; otherwise probably not owed`, section.en)]),
    ...(residents === undefined
      ? []
      : [point("Residents", `at least ${residents.atLeast} in ${residents.jurisdiction}`, rule.citation.section.en)]),
    ...(rule.onlyAfter === undefined ? [] : [point("Only after", onlyAfterWords[rule.onlyAfter], section.en)]),
  ]
}

function excusePoints({ excusedBy, exceptions }: Rule): string[] {
  return [
    ...excusedBy.map(({ reason, section }) => point("Excused if", assessmentReasonInWords(reason, "en"), section.en)),
    ...exceptions.map(({ en }) => point("Exception", en)),
  ]
}

/** Which of the regulator's own form was read. The evidence lists its fields. */
function formPoints({ kind, regulatorForm: form }: Rule): string[] {
  if (kind !== "tellRegulator") return []
  if (form === undefined) return [point("Regulator’s form", "not read: the items stand in the order of the law")]
  const read = form.unread === undefined ? "read to its end" : "read in part"
  return [
    point("Regulator’s form", `“${form.name.en}”, ${read} on ${form.readOn}. ${form.copy.en}`, form.url),
    ...(form.unread === undefined ? [] : [point("Not read of it", form.unread.en)]),
    ...list(
      "Form asks",
      form.fields.map(({ words }) => words.en),
    ),
  ]
}

function retentionPoints({ kind, retention }: Rule): string[] {
  if (retention === undefined) return kind === "keepRecord" ? [point("Kept", "not read")] : []
  if (retention.kind === "unstated") return [point("Kept", "the law names no time", retention.section.en)]
  const from = clockEventInWords(retention.from, "en")
  return [point("Kept", `at least ${retention.months} months from ${from}`, retention.section.en)]
}

function standingPoints(rule: Rule): string[] {
  const { verifiedOn } = rule
  const read = verifiedOn === undefined ? readingWords[rule.reading] : `read word for word, compared on ${verifiedOn}`
  return [
    point(
      "Standing",
      [
        `in force from ${rule.inForceFrom}`,
        `${read}, to be read again by ${rule.reviewBy}`,
        reviewInWords(rule, "en"),
        ...(awaitsCounsel(rule) ? ["**counsel must confirm this rule**"] : []),
      ].join("; "),
    ),
    ...(rule.note === undefined ? [] : [point("Note", rule.note.en)]),
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
  inControl: "whoever is in control",
  holder: "the holder",
}

const readingWords: Readonly<Record<Rule["reading"], string>> = {
  verbatim: "read word for word",
  secondary: "read at least in part in accounts",
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

/** In which official language the pack lacks the words. */
const notHere = ({ words }: Rule): string => {
  if (words.en === null) return ". The English words are not here"
  return words.fr === null ? ". The French words are not here" : ""
}

const addressee = ({ to }: Rule): string =>
  to.howToReach === undefined ? to.name.en : `[${to.name.en}](${to.howToReach})`

const headingOf = (law: Law, rule: Rule): string => oneLine(`${law.shortName.en}: ${rule.title.en}`)

const cited = (text: string, section: string | undefined): string =>
  section === undefined ? text : `${text} (${section})`

const point = (name: string, text: string, section?: string): string =>
  `- **${name}**: ${oneLine(cited(text, section))}`

/** Several points of one name. */
const list = (name: string, texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [`- **${name}**:`, ...texts.map((text) => `  - ${oneLine(text)}`)]

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-")

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()
