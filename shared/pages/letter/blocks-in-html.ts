import type { Block, FactRow, Section } from "../../desk/dossier/document.ts"
import { groupedHash, linesOf } from "../../desk/dossier/rendering.ts"
import { type Html, html } from "../kit/html.ts"

/** A section of a dossier as HTML. */
export function sectionInHtml({ heading, blocks }: Section): Html {
  return html`<h2>${heading}</h2>
${blocks.map((block) => blockInHtml(block, heading))}`
}

function blockInHtml(block: Block, heading: string): Html {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${withBreaks(block.text)}</p>\n`
    case "list":
      return html`<ul>\n${block.items.map((item) => html`<li>${item}</li>\n`)}</ul>\n`
    case "facts":
      return html`<dl>\n${block.rows.map(factInHtml)}</dl>\n`
    case "figures":
      return html`<dl>\n${block.figures.map(({ value, label }) => html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl>\n`
    case "hash":
      return html`<p>${block.label}<br><code>${groupedHash(block.value)}</code></p>\n`
    case "table":
      if (block.rows.length === 0) return html`<p>${block.empty}</p>\n`
      return tableInHtml(
        `${heading} (${block.columns.map(({ label }) => label).join(", ")})`,
        block.columns.map(({ label }) => label),
        block.rows.map((cells) => html`<tr>${cells.map((text) => html`<td>${withBreaks(text)}</td>`)}</tr>\n`),
      )
  }
}

const factInHtml = ({ label, values }: FactRow): Html =>
  html`<dt>${label}</dt>${values.map((value) => html`<dd>${withBreaks(value)}</dd>`)}\n`

const withBreaks = (text: string): readonly (Html | string)[] =>
  linesOf(text).flatMap((line, place) => (place === 0 ? [line] : [html`<br>`, line]))

/** A table that scrolls by itself on a narrow screen, also with the keyboard. @param name its own on its page */
export const tableInHtml = (name: string, columns: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="wide" role="region" tabindex="0" aria-label="${name}">
<table>
<thead><tr>${columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
`
