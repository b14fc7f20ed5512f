import { isByContract } from "../../base/contracts/by-contract.ts"
import { byKind, type DueIs, type DutyKind } from "../../base/contracts/words.ts"
import { capital, count, deadline } from "../../base/platform/bilingual.ts"
import type { Part } from "../../parties/channels/letter.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import { withOwnAuthorities } from "../dossier/with-own-authorities.ts"
import { citationOf } from "../duties/citation.ts"
import { isSettled } from "../duties/duty.ts"
import { alikeKey, inLists } from "../duties/duty-lists.ts"
import { findLaw } from "../law/catalogue.ts"
import type { Law, Rule } from "../law/law.ts"
import type { MailReader } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

type DutyLine = CaseSide["duties"][number]

/** What a mail says of a duty: from a case event, or from one about its due time. */
export type MailedDuty = {
  readonly kind: DutyKind
  readonly law: string
  readonly basis?: string | undefined
  readonly dueIs?: DueIs | undefined
  readonly targetAt?: string | undefined
  readonly towards?: DutyLine["towards"]
  /** To how many parties the same is owed, if a line says it of several. */
  readonly parties?: number | undefined
}

type MailedLine = DutyLine & Pick<MailedDuty, "parties">

/** The duties of a letter, with one line for those that differ only in the party to which they are owed. */
export const oneLineEach = ({ duties, alike = [] }: Pick<CaseSide, "duties" | "alike">): readonly MailedLine[] =>
  inLists(duties, alikeKey).map((some) => {
    const [first] = some
    const counted = alike.find(({ dutyId }) => some.some((one) => one.dutyId === dutyId))
    return some.length === 1 && counted === undefined ? first : { ...first, parties: counted?.count ?? some.length }
  })

/** What is to be done: notify the regulator, which, and where it takes reports. */
export function taskInWords(reader: MailReader, duty: MailedDuty): string {
  const { tasks, taskTowards, taskAt, someParty } = reader.words
  const { kind, towards, parties = 1 } = duty
  if (towards !== undefined && towards.kind !== "hub") {
    const many = fill(reader.words.someParties[towards.kind], { count: count(parties, reader.language) })
    const party = parties > 1 ? many : (towards.alias ?? someParty[towards.kind])
    if (kind === "tellIndividuals") return fill(taskTowards.people, { party })
    if (kind === "tellOtherOrganisation") return fill(taskTowards.party, { party })
  }
  const regulator = kind === "tellRegulator" || kind === "supplementReport" ? ruleOf(reader, duty)?.rule.to : undefined
  if (regulator === undefined) return tasks[kind]
  const what = `${tasks[kind]}, ${regulator.name[reader.language]}`
  return regulator.howToReach === undefined ? what : fill(taskAt, { what, url: regulator.howToReach })
}

/**
 * Whether the law, a contract or this deployment sets the time, what asks for the duty, and the target where both set a
 * time.
 */
export function termsInWords(reader: MailReader, duty: MailedDuty): string {
  const { legalDeadline, legalDeadlineAndTarget, target, law: lawAlone, contractTerm } = reader.words.duty
  const { dueIs, targetAt } = duty
  const law = lawInWords(reader, duty)
  if (dueIs === undefined) return fill(lawAlone, { law })
  if (isByContract(duty)) return fill(contractTerm, { contract: law })
  if (dueIs === "target") return fill(target, { law })
  if (targetAt === undefined) return fill(legalDeadline, { law })
  return fill(legalDeadlineAndTarget, { law, target: deadline(targetAt, reader.timeZone, reader.language) })
}

/**
 * When to act at the latest: by the target, or once that has passed, by the due time.
 *
 * @param now ISO instant
 * @returns ISO instant
 */
export function nextTimeOf({ dueAt, targetAt }: DutyLine, now: string): string | undefined {
  return targetAt === undefined || isPast(targetAt, now) ? dueAt : targetAt
}

/** Duties that a letter lists together, after what they share. */
export type DutyBlock = { readonly lead?: string; readonly items: readonly string[] }

/**
 * What to do by when, what is due first in front. Duties that share a due time are together after that time, so that it
 * is said once. @param now instant of the message, to tell what is late
 */
export function dutyBlocks(reader: MailReader, duties: readonly MailedLine[], now: string): readonly DutyBlock[] {
  const blocks: DutyBlock[] = []
  const byTime = Map.groupBy(inOrder(duties), (duty) => (isToDo(duty) ? duty.dueAt : undefined))
  for (const [dueAt, some] of byTime) {
    if (dueAt !== undefined && some.length > 1) {
      blocks.push({ lead: sharedTime(reader, dueAt, now), items: some.map((duty) => withoutTime(reader, duty)) })
      continue
    }
    const items = some.map((duty) => dutyInWords(reader, duty, now))
    const last = blocks.at(-1)
    if (last === undefined || last.lead !== undefined) blocks.push({ items })
    else blocks[blocks.length - 1] = { items: [...last.items, ...items] }
  }
  return blocks
}

/** A block in a letter. */
export function partsOf({ lead, items }: DutyBlock): readonly Part[] {
  const list: Part = { kind: "list", isOrdered: false, items: items.map((text) => ({ text })) }
  return lead === undefined ? [list] : [{ kind: "lines", lines: [{ text: lead }] }, list]
}

/** What is said once before duties with one due time. */
function sharedTime({ words, language, timeZone }: MailReader, dueAt: string, now: string): string {
  const { allBy, allLate } = words.duty
  return fill(isPast(dueAt, now) ? allLate : allBy, { time: deadline(dueAt, timeZone, language) })
}

function withoutTime(reader: MailReader, duty: MailedLine): string {
  const line = taskWithTerms(reader, duty)
  return duty.state === "offered" ? fill(reader.words.duty.offered, { line }) : line
}

/** What is to be done, and under which law: for a list after a due time. */
export function taskWithTerms(reader: MailReader, duty: MailedDuty): string {
  return capital(fill(reader.words.duty.each, { what: taskInWords(reader, duty), terms: termsInWords(reader, duty) }))
}

const isPast = (dueAt: string, now: string): boolean => Date.parse(dueAt) < Date.parse(now)

/** What to do by when, in one sentence. @param now instant of the message, to tell what is late */
export function dutyInWords(reader: MailReader, duty: MailedLine, now: string): string {
  const { words, language, timeZone } = reader
  const { state, dueAt } = duty
  const what = taskInWords(reader, duty)
  const undated = { what, terms: fill(words.duty.law, { law: lawInWords(reader, duty) }) }
  if (state === "discharged") return fill(words.duty.done, undated)
  if (state === "notOwed") return fill(words.duty.notOwed, undated)
  if (state === "takenOver") return fill(words.duty.takenOver, undated)
  const line =
    dueAt === undefined
      ? capital(fill(words.duty.undated, undated))
      : fill(isPast(dueAt, now) ? words.duty.late : words.duty.by, {
          what,
          terms: termsInWords(reader, duty),
          time: deadline(dueAt, timeZone, language),
        })
  return state === "offered" ? fill(words.duty.offered, { line }) : line
}

/** Whether it is still to be done, and by the party that owes it. */
export const isToDo = (duty: DutyLine): boolean => !isSettled(duty) && duty.state !== "takenOver"

/**
 * What is to be done first comes first: by due time, then what has none, then what is done or another party does. Of
 * one time, whom to notify comes before the record.
 */
export function inOrder(duties: readonly MailedLine[]): readonly MailedLine[] {
  const place = (duty: DutyLine) =>
    isToDo(duty) ? (duty.dueAt === undefined ? Number.MAX_VALUE : Date.parse(duty.dueAt)) : Number.POSITIVE_INFINITY
  return [...duties].sort((one, other) =>
    place(one) === place(other) ? byKind(one, other) : place(one) < place(other) ? -1 : 1,
  )
}

/** The law and section that ask for it, or the contract and its clause. */
function lawInWords(reader: MailReader, duty: MailedDuty): string {
  const { language, words } = reader
  if (isByContract(duty)) return fill(words.duty.contract, { clause: duty.basis ?? "" })
  const found = ruleOf(reader, duty)
  return found === undefined ? (duty.basis ?? duty.law) : citationOf(found.law, found.rule, language)
}

/** The rule of the law pack that a duty comes from, which events name by its citation in English. */
function ruleOf(
  { authorities = [] }: MailReader,
  { law: id, kind, basis }: MailedDuty,
): { law: Law; rule: Rule } | undefined {
  const found = findLaw(id)
  const [law] = found === undefined ? [] : withOwnAuthorities([found], authorities)
  const rule = law?.rules.find((one) => one.kind === kind && citationOf(law, one) === basis)
  return law === undefined || rule === undefined ? undefined : { law, rule }
}
