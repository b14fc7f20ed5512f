import type { Contradiction } from "../../base/chain/compare-timelines.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { count } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { fill } from "../../desk/alerts/mail-words.ts"
import type { ComparedTimelines, ReadView } from "../../desk/documents/read-view.ts"
import { entryTypeInWords } from "../../desk/dossier/entry-types-in-words.ts"
import type { NumberedLine } from "../../desk/dossier/regulator-side.ts"
import { regulatorInWords } from "../../desk/dossier/views-in-words.ts"
import { viewPath } from "../../desk/regulator-views/view-link.ts"
import { type Html, html } from "../kit/html.ts"
import { tableInHtml } from "./blocks-in-html.ts"
import { hidden, linkedDocument } from "./letter-frame.ts"
import { type ViewWords, viewWordsIn } from "./view-words.ts"

/** Most entries of each timeline on the page. An answer of Lambda has 6 MB at most. */
const mostEntries = 1_000

type Both = {
  readonly language: DocumentLanguage
  readonly tokens: readonly [string, string]
  readonly read: ComparedTimelines
}

/** Both timelines of a case in two columns by time, with their contradictions marked. */
export function timelineComparisonPage({ language, tokens: [token, other], read }: Both): HttpDocument {
  const words = viewWordsIn(language)
  const { first, second } = read
  const names = [first.side.partyName, second.side.partyName] as const
  const regulator = regulatorInWords(first.view.regulator, language)
  const isCut = [first, second].some(({ side }) => side.lines.length > mostEntries)
  return linkedDocument({
    language,
    path: viewPath,
    sent: { token, other },
    title: words.bothTitle,
    content: html`<p>${fill(words.bothIntro, { first: names[0], second: names[1], regulator })}</p>
<h2>${words.contradictionsTitle}</h2>
${contradictionList(words, read, language)}
<h2>${words.bothTitle}</h2>
${isCut ? html`<p>${fill(words.cut, { count: count(mostEntries, language) })}</p>\n` : undefined}\
${tableInHtml(words.bothTitle, [words.when, ...names], rowsOf(words, read))}
<form method="post" action="${viewPath}">
${hidden({ token, lang: language })}<button>${words.back}</button>
</form>`,
  })
}

function contradictionList(words: ViewWords, read: ComparedTimelines, language: DocumentLanguage): Html {
  const broken = [read.first, read.second]
    .filter(({ side }) => !side.verdict.ok)
    .map(({ side }) => fill(words.kinds.chain, { party: side.partyName }))
  const sentences = [...broken, ...read.contradictions.map((one) => contradictionInWords(words, read, one, language))]
  if (sentences.length === 0) return html`<p>${words.none}</p>`
  return html`<p>${words.found}</p>
<ul>
${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>`
}

function contradictionInWords(
  words: ViewWords,
  { first, second }: ComparedTimelines,
  one: Contradiction,
  language: DocumentLanguage,
): string {
  const names = [first.side.partyName, second.side.partyName] as const
  const { kinds } = words
  switch (one.kind) {
    case "missing": {
      const [having, lacking] = one.in === 0 ? [names[1], names[0]] : names
      return fill(kinds.missing, { seq: String(one.seq), having, lacking, what: entryTypeInWords(one.type, language) })
    }
    case "count":
      return fill(kinds.count, {
        first: names[0],
        second: names[1],
        one: count(one.counts[0], language),
        other: count(one.counts[1], language),
      })
    default: {
      const [seq, otherSeq] = one.seqs
      return `${fill(words.entries, { first: String(seq), second: String(otherSeq) })}: ${differenceInWords(words, one, language)}`
    }
  }
}

function differenceInWords(
  { kinds }: ViewWords,
  one: Extract<Contradiction, { seqs: unknown }>,
  language: DocumentLanguage,
): string {
  switch (one.kind) {
    case "time":
      return fill(kinds.time, { seconds: count(one.seconds, language) })
    case "content":
      return fill(kinds.content, { fields: one.fields.join(", ") })
    case "answer": {
      const [type, other] = one.types
      return fill(kinds.answer, { one: entryTypeInWords(type, language), other: entryTypeInWords(other, language) })
    }
  }
}

/** The entries of both by time. Those of one instant stand in one row, in their order. */
function rowsOf(words: ViewWords, { first, second, contradictions }: ComparedTimelines): Html[] {
  const marked = [markedIn(contradictions, 0), markedIn(contradictions, 1)] as const
  const latest = ({ side }: ReadView) => side.lines.slice(-mostEntries)
  const lines = [
    ...latest(first).map((line) => ({ line, side: 0 })),
    ...latest(second).map((line) => ({ line, side: 1 })),
  ]
  const instants = Map.groupBy(lines, ({ line }) => line.at)
  return [...instants.keys()].sort().flatMap((at) => {
    const here = instants.get(at) ?? []
    const cell = (side: 0 | 1) =>
      html`<td>${here
        .filter((one) => one.side === side)
        .map(({ line }) => lineInHtml(words, line, marked[side].has(line.seq)))}</td>`
    return [html`<tr><th scope="row">${here[0]?.line.when}</th>${cell(0)}${cell(1)}</tr>\n`]
  })
}

const lineInHtml = ({ mark }: ViewWords, { seq, who, what }: NumberedLine, isMarked: boolean): Html =>
  html`<p>${isMarked ? html`<strong>${mark}</strong> ` : undefined}${String(seq)}. ${who}: ${what}</p>`

/** The numbers of the entries of one timeline that a contradiction is about. */
function markedIn(contradictions: readonly Contradiction[], place: 0 | 1): ReadonlySet<number> {
  return new Set(
    contradictions.flatMap((one) => {
      if (one.kind === "count") return []
      if (one.kind === "missing") return one.in === place ? [] : [one.seq]
      return [one.seqs[place]]
    }),
  )
}
