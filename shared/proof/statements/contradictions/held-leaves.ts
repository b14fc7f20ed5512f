import type { LoggedDisclosure, LoggedLeaf } from "../../../base/contracts/logged-disclosure.ts"
import { endOfHour } from "../../../base/platform/instants.ts"
import { type LeavesProblem, verifyLeaves } from "../verify-disclosures.ts"
import type { Alarm } from "./alarm.ts"
import { daysFor, type HeldLeaves, type Stated } from "./held.ts"

const problemsInWords: Readonly<Record<LeavesProblem, string>> = {
  root: "they do not lead to its root",
  leaf: "one does not have the hash of its content",
  disclosures: "its number of new lookups does not follow",
  lookups: "its numbers by tool and proof do not follow",
  shared: "what it says of shared lookups does not follow",
}

/** Compares the leaves of days with the statements of these days. */
export const leavesAlarms = (leaves: readonly HeldLeaves[], stated: Stated): Alarm[] =>
  leaves.flatMap(({ day, leaves: ofDay }): Alarm[] => {
    const problems = (stated.get(day) ?? []).map(({ statement }) => verifyLeaves(ofDay, statement))
    // Of a forked day the leaves fit one statement.
    const [first = []] = problems
    if (first.length === 0 || problems.some(({ length }) => length === 0)) return []
    const words = `The lookups that the hub gives for ${day} do not fit its statement: ${first.map((one) => problemsInWords[one]).join(", ")}.`
    return [{ kind: "ledgerDiffers", day, about: day, words }]
  })

/** A lookup as some answer or report has it. */
export type KnownLookup = Pick<LoggedDisclosure, "proof" | "tool"> & {
  readonly at: string
  readonly lastAt?: string | undefined
  readonly fields: readonly string[]
}

/** How a disclosure of the ledger differs from a lookup that it has to contain. Undefined: it contains it. */
export function differenceTo(lookup: KnownLookup, { at, lastAt, fields, ...entry }: LoggedDisclosure) {
  if (entry.tool !== lookup.tool) return "another tool"
  if (entry.proof !== lookup.proof && entry.proof !== "none") return "another proof"
  if (Date.parse(lookup.at) < Date.parse(at)) return "a later time"
  // The last lookup of an entry of several was at `lastAt` or later in that hour.
  if (Date.parse(lookup.lastAt ?? lookup.at) > Date.parse(lastAt === undefined ? at : endOfHour(lastAt)))
    return "an earlier time"
  const known: readonly string[] = fields
  return lookup.fields.every((field) => known.includes(field)) ? undefined : "less that was shown"
}

/**
 * The leaves of the days on which the hub has to log something that happened at one time and that it knew at another.
 * Undefined unless the leaves of all these days are held.
 */
export function leavesBetween(
  at: string,
  knownAt: string,
  byDay: ReadonlyMap<string, readonly LoggedLeaf[]>,
): LoggedLeaf[] | undefined {
  const days = daysFor(at, knownAt)
  return days.every((day) => byDay.has(day)) ? days.flatMap((day) => [...(byDay.get(day) ?? [])]) : undefined
}

/** The disclosures among leaves. */
export const disclosuresIn = (leaves: readonly LoggedLeaf[]): LoggedDisclosure[] =>
  leaves.flatMap(({ disclosure }) => disclosure ?? [])

/** An entry of the ledger only grows: more was shown, or it was looked up again. */
export function grownAlarms(leaves: readonly HeldLeaves[]): Alarm[] {
  const ordered = leaves.toSorted((one, other) => (one.day < other.day ? -1 : 1))
  const latest = new Map<string, LoggedDisclosure>()
  const alarms: Alarm[] = []
  for (const { day, leaves: ofDay } of ordered)
    for (const disclosure of disclosuresIn(ofDay)) {
      const before = latest.get(disclosure.entry)
      const difference = before === undefined ? undefined : differenceTo(before, disclosure)
      if (difference !== undefined) {
        const words = `The lookup of ${before?.at} was logged on ${before?.day}. On ${day} it has ${difference}.`
        alarms.push({ kind: "disclosureRewritten", day, about: disclosure.entry, words })
      }
      latest.set(disclosure.entry, disclosure)
    }
  return alarms
}
