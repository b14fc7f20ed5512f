import type { Mail, MailLevel } from "../../parties/channels/mail.ts"
import { count, deadline, labelled, share, shortDeadline } from "../../platform/bilingual.ts"
import { acknowledgeHours } from "../cases/alert-steps.ts"
import type { CaseMessage, CaseSide, MessageContent } from "../cases/outbox-message.ts"
import { fieldInWords, toolInWords } from "../dossier/codes-in-words.ts"
import { dutyMail } from "./duty-mail.ts"
import { dutyInWords, inOrder, isToDo } from "./duty-sentences.ts"
import { type MailReader, step, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

/** A mail and the contacts it is for. */
export type AlertLetter = { mail: Mail; level: MailLevel }

/**
 * The mail that goes with a message, in the language and time zone of its reader. It never says what anybody bought.
 *
 * @returns `undefined` for messages that are only events
 */
export function mailOf(message: MessageContent, reader: MailReader): AlertLetter | undefined {
  const { subjects } = reader.words
  switch (message.kind) {
    case "CaseOpened":
      return caseLetter(reader, message.facts, { subject: subjects.opened, lines: opened(reader, message.facts) })
    case "CaseGrew":
      return caseLetter(reader, message.facts, { subject: subjects.grown, lines: grown(reader, message.facts) })
    case "CaseMerged":
      return caseLetter(reader, message.facts, { subject: subjects.merged, lines: merged(reader, message.facts) })
    case "AlertNotAcknowledged":
      return {
        ...caseLetter(reader, message.facts, {
          subject: subjects.notAcknowledged,
          lines: opened(reader, message.facts, "notAcknowledged"),
        }),
        level: "escalation",
      }
    case "CaseClosed":
      return caseLetter(reader, message.facts, { subject: subjects.closed, lines: closed(reader, message.facts) })
    case "DutyDue":
    case "DutyOverdue":
    case "DutyUnanswered":
      return dutyMail(message, reader)
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
  }
}

type Side = CaseSide & { updatedAt?: string; leadingAlias?: string }

function caseLetter(
  { words, timeZone, language }: MailReader,
  side: Side,
  { subject, lines }: { subject: string; lines: readonly string[] },
): AlertLetter {
  const { actBy, actNow } = words.subjects
  const due = inOrder(side.duties).find(isToDo)?.dueAt
  const isLate = due !== undefined && Date.parse(due) < Date.parse(nowOf(side))
  const by = due === undefined ? "" : isLate ? actNow : fill(actBy, { time: shortDeadline(due, timeZone, language) })
  const names = { by, old: side.caseAlias, case: side.leadingAlias ?? side.caseAlias }
  return { mail: { subject: `[Wayseal] ${fill(subject, names)}`, text: lines.join("\n") }, level: "alert" }
}

const nowOf = ({ updatedAt, openedAt }: Side): string => updatedAt ?? openedAt

function opened(reader: MailReader, side: Side, warning: "escalation" | "notAcknowledged" = "escalation"): string[] {
  const { first, sentences, headings, steps } = reader.words
  return [
    withLink(reader, first.acknowledge, side.caseUrl, { method: "POST", path: "/acknowledgements" }),
    fill(sentences[warning], { hours: String(acknowledgeHours) }),
    "",
    headings.situation,
    sentences.whatHappened,
    ...situation(reader, side),
    ...duties(reader, side),
    "",
    headings.next,
    `1. ${step(reader, steps.seeShipments, side.caseUrl, { method: "GET", path: "/exposures" })}`,
    ...(side.duties.length === 0
      ? []
      : [
          `2. ${step(reader, steps.assess, side.caseUrl, { method: "POST", path: "/facts" })}`,
          `3. ${step(reader, steps.doDuties, side.caseUrl, { method: "GET" })}`,
        ]),
  ]
}

function grown(reader: MailReader, side: Side): string[] {
  const { first, sentences, headings } = reader.words
  const tellsPeople = side.duties.some(({ kind }) => kind === "tellIndividuals")
  return [
    withLink(reader, first.seeNew, side.caseUrl, { method: "GET", path: "/exposures" }),
    sentences.replaces,
    ...(tellsPeople ? [sentences.tellMore] : []),
    "",
    headings.situation,
    sentences.whatHappened,
    ...situation(reader, side),
    ...duties(reader, side),
  ]
}

function merged(reader: MailReader, side: Extract<CaseMessage, { kind: "CaseMerged" }>["facts"]): string[] {
  const { first, sentences, headings } = reader.words
  const names = { old: side.caseAlias, case: side.leadingAlias }
  return [
    withLink(reader, fill(first.useLeading, names), side.caseUrl, { method: "GET" }),
    fill(sentences.mergedInto, names),
    "",
    fill(headings.merged, names),
    ...situation(reader, side),
    ...duties(reader, side),
  ]
}

function closed(reader: MailReader, side: Extract<CaseMessage, { kind: "CaseClosed" }>["facts"]): string[] {
  const { first, sentences, headings, labels } = reader.words
  const names = { case: side.caseAlias }
  const open = withLink(reader, first.nothing, side.caseUrl, { method: "GET" })
  if (side.outcome === "falseAlarm") return [fill(sentences.falseAlarm, names), open]
  const done = side.duties.map((duty) => `- ${dutyInWords(reader, duty, side.closedAt)}`)
  return [
    fill(sentences.resolved, names),
    open,
    step(reader, labels.dossier, side.caseUrl, { method: "POST", path: "/documents" }),
    "",
    headings.situation,
    ...situation(reader, side),
    ...(done.length === 0 ? [] : ["", headings.dutiesDone, ...done]),
  ]
}

/** What is known, one line each. A line that would say nothing is left out. */
function situation(reader: MailReader, side: CaseSide): string[] {
  const { words, language } = reader
  const { labels } = words
  const { shipments, possibleShipments = 0 } = side.counts
  const facts: [label: string, value: string | undefined][] = [
    [labels.tool, toolInWords(side.tool === "guarded" ? "guarded" : "observed", language)],
    [labels.shipments, shipments === 0 ? undefined : `${count(shipments, language)}${shareOf(reader, side)}`],
    [labels.possible, possibleShipments === 0 ? undefined : count(possibleShipments, language)],
    [labels.seen, fields(reader, side.fieldsExposed)],
    [labels.notSeen, fields(reader, side.fieldsNotExposed)],
    [labels.period, period(reader, side)],
  ]
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [labelled(label, value, language)]))
}

/** The share of all orders, unless it is too small to say something. */
function shareOf({ words, language }: MailReader, { counts: { shareOfTotal = 0 } }: CaseSide): string {
  return shareOfTotal < 0.001 ? "" : ` (${fill(words.ofAllOrders, { share: share(shareOfTotal, language) })})`
}

function fields({ language }: MailReader, names: CaseSide["fieldsExposed"]): string | undefined {
  return names.length === 0 ? undefined : names.map((name) => fieldInWords(name, language)).join(", ")
}

function period({ words, language, timeZone }: MailReader, side: CaseSide): string | undefined {
  if (side.firstExposureAt === undefined) return undefined
  const from = deadline(side.firstExposureAt, timeZone, language)
  const to = side.lastExposureAt === undefined ? from : deadline(side.lastExposureAt, timeZone, language)
  return from === to ? from : fill(words.fromTo, { from, to })
}

function duties(reader: MailReader, side: Side): string[] {
  const { headings, sentences } = reader.words
  if (side.duties.length === 0) return ["", sentences.noDuty]
  return [
    "",
    headings.duties,
    ...inOrder(side.duties).map((duty) => `- ${dutyInWords(reader, duty, nowOf(side))}`),
    ...(side.duties.some(isToDo) ? [sentences.unlessNotOwed] : []),
  ]
}
