import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled } from "../../base/platform/bilingual.ts"
import type { Block, DossierDocument, FactRow } from "./document.ts"
import { type LetterBlock, type LinesOfPerson, letterToOne } from "./merge-slots.ts"
import { chosenOf, groupedHash, inOneLine, letterhead, linesOf, type Rendering } from "./rendering.ts"

/**
 * Renders a dossier as Markdown to paste into e-mail and edit: CommonMark with the tables of GitHub
 * (https://github.github.com/gfm/).
 */
export const renderDossierMarkdown: Rendering = async (dossier, options = {}) => {
  const { chosen } = chosenOf(dossier, options)
  return Buffer.from(`${chosen.map((one) => documentText(one, dossier.caseAlias)).join("\n\n---\n\n")}\n`)
}

function documentText(document: DossierDocument, caseAlias: string): string {
  const { language } = document
  const { sections, ...lines } = letterToOne(document, caseAlias)
  return [
    ...headOf(document, lines),
    ...sections.flatMap(({ heading, blocks }) => [
      `## ${asWritten(heading)}`,
      ...blocks.map((block) => blockText(block, language)).filter((text) => text !== ""),
    ]),
  ].join("\n\n")
}

const personLines = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [lines.map(asWritten).join("\\\n")]

/** A notice is a letter: sender, person and title. Warnings, which only internal documents have, are quoted. */
function headOf(
  { title, subtitle, envelope, warnings = [] }: DossierDocument,
  { address, delivery }: LinesOfPerson,
): string[] {
  const heading = `# ${asWritten(title)}`
  if (envelope !== undefined)
    return [asWritten(letterhead(envelope)), ...personLines(address), heading, ...personLines(delivery)]
  const quoted = warnings.map((line) => `> ${asWritten(line)}`).join("\n>\n")
  return [heading, asWritten(subtitle), ...(quoted === "" ? [] : [quoted])]
}

function blockText(block: LetterBlock, language: DocumentLanguage): string {
  switch (block.kind) {
    case "paragraph":
      if (block.tone === "gap") return `*${asWritten(block.text)}*`
      return linesOf(block.text).map(asWritten).join("\\\n")
    case "list":
      return block.items.map((item) => `- ${asWritten(item)}`).join("\n")
    case "slots":
      return personLines(block.lines).join("")
    case "facts":
      return block.rows.map((row) => factText(row, language)).join("\n")
    case "table":
      return tableText(block)
    case "figures":
      return block.figures.map(({ value, label }) => `- **${asWritten(value)}** ${asWritten(label)}`).join("\n")
    case "hash":
      return asWritten(labelled(block.label, groupedHash(block.value), language))
  }
}

/** A fact with one value is one line. Several values stand below it. */
function factText({ label, section, values, standing }: FactRow, language: DocumentLanguage): string {
  const name = `**${asWritten(label)}**${section === undefined ? "" : ` ${asWritten(inBrackets(section))}`}`
  const [only = "", ...others] = values.map((value) =>
    standing === "known" ? asWritten(value) : `*${asWritten(value)}*`,
  )
  if (others.length === 0) return `- ${labelled(name, only, language)}`
  return [`- ${name}`, ...[only, ...others].map((value) => `  - ${value}`)].join("\n")
}

/** Some sections, such as (f), are in brackets already. */
const inBrackets = (section: string): string => (/^\(\w+\)$/.test(section) ? section : `(${section})`)

function tableText({ columns, rows, empty }: Extract<Block, { kind: "table" }>): string {
  if (rows.length === 0) return asWritten(empty)
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [
    row(columns.map(({ label }) => asWritten(label))),
    row(columns.map(({ align }) => (align === "right" ? "--:" : "---"))),
    ...rows.map((cells) => row(cells.map((text) => linesOf(text).map(asWritten).join("<br>")))),
  ].join("\n")
}

/** A text that Markdown shows as it is written. What needs no escape gets none, because people read the source too. */
export const asWritten = (text: string): string =>
  inOneLine(text)
    .trim()
    .replace(/[\\`*[\]<>|~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/&(?=#?\w+;)/g, "\\&")
    // The start of a list, a rule or a heading; and the end of a heading.
    .replace(/^(?:[#-]|\+(?=\s|$))/, "\\$&")
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")
    .replace(/(?<=\s)#+$/, "\\$&")
