import type { Block, DossierDocument } from "../../../shared/desk/dossier/document.ts"
import { groupedHash, letterhead } from "../../../shared/desk/dossier/rendering.ts"
import { type OpenedPdf, type Said, withoutSpaces } from "./opened-pdf.ts"

/** What a screen reader has to say of some documents, in order. Their kinds and tables of contents are not in it. */
export const spokenOf = (documents: readonly DossierDocument[]): readonly Said[] =>
  documents
    .flatMap(({ envelope, title, subtitle, warnings = [], sections }) => [
      ...(envelope === undefined ? [] : [said("P", letterhead(envelope))]),
      said("H1", title),
      ...(envelope === undefined ? [subtitle, ...warnings].map((text) => said("P", text)) : []),
      ...sections.flatMap(({ heading, blocks }) => [said("H2", heading), ...blocks.flatMap(spokenOfBlock)]),
    ])
    .filter(({ text }) => text !== "")

const said = (path: string, text: string): Said => ({ path, text: withoutSpaces(text) })

function spokenOfBlock(block: Block): Said[] {
  switch (block.kind) {
    case "paragraph":
      return [said("P", block.text)]
    case "list":
      return block.items.flatMap((item) => [said("L/LI/Lbl", "•"), said("L/LI/LBody", item)])
    case "facts":
      return block.rows.flatMap(({ label, section, values }) => [
        ...cell("Table/TR/TH", section === undefined ? [label] : [label, section]),
        ...cell("Table/TR/TD", values),
      ])
    case "table":
      if (block.rows.length === 0) return [said("P", block.empty)]
      return [
        ...block.columns.map(({ label }) => said("Table/TR/TH", label)),
        ...block.rows.flatMap((row) => row.map((text) => said("Table/TR/TD", text))),
      ]
    case "figures":
      return block.figures.flatMap(({ value, label }) => cell("L/LI/LBody", [value, label]))
    case "hash":
      return [said("P", block.label), said("P", groupedHash(block.value))]
  }
}

/** Several texts of one cell are paragraphs of it. */
const cell = (path: string, texts: readonly string[]): Said[] =>
  texts.map((text) => said(texts.length === 1 ? path : `${path}/P`, text))

/** What a file says besides what is left out, in the form of `spokenOf`. */
export const spokenIn = ({ pages }: OpenedPdf, isLeftOut: (one: Said) => boolean): readonly Said[] =>
  pages.flatMap(({ said: ofPage }) => ofPage.filter((one) => !isLeftOut(one) && one.text !== ""))

/** The same texts, with each that goes on over the end of a page put together, as `expected` has them. */
export function joinedAs(expected: readonly Said[], given: readonly Said[]): readonly Said[] {
  const left = [...given]
  const joined: Said[] = []
  for (const { text } of expected) {
    let next = left.shift()
    while (next !== undefined && next.text !== text && text.startsWith(next.text) && left[0]?.path === next.path) {
      next = { path: next.path, text: `${next.text}${left.shift()?.text ?? ""}` }
    }
    if (next !== undefined) joined.push(next)
  }
  return [...joined, ...left]
}
