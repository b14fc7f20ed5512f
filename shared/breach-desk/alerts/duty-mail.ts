import type { Mail, MailLevel } from "../../parties/channels/mail.ts"
import { capital, deadline, shortDeadline } from "../../platform/bilingual.ts"
import type { DutyClockMessage, MessageContent } from "../cases/outbox-message.ts"
import { type MailedDuty, taskInWords, termsInWords } from "./duty-sentences.ts"
import { type MailReader, step, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

type Told = {
  readonly reader: MailReader
  readonly message: MessageContent<DutyClockMessage>
  readonly sentence: string
}

/** The mail that a duty is due soon, overdue or unanswered, to the party that owes it or to another of the case. */
export function dutyMail(
  message: MessageContent<DutyClockMessage>,
  reader: MailReader,
): { mail: Mail; level: MailLevel } {
  const { kind, facts } = message
  const duty: MailedDuty = {
    ...facts.duty,
    basis: facts.basis,
    dueIs: facts.dueAt === undefined ? undefined : facts.dueIs,
  }
  const sentence = sentenceOf(reader, message, duty)
  const told = { reader, message, sentence }
  const lines = facts.owner === "self" ? ownLines(told) : otherLines(told)
  const level = facts.escalation > 1 || kind === "DutyUnanswered" ? "escalation" : "alert"
  return { mail: { subject: `[Wayseal] ${subjectOf(reader, message)}`, text: lines.join("\n") }, level }
}

function subjectOf({ words, timeZone, language }: MailReader, { kind, facts }: Told["message"]): string {
  const { subjects, briefTasks } = words
  const isOwn = facts.owner === "self"
  const text = {
    DutyDue: isOwn ? subjects.ownDutyDue : subjects.otherDutyDue,
    DutyOverdue: isOwn ? subjects.ownDutyOverdue : subjects.otherDutyOverdue,
    DutyUnanswered: isOwn ? subjects.ownDutyRequested : subjects.otherDutyUnanswered,
  }[kind]
  const time = facts.dueAt === undefined ? "" : shortDeadline(facts.dueAt, timeZone, language)
  return fill(text, { what: briefTasks[facts.duty.kind], time, case: facts.caseAlias })
}

/** What is to be done by when, or what was to be done. */
function sentenceOf(reader: MailReader, { kind, facts }: Told["message"], duty: MailedDuty): string {
  const { words, timeZone, language } = reader
  const what = taskInWords(reader, duty)
  const terms = termsInWords(reader, duty)
  if (facts.dueAt === undefined) return capital(fill(words.duty.undated, { what, terms }))
  const { by, late, othersLate } = words.duty
  const text = kind !== "DutyOverdue" ? by : facts.owner === "self" ? late : othersLate
  return capital(fill(text, { what, terms, time: deadline(facts.dueAt, timeZone, language) }))
}

function ownLines({ reader, message: { kind, facts }, sentence }: Told): string[] {
  const { first, sentences, steps, labels } = reader.words
  const { caseUrl } = facts
  const path = facts.duty.dutyId === undefined ? "" : `/duties/${facts.duty.dutyId}`
  const call = { method: path === "" ? "GET" : "POST", path } as const
  if (kind === "DutyUnanswered")
    return [withLink(reader, first.answer, caseUrl, call), "", sentence, sentences.unansweredOwn]
  return [
    sentence,
    "",
    step(reader, steps.record, caseUrl, call),
    `${steps.recordNotOwed}.`,
    withLink(reader, labels.openCase, caseUrl, { method: "GET" }),
  ]
}

function otherLines({ reader, message: { kind, facts }, sentence }: Told): string[] {
  const { first, sentences } = reader.words
  const { caseUrl, duty } = facts
  const path = duty.dutyId === undefined ? "" : `/duties/${duty.dutyId}`
  const call = { method: path === "" ? "GET" : "POST", path } as const
  const lead = {
    DutyDue: { first: withLink(reader, first.nothing, caseUrl, { method: "GET" }), said: sentences.otherDue },
    DutyOverdue: { first: withLink(reader, first.request, caseUrl, call), said: sentences.otherOverdue },
    DutyUnanswered: { first: withLink(reader, first.takeOver, caseUrl, call), said: sentences.otherUnanswered },
  }[kind]
  const offer = kind === "DutyOverdue" ? [sentences.mayTakeOver] : []
  return [lead.first, "", lead.said, sentence, ...offer]
}
