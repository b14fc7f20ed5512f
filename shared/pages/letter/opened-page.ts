import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, count, deadline, lookupsIn, moment, momentSpan, timeSpan } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { dutyInWords } from "../../desk/alerts/duty-sentences.ts"
import { mailReader } from "../../desk/alerts/mail-reader.ts"
import { fill } from "../../desk/alerts/mail-words.ts"
import { possibleCount, possiblySeen } from "../../desk/cases/party-counts.ts"
import { fieldInWords, toolInWords } from "../../desk/dossier/codes-in-words.ts"
import { leastOf, unknownInWords, unwatchedInWords } from "../../desk/dossier/unwatched-sentences.ts"
import { dutyLine } from "../../desk/duties/duty-line.ts"
import { fieldsThatAre } from "../../desk/knowledge.ts"
import { checkCodeOf } from "../../desk/letters/check-code.ts"
import { type AnswerKind, answersTo, reasonsToDecline } from "../../desk/letters/letter-answers.ts"
import type { OpenedLetter } from "../../desk/letters/open-letter.ts"
import { dutyLines } from "../../desk/visibility.ts"
import type { Party } from "../../parties/party.ts"
import { type Html, html } from "../kit/html.ts"
import { type FormFault, mostFileBytes } from "./letter-form.ts"
import { answerPath, hidden, letterDocument } from "./letter-frame.ts"
import { askerInWords } from "./letter-pages.ts"
import { type LetterWords, wordsIn } from "./letter-words.ts"

type Opened = {
  readonly language: DocumentLanguage
  readonly opened: OpenedLetter
  readonly token: string
  /** ISO instant. */
  readonly now: string
  /** What was wrong with the answer that was sent. */
  readonly fault?: FormFault
}

type View = Opened & { readonly words: LetterWords; readonly asker: string }

/** An open letter: what is asked, by whom, by when and under which law, and the forms to answer it. */
export function openedPage(of: Opened): HttpDocument {
  const { language, opened, token, fault } = of
  const words = wordsIn(language)
  const view = { ...of, words, asker: askerInWords(opened.asker, language) }
  const { request } = opened.letter
  const title = words.titles[request.kind]
  return letterDocument({
    language,
    token,
    title: fault === undefined ? title : `${words.errorTitle}: ${title}`,
    content: html`${fault === undefined ? undefined : errorOf(words[fault])}
<p>${fill(words.asks[request.kind], { asker: capital(view.asker) })}</p>
${dutySentence(view)}${notes(view).map((note) => html`<p><strong>${note}</strong></p>\n`)}
<h2>${words.checkTitle}</h2>
<p>${fill(words.check, { reference: opened.own.alias, code: checkCodeOf(opened.letter.letterId) })}</p>
<h2>${words.factsTitle}</h2>
<dl>
${factsOf(view).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl>
${acknowledging(view)}
<h2>${words.answerTitle}</h2>
<p>${words.answerIntro}</p>
${answersTo(request).map((kind) => answerForm(view, kind))}`,
  })
}

/** The first thing that a reader of the page comes to. */
const errorOf = (text: string): Html => html`<div class="errors" role="alert" tabindex="-1" autofocus>
<p>${text}.</p>
</div>`

/** The duty that is asked for, with its law and its time. */
function dutySentence({ language, opened, now }: View): Html | undefined {
  const { duty, own, party, asker, laws } = opened
  if (duty === undefined) return undefined
  const known = new Map(asker === undefined ? [] : [[asker.id, asker] as const])
  const [line] = dutyLines(known, own, [duty])
  if (line === undefined) return undefined
  const reader = mailReader({ ...party, language }, { apiUrl: "" })
  return html`<p><strong>${dutyInWords(reader, dutyLine(line, laws), now)}</strong></p>\n`
}

/** What the reader has to know before answering. */
function notes({ words, opened, asker, language, now }: View): string[] {
  const { letter, duty, party } = opened
  const { timeZone } = party.jurisdiction
  const { acknowledgedAt, answerBy = now } = letter
  return [
    ...(acknowledgedAt === undefined
      ? []
      : [fill(words.acknowledged, { time: moment(acknowledgedAt, timeZone, language) })]),
    ...(answerBy < now ? [words.termOver] : []),
    ...(duty?.state === "takenOver" ? [fill(words.takenOver, { asker: capital(asker) })] : []),
  ]
}

type Fact = readonly [label: string, value: string]

/** The counterparty's own side of the case. It lists nobody and no shipment. */
function factsOf({ words, language, opened, asker }: View): Fact[] {
  const { letter, party, own } = opened
  const { timeZone } = party.jurisdiction
  const { answerBy, askedAt, request } = letter
  const perhaps = possiblySeen(own)
  const { possibleShipments: possible } = possibleCount(own)
  const { isAtLeast, unwatched, unknownBecause } = opened.known
  const isNew = !isReportedAlone(opened)
  const fields = isNew ? [...fieldsThatAre(opened.known, "shown"), ...fieldsThatAre(opened.known, "possibly")] : []
  const atLeast = (amount: number) => leastOf(isAtLeast, count(amount, language), language)
  const unknown = [
    ...unwatchedInWords(unwatched, { language, timeZone }),
    ...unknownInWords(unknownBecause, language),
  ].join(" ")
  const { firstAt = perhaps?.firstAt, lastAt = perhaps?.lastAt ?? firstAt } = own
  const laws = party.laws.map((id) => opened.laws.find((law) => law.id === id)?.shortName[language] ?? id)
  const facts: [string, string | undefined][] = [
    [words.asker, asker],
    [words.callBack, callBackOf(opened.asker) ?? words.knownContact],
    [words.you, party.alias],
    [words.askedAt, moment(askedAt, timeZone, language)],
    [words.answerBy, answerBy === undefined ? undefined : deadline(answerBy, timeZone, language)],
    [words.reference, own.alias],
    [words.laws, request.kind === "doDuty" ? undefined : laws.length === 0 ? words.noLaw : laws.join(", ")],
    [words.tool, toolInWords(own.tool, language)],
    [words.shipments, own.shipments === 0 ? undefined : atLeast(own.shipments)],
    [words.possible, possible === undefined ? undefined : atLeast(possible)],
    [words.fields, fields.length === 0 ? undefined : fields.map((one) => fieldInWords(one, language)).join(", ")],
    [words.unwatched, unknown === "" ? undefined : unknown],
    ...reportedFacts({ words, language, opened }, timeZone),
    [
      words.period,
      isNew && firstAt !== undefined && lastAt !== undefined
        ? lookupsIn(timeSpan(firstAt, lastAt, timeZone, language), language)
        : undefined,
    ],
  ]
  return facts.flatMap(([label, value]): Fact[] => (value === undefined ? [] : [[label, value]]))
}

/** Whether all that is known of what was seen, and when, is what was reported, which the page shows anyhow. */
const isReportedAlone = ({ reported, own }: OpenedLetter): boolean => reported !== undefined && own.shipments === 0

/** What the retailer was told of the lookups, by which the carrier finds them in its log. */
function reportedFacts(
  { words, language, opened }: Pick<View, "words" | "language" | "opened">,
  timeZone: string,
): [string, string | undefined][] {
  const { reported } = opened
  if (reported === undefined) return []
  const { since, until, range, fields = [] } = reported
  return [
    [words.reportedTime, capital(momentSpan(since, until, timeZone, language))],
    [words.reportedRange, range && fill(words.fromTo, range)],
    [
      words.reportedFields,
      fields.length === 0 ? undefined : fields.map((one) => fieldInWords(one, language)).join(", "),
    ],
  ]
}

/** Whom to call at the party that asks. A discreet one goes by its contact for the public, which names no goods. */
function callBackOf(asker: Party | undefined): string | undefined {
  if (asker === undefined) return undefined
  const { contact, publicContact } = asker.documents
  const { name, title, phone, email }: NonNullable<typeof contact> =
    asker.discreet === false ? (contact ?? publicContact ?? {}) : (publicContact ?? {})
  const ways = [name, title, phone, email].filter((way) => way !== undefined)
  return ways.length === 0 ? undefined : ways.join(", ")
}

function acknowledging({ words, language, token, opened }: View): Html | undefined {
  if (opened.letter.acknowledgedAt !== undefined) return undefined
  return html`<h2>${words.acknowledgeTitle}</h2>
<p>${words.acknowledgeIntro}</p>
<form method="post" action="${answerPath}" enctype="multipart/form-data">
${hidden({ token, lang: language, answer: "acknowledge" })}<button>${words.acknowledge}</button>
</form>`
}

/** Each answer is a form of its own, so that no field depends on another and the page needs no script. */
function answerForm(view: View, kind: AnswerKind): Html {
  const { words, language, token } = view
  const { title, button } = words.answers[kind]
  return html`<section>
<h3 id="${kind}-title">${title}</h3>
<form method="post" action="${answerPath}" enctype="multipart/form-data" aria-labelledby="${kind}-title">
${hidden({ token, lang: language, answer: kind })}${kind === "decline" ? reasonField(view) : undefined}\
${kind === "accept" ? dateField(view) : undefined}${fileField(words, kind)}<button>${button}</button>
</form>
</section>
`
}

function reasonField({ words, opened }: View): Html {
  const reasons = reasonsToDecline(opened.letter.request.kind)
  return html`<p class="field">
<label for="reason">${words.reason}</label>
<select id="reason" name="reason" required>
<option value=""></option>
${reasons.map((reason) => html`<option value="${reason}">${words.reasons[reason]}</option>\n`)}</select>
</p>
`
}

const dateField = ({ words, now }: View): Html => html`<p class="field">
<label for="promised-by">${words.promisedBy}</label>
<input id="promised-by" name="promisedBy" type="date" min="${now.slice(0, 10)}">
</p>
`

const fileField = (words: LetterWords, kind: AnswerKind): Html => html`<p class="field">
<label for="${kind}-file">${kind === "inform" ? words.file : words.optionalFile}</label>
<span class="hint" id="${kind}-file-hint">${words.fileHint}</span>
<input id="${kind}-file" name="file" type="file" aria-describedby="${kind}-file-hint" data-most="${String(mostFileBytes)}" \
data-too-large="${words.fileTooLarge}"${kind === "inform" ? html` required` : undefined}>
</p>
`
