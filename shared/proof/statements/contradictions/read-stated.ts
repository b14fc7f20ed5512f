import { groupedBy } from "../../../base/platform/grouped-by.ts"
import { type ChainProblem, dayAfter, verifyStatementChain } from "../verify-chain.ts"
import { verifyLists } from "../verify-lists.ts"
import { type StatementRefusal, type VerifiedStatement, verifyStatement } from "../verify-statement.ts"
import type { Alarm } from "./alarm.ts"
import {
  clockMilliseconds,
  dayOf,
  daysBetween,
  endOf,
  type Held,
  type Stated,
  silenceMilliseconds,
  startOf,
  statedMilliseconds,
} from "./held.ts"

const refusals: Readonly<Record<StatementRefusal, string>> = {
  malformed: "is no statement of Wayseal, or was changed",
  unknownKey: "is signed with a key that is not pinned, and that no pinned key endorses",
  signature: "has a signature that does not hold",
}

/**
 * Reads the statements that count, and says what is wrong with them by themselves: signatures, times, chain, silence.
 *
 * @returns `ask`: days whose statement should be there and is not. A statement can be lost on its way
 */
export function readStated(held: Held, now: Date): { stated: Stated; alarms: Alarm[]; ask: string[] } {
  const alarms: Alarm[] = []
  const verified: VerifiedStatement[] = []
  for (const [place, jws] of [...new Set(held.statements)].entries()) {
    const check = verifyStatement(jws, held.keys, held.pinned)
    if (check.ok) verified.push(check)
    else {
      const words = `Statement ${place + 1} of those that you hold ${refusals[check.refusal]}.`
      alarms.push({ kind: "notSigned", day: dayOf(now.getTime()), about: `statement ${place + 1}`, words })
    }
  }
  const own = verified.filter(({ statement: { party } }) => party === held.party)
  for (const { statement: other } of verified.filter((one) => !own.includes(one))) alarms.push(ofOther(other))
  for (const { statement } of own) alarms.push(...timeAlarms(statement, now), ...listAlarms(statement))
  const stated = groupedBy(own, ({ statement: { day } }) => day)
  const chain = verifyStatementChain(own)
  alarms.push(...chain.filter(({ kind }) => kind !== "missing").map(chainAlarm))
  const missing = missingDays(stated, held, now)
  alarms.push(...missing.filter((day) => mustBeThere(day, stated, held, now)).map(missingAlarm))
  alarms.push(...silenceAlarm(stated, held, now))
  return { stated, alarms, ask: missing }
}

const ofOther = ({ day, party }: VerifiedStatement["statement"]): Alarm => ({
  kind: "otherParty",
  day,
  about: party,
  words: `The statement of ${day} that you hold is for ${party}. The hub may have shown yours to others too.`,
})

function timeAlarms({ day }: VerifiedStatement["statement"], now: Date): Alarm[] {
  if (endOf(day) <= now.getTime() + clockMilliseconds) return []
  const words = `You hold the statement of ${day}, which is not over. Check your own clock first.`
  return [{ kind: "wrongTime", day, about: day, words }]
}

/** A list that is out of order or cut too early could hide what belongs into it. */
function listAlarms(statement: VerifiedStatement["statement"]): Alarm[] {
  const { day } = statement
  return verifyLists(statement).map((list) => ({
    kind: "listWrong",
    day,
    about: list,
    words: `The list of ${list} in the statement of ${day} is out of order, has something twice, or is cut too early.`,
  }))
}

function chainAlarm({ kind, day, number }: ChainProblem): Alarm {
  const about = `statement ${number}`
  if (kind === "fork")
    return {
      kind: "fork",
      day,
      about,
      words: `The hub signed two different statements of ${day}. Keep both: they prove it.`,
    }
  return {
    kind: "broken",
    day,
    about,
    words: `Statement ${number}, of ${day}, does not follow the one before: its hash, its number or its day differs.`,
  }
}

/** Days that have to be stated by now, of which the party holds no statement. */
function missingDays(stated: Stated, { since }: Held, now: Date): string[] {
  const first = [...stated.keys()].sort()[0] ?? dayOf(Date.parse(since))
  const last = dayOf(now.getTime() - statedMilliseconds)
  return daysBetween(first, last).filter((day) => day < last && !stated.has(day))
}

/** A day between stated ones was stated: the hub numbers them. So whoever refuses it hides it. */
function mustBeThere(day: string, stated: Stated, { refused }: Held, now: Date): boolean {
  const isBetween = [...stated.keys()].some((other) => other > day)
  return isBetween && (refused.includes(day) || now.getTime() > endOf(day) + silenceMilliseconds)
}

const missingAlarm = (day: string): Alarm => ({
  kind: "missing",
  day,
  about: day,
  words: `The hub stated days before and after ${day}, and you have no statement of it. The hub does not give it.`,
})

function silenceAlarm(stated: Stated, { since }: Held, now: Date): Alarm[] {
  const last = [...stated.keys()].sort().at(-1)
  const from = last === undefined ? Date.parse(since) : endOf(last)
  if (now.getTime() <= from + silenceMilliseconds) return []
  const day = last === undefined ? dayOf(Date.parse(since)) : dayAfter(last)
  const hours = Math.floor((now.getTime() - from) / 3_600_000)
  const words =
    last === undefined
      ? `In ${hours} hours no statement came.`
      : `The last statement is of ${last}, which ended ${hours} hours ago. That of ${day} does not come.`
  return [{ kind: "silent", day, about: day, words }]
}

/** Whether a statement is of so long after a time that it has to know of it. */
export const knows = ({ statement: { day } }: VerifiedStatement, time: number): boolean =>
  endOf(day) >= time + clockMilliseconds

/** Whether the party kept events since before a day began. */
export const keptAll = (events: Held["events"], day: string): boolean =>
  events?.some(({ metadata: { occurredAt } }) => Date.parse(occurredAt) < startOf(day)) ?? false
