import { capital, deadline, shortDeadline } from "../../base/platform/bilingual.ts"
import { type Line, type Part, paragraph, type Section } from "../../parties/channels/letter.ts"
import type { DutyClockMessage, MessageContent } from "../cases/outbox-message.ts"
import type { AlertLetter } from "./alert-letter.ts"
import { dueTimesOf } from "./due-times.ts"
import { type DutyBlock, type MailedDuty, partsOf, taskInWords, taskWithTerms, termsInWords } from "./duty-sentences.ts"
import { type MailReader, step, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

type Message = MessageContent<DutyClockMessage>
type Facts = Message["facts"]

type Told = {
  readonly reader: MailReader
  readonly message: Message
  /** The duties, each with what there is to say of it. */
  readonly duties: DutyBlock
}

/**
 * The letter that duties are due soon, overdue or unanswered, to the party that owes them or to another of the case.
 *
 * @returns `undefined` for a duty that the letter of another one lists, because one letter reminds of both
 */
export function dutyLetter(message: Message, reader: MailReader): AlertLetter | undefined {
  const { kind, facts } = message
  const [first] = facts.dueTogether ?? []
  if (first !== undefined && first.dutyId !== facts.duty.dutyId) return undefined
  const told = { reader, message, duties: blockOf(reader, message) }
  const letter = {
    language: reader.language,
    subject: subjectOf(told),
    sections: facts.owner === "self" ? ownSections(told) : otherSections(told),
    dueTimes: kind === "DutyDue" && facts.owner === "self" ? dueTimesOf(reader, owedIn(facts), "") : [],
  }
  return { letter, level: facts.escalation > 1 || kind === "DutyUnanswered" ? "escalation" : "alert" }
}

type TimedDuty = MailedDuty & { readonly dueAt: string | undefined }

/** The duties of a letter. One without a due time has no `dueIs`. */
function mailedDuties(facts: Facts): readonly TimedDuty[] {
  return dutiesIn(facts).map((each) => ({ ...each, dueIs: each.dueAt === undefined ? undefined : each.dueIs }))
}

function dutiesIn({ duty, basis, dueAt, dueIs, targetAt, dueTogether }: Facts) {
  return (
    dueTogether?.map((each) => ({ ...each, dueAt: each.dueAt ?? dueAt })) ?? [
      { ...duty, basis, dueAt, dueIs, targetAt },
    ]
  )
}

function owedIn(facts: Facts) {
  const { caseAlias, caseUrl } = facts
  return { caseAlias, caseUrl, duties: dutiesIn(facts).map((each) => ({ ...each, state: "open" as const })) }
}

function subjectOf({ reader: { words, timeZone, language }, message: { kind, facts }, duties }: Told): string {
  const { briefTasks } = words
  const texts = duties.items.length > 1 ? words.subjectsOfSeveral : words.subjects
  const isOwn = facts.owner === "self"
  const text = {
    DutyDue: isOwn ? texts.ownDutyDue : texts.otherDutyDue,
    DutyOverdue: isOwn ? texts.ownDutyOverdue : texts.otherDutyOverdue,
    DutyUnanswered: isOwn ? texts.ownDutyRequested : texts.otherDutyUnanswered,
  }[kind]
  const first = facts.dueAt === undefined ? "" : shortDeadline(facts.dueAt, timeZone, language)
  const time = haveOneTime(facts) ? first : fill(words.andLater, { time: first })
  const count = String(duties.items.length)
  return fill(text, { what: briefTasks[facts.duty.kind], count, time, case: facts.caseAlias })
}

const haveOneTime = (facts: Facts): boolean => new Set(dutiesIn(facts).map(({ dueAt }) => dueAt)).size === 1

/** A due time that several duties share is said once. */
function blockOf(reader: MailReader, message: Message): DutyBlock {
  const { kind, facts } = message
  const { dueAt } = facts
  const all = mailedDuties(facts)
  // Duties towards several parties read the same here, since these letters name no party.
  const items = [...new Set(all.map((duty) => taskWithTerms(reader, duty)))]
  if (items.length < 2 || dueAt === undefined || !haveOneTime(facts))
    return { items: [...new Set(all.map((duty) => sentenceOf(reader, message, duty)))] }
  const { allBy, allLate } = reader.words.duty
  const { otherDueAll, otherOverdueAll, otherUnansweredAll } = reader.words.sentences
  const ofOther = { DutyDue: otherDueAll, DutyOverdue: otherOverdueAll, DutyUnanswered: otherUnansweredAll }
  const lead = facts.owner === "other" ? ofOther[kind] : kind === "DutyOverdue" ? allLate : allBy
  return { lead: fill(lead, { time: deadline(dueAt, reader.timeZone, reader.language) }), items }
}

/** What is to be done by when, or what was to be done. */
function sentenceOf(reader: MailReader, { kind, facts: { owner } }: Message, duty: TimedDuty): string {
  const { words, timeZone, language } = reader
  const { dueAt } = duty
  const what = taskInWords(reader, duty)
  const terms = termsInWords(reader, duty)
  if (dueAt === undefined) return capital(fill(words.duty.undated, { what, terms }))
  const { by, late, othersLate } = words.duty
  const text = kind !== "DutyOverdue" ? by : owner === "self" ? late : othersLate
  return capital(fill(text, { what, terms, time: deadline(dueAt, timeZone, language) }))
}

/** One duty is a sentence, several are a list. */
function dutyParts(duties: DutyBlock): readonly Part[] {
  const [only, ...others] = duties.items
  return only !== undefined && others.length === 0 ? [said({ text: only })] : partsOf(duties)
}

const said = (...lines: readonly Line[]): Part => ({ kind: "lines", lines })

function ownSections({ reader, message: { kind, facts }, duties }: Told): readonly Section[] {
  const { first, sentences, steps, labels } = reader.words
  const { caseUrl } = facts
  if (kind === "DutyUnanswered")
    return [
      paragraph(withLink(reader, first.answer, caseUrl)),
      { parts: [...dutyParts(duties), said({ text: sentences.unansweredOwn })] },
    ]
  const areSeveral = duties.items.length > 1
  return [
    { parts: dutyParts(duties) },
    paragraph(
      step(areSeveral ? steps.recordEach : steps.record),
      { text: `${areSeveral ? steps.recordEachNotOwed : steps.recordNotOwed}.` },
      withLink(reader, labels.openCase, caseUrl),
    ),
  ]
}

function otherSections({ reader, message: { kind, facts }, duties }: Told): readonly Section[] {
  const { first, sentences } = reader.words
  const { caseUrl } = facts
  const lead = {
    DutyDue: { first: withLink(reader, first.nothing, caseUrl), text: sentences.otherDue },
    DutyOverdue: { first: withLink(reader, first.request, caseUrl), text: sentences.otherOverdue },
    DutyUnanswered: { first: withLink(reader, first.takeOver, caseUrl), text: sentences.otherUnanswered },
  }[kind]
  const offer = kind === "DutyOverdue" ? [said({ text: sentences.mayTakeOver })] : []
  const intro = duties.lead === undefined ? [said({ text: lead.text })] : []
  return [paragraph(lead.first), { parts: [...intro, ...dutyParts(duties), ...offer] }]
}
