import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { stamp } from "../../base/platform/bilingual.ts"
import { type Html, html } from "../kit/html.ts"
import { headings, stateWords, words } from "./operator-words.ts"
import type { Fault, ReportPart } from "./stage-report.ts"

/** What the page knows of the stage beside its facts. */
export type StagePlace = {
  readonly stage: string
  /** Where the documentation is, for everybody to read. Absent in a stage without it. */
  readonly documentationUrl?: string | undefined
}

/** One part of the report as a section of the page. What is well is one line. */
export const sectionOf = (
  { name, state, summary, faults, notes, figures }: ReportPart,
  place: StagePlace,
  language: DocumentLanguage,
): Html =>
  html`<section class="${state}" aria-labelledby="${name}">
<h2 id="${name}">${headings[name][language]}</h2>
<p class="state">${stateWords[state][language]}</p>
<p>${summary}</p>
${list([...faults.map((fault) => faultInHtml(fault, place, language)), ...notes])}
${figures.length === 0 ? undefined : figuresInHtml(figures)}
</section>
`

const list = (items: readonly (Html | string)[]): Html | undefined =>
  items.length === 0 ? undefined : html`<ul>\n${items.map((item) => html`<li>${item}</li>\n`)}</ul>`

const figuresInHtml = (rows: ReportPart["figures"]): Html =>
  html`<dl>\n${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`

function faultInHtml({ text, isEnglish, since, run, runbook }: Fault, place: StagePlace, language: DocumentLanguage) {
  const told = isEnglish && language !== "en" ? html`<span lang="en">${text}</span>` : html`${text}`
  const from = since === undefined ? undefined : html` (${words.since[language]} ${stamp(since, "UTC", language)})`
  const command = run === undefined ? undefined : html` <code>${run}</code>`
  const way = runbook === undefined ? undefined : html` ${wayTo(runbook, place, words.runbook[language])}`
  return html`${told}${from}${command}${way}`
}

/** The way to a runbook: a link where the documentation is served, and else its path in this project. */
function wayTo(runbook: string, { documentationUrl }: StagePlace, label: string): Html {
  if (documentationUrl === undefined) return html`${label} <code>${runbook}</code>`
  const name = runbook.replace(/^docs\//, "").replace(/\.md$/, "")
  return html`<a href="${documentationUrl}/${name}.html">${label} ${name.replace("runbooks/", "")}</a>`
}
