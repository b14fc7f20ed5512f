import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { moment } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import type { DetailedParcel, LookupAnswer } from "../../intake/tracking/lookup-answer.ts"
import type { Section } from "../../parties/channels/letter.ts"
import { sectionsHtml } from "../../parties/channels/letter-html.ts"
import { type Html, html } from "../kit/html.ts"
import { pagePath } from "../kit/page-address.ts"
import { pageDocument, ready } from "./page-frame.ts"
import { type PageWords, wordsIn } from "./page-words.ts"

/** What a recipient may read beside the parcel. What is absent is not for this proof. */
export type MoreOfParcel = {
  /** What people were notified of. Empty if of nothing. */
  readonly notices?: readonly Section[]
  /** Whether a stranger saw it, by these notices. Otherwise one only may have. */
  readonly isShown?: boolean
  /** Who looked the parcel up. */
  readonly accesses?: readonly Section[]
  /** IANA time zone of all times on the page. */
  readonly timeZone: string
}

/** The page of a parcel, or of all parcels of an order. */
export function parcelPage(of: {
  readonly language: DocumentLanguage
  readonly answer: Extract<LookupAnswer, { shows: "details" }>
  readonly more: MoreOfParcel
  readonly sent: ReadonlyMap<string, string>
}): HttpDocument {
  const { language, answer, more, sent } = of
  const { retailer, parcels } = answer
  const words = wordsIn(language)
  return pageDocument({
    language,
    title: parcels.length === 1 ? words.shownTitle : words.severalTitle,
    sent,
    content: html`${retailer === undefined ? undefined : html`<p>${words.from} <strong>${retailer}</strong></p>\n`}\
${parcels.map((parcel, place) => [
  parcels.length === 1 ? undefined : html`<h2>${placeOf(place, parcels.length, words)}</h2>\n`,
  facts(factsOf(parcel, { words, language, timeZone: more.timeZone })),
])}${affected(more, words)}${accesses(more, words)}\
<p><a href="${pagePath}?lang=${language}">${words.lookAgain}</a></p>`,
  })
}

const placeOf = (place: number, count: number, { parcelOf }: PageWords): string =>
  parcelOf.replace("{place}", String(place + 1)).replace("{count}", String(count))

type Fact = readonly [label: string, value: string | undefined]

function factsOf(
  { phase, dates, signatureRecorded }: DetailedParcel,
  { words, language, timeZone }: { words: PageWords; language: DocumentLanguage; timeZone: string },
): readonly Fact[] {
  const time = (at: string | undefined) => (at === undefined ? undefined : moment(at, timeZone, language))
  // Of a delivery that the exchange does not know of, it cannot say that nobody signed.
  const unsigned = phase === "delivered" && signatureRecorded === false ? words.signatureNo : undefined
  return [
    [words.phaseLabel, words.phases[phase]],
    [words.since, dates.deliveredAt === undefined ? time(dates.since) : undefined],
    [words.deliveredAt, time(dates.deliveredAt)],
    [words.orderedAt, time(dates.orderedAt)],
    [words.signature, signatureRecorded === true ? words.signatureYes : unsigned],
  ]
}

const facts = (all: readonly Fact[]): Html => html`<dl>
${all.map(([label, value]) => (value === undefined ? undefined : html`<dt>${label}</dt><dd>${value}</dd>\n`))}</dl>
`

function affected({ notices, isShown }: MoreOfParcel, words: PageWords): Html | undefined {
  if (notices === undefined) return undefined
  return html`<section>
<h2>${words.affectedTitle}</h2>
<p>${notices.length === 0 ? words.notAffected : isShown === true ? words.affected : words.perhapsAffected}</p>
${ready(sectionsHtml(notices, { tag: "h3" }))}
</section>
`
}

/** Who looked, or how to learn it; and how to have the data erased, which only the shop can ask for. */
function accesses({ accesses: shown }: MoreOfParcel, words: PageWords): Html {
  const list =
    shown === undefined
      ? html`<p>${words.accessesElsewhere}</p>`
      : html`<p>${words.maybeYou}</p>
${ready(sectionsHtml(shown, { tag: "h3" }))}`
  return html`<section>
<h2>${words.accessesTitle}</h2>
${list}
</section>
<section>
<h2>${words.erasureTitle}</h2>
<p>${words.erasure}</p>
</section>
`
}
