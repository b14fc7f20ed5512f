import {
  capital,
  count,
  lookupsIn,
  type Pair,
  share,
  shortDeadline,
  smallestShare,
  timeSpan,
} from "../../base/platform/bilingual.ts"
import { type DueTime, type Line, type Part, paragraph, type Section } from "../../parties/channels/letter.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import { voucherInWords } from "../../watch/detection/anomalies/voucher-in-words.ts"
import { acknowledgeHours } from "../cases/alert-steps.ts"
import type { CaseMessage, CaseSide, MessageContent } from "../cases/outbox-message.ts"
import { breachAtHubInWords, correctionAtHub, sinceClosedAtHub } from "../dossier/at-hub-in-words.ts"
import { fieldInWords, placeInWords } from "../dossier/codes-in-words.ts"
import { asksNothing, notLookedAt } from "../dossier/law-coverage-in-words.ts"
import { leastOf, unknownInWords, unwatchedInWords } from "../dossier/unwatched-sentences.ts"
import { findLaw } from "../law/catalogue.ts"
import type { AlertLetter } from "./alert-letter.ts"
import { dueTimesOf } from "./due-times.ts"
import { dutyLetter } from "./duty-letter.ts"
import { dutyBlocks, dutyInWords, isToDo, nextTimeOf, oneLineEach, partsOf } from "./duty-sentences.ts"
import { type MailReader, step, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"
import { newsOfLetterMail } from "./news-of-letter-mail.ts"
import { questionMail } from "./question-mail.ts"

/**
 * The letter that goes with a message, in the language and time zone of its reader. It never says what anybody bought.
 *
 * @returns `undefined` for messages that are only events
 */
export function letterOf(message: MessageContent, reader: MailReader): AlertLetter | undefined {
  const { subjects } = reader.words
  switch (message.kind) {
    case "CaseOpened":
      return caseLetter(reader, message.facts, { subject: subjects.opened, sections: opened(reader, message.facts) })
    case "CaseGrew":
      return caseLetter(reader, message.facts, { subject: subjects.grown, sections: grown(reader, message.facts) })
    case "CaseMerged":
      return mergedLetter(reader, message.facts)
    case "AlertNotAcknowledged":
      return {
        ...caseLetter(reader, message.facts, {
          subject: subjects.notAcknowledged,
          sections: opened(reader, message.facts, "notAcknowledged"),
        }),
        level: "escalation",
      }
    case "CaseClosed":
      return caseLetter(reader, message.facts, { subject: subjects.closed, sections: closed(reader, message.facts) })
    case "DutyDue":
    case "DutyOverdue":
    case "DutyUnanswered":
      return dutyLetter(message, reader)
    case "BreachAlertAcknowledged":
    case "DutyRequested":
    case "DutyAccepted":
    case "DutyDeclined":
    case "DutyTakenOver":
    case "DutyDischarged":
    case "DutyAssessed":
    case "DutyOffered":
    case "DutyOfferAnswered":
    case "DutyHandedBack":
    case "MeasureRecorded":
    case "IndividualsNotified":
      return undefined
    case "LetterAsked":
      return askedLetter(reader, message.facts)
  }
}

function askedLetter(
  reader: MailReader,
  { news, question, letterId }: Extract<MessageContent, { kind: "LetterAsked" }>["facts"],
): AlertLetter | undefined {
  return question === undefined ? news && newsOfLetterMail(reader, news) : questionMail(reader, letterId, question)
}

type Side = CaseSide & { updatedAt?: string; leadingAlias?: string }

function caseLetter(
  reader: MailReader,
  side: Side,
  {
    subject,
    sections,
    dueTimes = dueTimesOf(reader, side, nowOf(side)),
  }: { subject: string; sections: readonly Section[]; dueTimes?: readonly DueTime[] },
): AlertLetter {
  const { words, timeZone, language } = reader
  const { actBy, actNow } = words.subjects
  const [due] = side.duties
    .filter(isToDo)
    .flatMap((duty) => nextTimeOf(duty, nowOf(side)) ?? [])
    .sort((one, other) => Date.parse(one) - Date.parse(other))
  const isLate = due !== undefined && Date.parse(due) < Date.parse(nowOf(side))
  const by = due === undefined ? "" : isLate ? actNow : fill(actBy, { time: shortDeadline(due, timeZone, language) })
  const names = { by, old: side.caseAlias, case: side.leadingAlias ?? side.caseAlias }
  return { letter: { language, subject: fill(subject, names), sections, dueTimes }, level: "alert" }
}

const nowOf = ({ updatedAt, openedAt }: Side): string => updatedAt ?? openedAt

const lines = (...each: readonly Line[]): Part => ({ kind: "lines", lines: each })
const said = (...sentences: readonly string[]): Part => lines(...sentences.map((text) => ({ text })))

function opened(
  reader: MailReader,
  side: Side,
  warning: "escalation" | "notAcknowledged" = "escalation",
): readonly Section[] {
  const { first, sentences } = reader.words
  const { breachAtHub, closedAtHub } = side
  return [
    paragraph(withLink(reader, first.acknowledge, side.caseUrl), {
      text: fill(sentences[warning], { hours: String(acknowledgeHours) }),
    }),
    ...corrected(reader, breachAtHub && closedAtHub ? sinceClosedAtHub(closedAtHub, breachAtHub, reader) : []),
    whatHappened(reader, side),
    ...duties(reader, side),
    next(reader, side),
    paragraph({ text: sentences.sender }),
  ]
}

function next({ words: { headings, steps } }: MailReader, { duties, atHub }: Side): Section {
  const ofDuties = duties.length === 0 ? [] : [step(steps.assess), step(steps.doDuties)]
  const items = [step(atHub === undefined ? steps.seeShipments : steps.seeOwnRecords), ...ofDuties]
  return { heading: headings.next, parts: [{ kind: "list", isOrdered: true, items }] }
}

function grown(reader: MailReader, side: Side): readonly Section[] {
  const { first, sentences } = reader.words
  const { breachAtHub, breachAtHubBefore } = side
  if (side.atHub === true)
    return restated(
      reader,
      side,
      breachAtHub && breachAtHubBefore ? correctionAtHub(breachAtHubBefore, breachAtHub, reader) : [],
    )
  const tellsPeople = side.duties.some(({ kind }) => kind === "tellIndividuals")
  return [
    {
      parts: [
        lines(withLink(reader, first.seeNew, side.caseUrl)),
        said(sentences.replaces, ...(tellsPeople ? [sentences.tellMore] : [])),
      ],
    },
    whatHappened(reader, side),
    ...duties(reader, side),
  ]
}

function restated(reader: MailReader, side: Side, changes: readonly string[]): readonly Section[] {
  const { first, sentences } = reader.words
  return [
    { parts: [lines(withLink(reader, first.seeRestated, side.caseUrl)), said(sentences.replaces, sentences.compare)] },
    ...corrected(reader, changes),
    whatHappened(reader, side),
    ...duties(reader, side),
  ]
}

/** @param changes what the operator's correction changes. An event does not say it */
function corrected({ words: { headings } }: MailReader, changes: readonly string[]): readonly Section[] {
  const items = changes.map((text) => ({ text: `${capital(text)}.` }))
  return items.length === 0 ? [] : [{ heading: headings.restated, parts: [{ kind: "list", isOrdered: false, items }] }]
}

type MergedSide = Extract<CaseMessage, { kind: "CaseMerged" }>["facts"]

function mergedLetter(reader: MailReader, side: MergedSide): AlertLetter {
  const { subjects } = reader.words
  const dueTimes = dueTimesOfMerged(reader, side)
  return caseLetter(reader, side, { subject: subjects.merged, sections: merged(reader, side), dueTimes })
}

function merged(reader: MailReader, side: MergedSide): readonly Section[] {
  const { first, sentences, headings } = reader.words
  const names = { old: side.caseAlias, case: side.leadingAlias }
  return [
    paragraph(withLink(reader, fill(first.useLeading, names), side.caseUrl), {
      text: fill(sentences.mergedInto, names),
    }),
    { heading: fill(headings.merged, names), parts: [...unknownIn(reader, side), situation(reader, side)] },
    ...duties(reader, side),
  ]
}

/**
 * The due times of the leading case, and those of the ended one to be withdrawn. None if the message does not say what
 * the ended case named.
 */
function dueTimesOfMerged(reader: MailReader, side: MergedSide): readonly DueTime[] {
  const { endedDuties, leadingAlias, caseAlias, caseUrl, updatedAt } = side
  if (endedDuties === undefined) return []
  const ended = dueTimesOf(reader, { caseAlias, caseUrl, duties: endedDuties }, updatedAt)
  return [
    ...dueTimesOf(reader, { ...side, caseAlias: leadingAlias }, updatedAt),
    ...ended.map((dueTime) => ({ ...dueTime, isOver: true })),
  ]
}

function closed(reader: MailReader, side: Extract<CaseMessage, { kind: "CaseClosed" }>["facts"]): readonly Section[] {
  const { first, sentences, headings, labels } = reader.words
  const names = { case: side.caseAlias }
  const open = withLink(reader, first.nothing, side.caseUrl)
  const situationThen = { heading: headings.situation, parts: [...unknownIn(reader, side), situation(reader, side)] }
  if (side.outcome === "falseAlarm") {
    const { shipments, possibleShipments = 0 } = side.counts
    const isExposed = shipments + possibleShipments > 0
    const text = isExposed ? sentences.falseAlarmAssessed : sentences.falseAlarm
    const isKnown = !isExposed && unknownIn(reader, side).length === 0
    return [paragraph({ text: fill(text, names) }, open), ...(isKnown ? [] : [situationThen])]
  }
  const done = oneLineEach(side).map((duty) => ({ text: dutyInWords(reader, duty, side.closedAt) }))
  return [
    paragraph({ text: fill(sentences.resolved, names) }, open, step(labels.dossier)),
    situationThen,
    ...(done.length === 0
      ? []
      : [{ heading: headings.dutiesDone, parts: [{ kind: "list", isOrdered: false, items: done } as const] }]),
    ...unread(reader, side),
  ]
}

function whatHappened(reader: MailReader, side: Side): Section {
  const { sentences, headings } = reader.words
  const { language } = reader
  const { breachAtHub } = side
  if (side.atHub === true) {
    const stated = breachAtHub === undefined ? [] : breachAtHubInWords(breachAtHub, reader)
    const told = said(sentences.whatHappened.atHub, ...stated)
    return { heading: headings.situation, parts: [told, ...unknownIn(reader, side), situation(reader, side)] }
  }
  const { shipments, atLeast = false } = side.counts
  const { none, one, many, atSupplier } = sentences.whatHappened
  const isAtSupplier = principalOf(side.tool) !== undefined
  const text = isAtSupplier ? atSupplier : shipments === 0 ? none : shipments === 1 && !atLeast ? one : many
  const sentence = fill(text, { count: leastOf(atLeast, count(shipments, language), language) })
  return { heading: headings.situation, parts: [said(sentence), ...unknownIn(reader, side), situation(reader, side)] }
}

/** Why more may have been shown; nothing if there is no reason. */
function unknownIn(
  { language, timeZone }: MailReader,
  { unwatched = [], unknownBecause = [] }: CaseSide,
): readonly Part[] {
  const reasons = [...unwatchedInWords(unwatched, { language, timeZone }), ...unknownInWords(unknownBecause, language)]
  return reasons.length === 0 ? [] : [said(...reasons)]
}

/** What is known, one line each. A line that would say nothing is left out. */
function situation(reader: MailReader, side: CaseSide): Part {
  const { words, language } = reader
  const { labels } = words
  const { possibleShipments = 0, atLeast = false } = side.counts
  const facts: [label: string, value: string | undefined][] = [
    [labels.tool, placeInWords(side.tool, side.atHub, language)],
    [
      labels.vouchedBy,
      side.vouchedBy === undefined ? undefined : voucherInWords(side.vouchedBy, language, reader.kind),
    ],
    [labels.shipments, shipmentsOf(reader, side)],
    [
      labels.possible,
      possibleShipments === 0 ? undefined : leastOf(atLeast, count(possibleShipments, language), language),
    ],
    [labels.seen, fields(reader, side.fieldsExposed)],
    [labels.perhapsSeen, fields(reader, side.fieldsPossiblyExposed ?? [])],
    [labels.notSeen, fields(reader, side.fieldsNotExposed)],
    [labels.period, period(reader, side)],
  ]
  return { kind: "facts", facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])) }
}

/** How many shipments, unless there are none, or nobody knows. */
function shipmentsOf(reader: MailReader, side: CaseSide): string | undefined {
  const { words, language } = reader
  const { shipments, atLeast = false } = side.counts
  if (shipments === 0) return side.unknownBecause === undefined ? undefined : words.notKnown
  return `${leastOf(atLeast, count(shipments, language), language)}${shareOf(reader, side)}`
}

/** The share of all orders, unless it is too small to say something. */
function shareOf({ words, language }: MailReader, { counts: { shareOfTotal = 0, atLeast } }: CaseSide): string {
  const part = leastOf(atLeast === true, share(shareOfTotal, language), language)
  return shareOfTotal < smallestShare ? "" : ` (${fill(words.ofAllOrders, { share: part })})`
}

function fields({ language }: MailReader, names: CaseSide["fieldsExposed"]): string | undefined {
  return names.length === 0 ? undefined : names.map((name) => fieldInWords(name, language)).join(", ")
}

function period({ language, timeZone }: MailReader, side: CaseSide): string | undefined {
  const { firstExposureAt: first, lastExposureAt: last = first } = side
  return first === undefined || last === undefined
    ? undefined
    : lookupsIn(timeSpan(first, last, timeZone, language), language)
}

function duties(reader: MailReader, side: Side): readonly Section[] {
  const { headings, sentences } = reader.words
  if (side.duties.length === 0)
    return [paragraph({ text: asksNothing(side.lawCoverage, lawNameOf, reader.language) }), ...unread(reader, side)]
  const { one, many } = sentences.unlessNotOwed
  const toDo = side.duties.filter(isToDo).length
  const [first, ...others] = dutyBlocks(reader, oneLineEach(side), nowOf(side)).map(partsOf)
  return [
    { heading: headings.duties, parts: first ?? [] },
    ...others.map((parts) => ({ parts })),
    ...(toDo === 0 ? [] : [paragraph({ text: toDo === 1 ? one : many })]),
    ...unread(reader, side),
  ]
}

const lawNameOf = (id: string): Pair => findLaw(id)?.shortName ?? { en: id, fr: id }

/** Whose law was not looked at. A message of an earlier release does not say it. */
function unread({ language }: MailReader, { lawCoverage }: CaseSide): readonly Section[] {
  const sentences = lawCoverage === undefined ? [] : notLookedAt(lawCoverage, lawNameOf, language)
  return sentences.length === 0 ? [] : [{ parts: [said(...sentences)] }]
}
