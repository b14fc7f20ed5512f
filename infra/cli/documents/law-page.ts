import { clockInWords } from "../../../shared/desk/duties/clock-in-words.ts"
import { type Law, type Rule, replacedOn, wordsOf } from "../../../shared/desk/law/law.ts"
import { awaitsCounsel, reviewInWords } from "../../../shared/desk/law/standing-in-words.ts"
import { withoutRules } from "../laws/counsel-words.ts"
import { type Point, type PointText, pointsOfRule } from "../laws/points-of-rule.ts"

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
    "every breach is always owed. A rule gives a duty if it was in force when the event happened that starts its clock, and",
    "a later version of it was not yet. Where a law names no term, Wayseal sets a target, which is no legal deadline.",
    "Whoever decides about the information is in control of it, and whoever keeps it for another is its holder.",
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
  if (law.rules.length === 0) {
    const why = law.nobodyHasRead ? "none: nobody has read it" : "none: it asks for nothing after a breach"
    return [row(`\`${law.id}\``, why, "", "")]
  }
  return law.rules.map((rule) =>
    row(
      `\`${law.id} ${rule.kind}\``,
      `[${rule.title.en}${untilOf(law, rule)}](#${anchorOf(headingOf(law, rule))}), ${rule.citation.section.en}`,
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
    ...(law.extension === undefined ? [] : [oneLine(law.extension.en), ""]),
    ...(law.rules.length === 0 ? [withoutRules(law).en, ""] : []),
    ...law.rules.flatMap((rule) => ruleSection(law, rule)),
  ]
}

function ruleSection(law: Law, rule: Rule): string[] {
  return [
    `### ${headingOf(law, rule)}`,
    "",
    `> ${oneLine(wordsOf(rule))}`,
    "",
    `[${rule.citation.section.en}](${rule.citation.url})${quotedFrom(rule)}${notHere(rule)}`,
    "",
    ...pointsOfRule(rule, "en").flatMap(pointLines),
    ...standingPoints(law, rule),
    "",
  ]
}

/** A point with one text on one line, and with several as a list. */
function pointLines({ name, texts }: Point): string[] {
  const [only, ...more] = texts.map(textInMarkdown)
  return only === undefined || more.length > 0
    ? [`- **${name}**:`, ...texts.map((text) => `  - ${textInMarkdown(text)}`)]
    : [`- **${name}**: ${only}`]
}

const textInMarkdown = ({ text, section, url }: PointText): string =>
  oneLine(`${url === undefined ? text : `[${text}](${url})`}${section === undefined ? "" : ` (${section})`}`)

function standingPoints(law: Law, rule: Rule): string[] {
  const { verifiedOn, inForceFrom, inForceBy } = rule
  const by = inForceBy === undefined ? "" : `, by the ${inForceBy}`
  const read = verifiedOn === undefined ? readingWords[rule.reading] : `read word for word, compared on ${verifiedOn}`
  return [
    point(
      "Standing",
      [
        `in force from ${inForceFrom}${untilOf(law, rule)}${by}`,
        `${read}, to be read again by ${rule.reviewBy}`,
        reviewInWords(rule, "en"),
        ...(awaitsCounsel(rule) ? ["**counsel must confirm this rule**"] : []),
      ].join("; "),
    ),
    ...(rule.note === undefined ? [] : [point("Note", rule.note.en)]),
  ]
}

const readingWords: Readonly<Record<Rule["reading"], string>> = {
  verbatim: "read word for word",
  secondary: "read at least in part in accounts",
  unverified: "not read",
}

const quotedFrom = ({ quoteFrom }: Rule): string =>
  quoteFrom === undefined ? "" : `; the words were read [in a copy](${quoteFrom})`

/** In which official language the pack lacks the words. */
const notHere = ({ words }: Rule): string => {
  if (words.en === null) return ". The English words are not here"
  return words.fr === null ? ". The French words are not here" : ""
}

const headingOf = (law: Law, rule: Rule): string =>
  oneLine(`${law.shortName.en}: ${rule.title.en}${untilOf(law, rule)}`)

/** Until when a version of a rule was in force that another one replaced. */
function untilOf(law: Law, rule: Rule): string {
  const next = replacedOn(law, rule)
  return next === undefined ? "" : ` until ${next}`
}

const point = (name: string, text: string): string => `- **${name}**: ${oneLine(text)}`

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-")

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()
