import type { VerifiedStatement } from "./verify-statement.ts"

/**
 * What is wrong with a party's statements.
 * - `fork`: two statements of one number or day differ. Both signatures hold, so the hub said both.
 * - `broken`: a statement does not name the one before by its hash, or its day or number does not follow.
 * - `missing`: no statement between two days.
 * - `otherParty`: a statement of another party is among them.
 */
export type ChainProblem = {
  readonly kind: "fork" | "broken" | "missing" | "otherParty"
  /** The day of the statement that shows it. Of `missing` the first missing day. */
  readonly day: string
  readonly number: number
}

/**
 * Checks that statements of one party, in any order and with repeats, are one chain: each day the next number, and each
 * with the hash of the one before.
 *
 * @returns all problems, the earliest first. None: they are one chain
 */
export function verifyStatementChain(statements: readonly VerifiedStatement[]): ChainProblem[] {
  const distinct = [...new Map(statements.map((one) => [one.hash, one])).values()].sort(
    (one, other) => one.statement.number - other.statement.number || (one.hash < other.hash ? -1 : 1),
  )
  const [first] = distinct
  if (first === undefined) return []
  const problems: ChainProblem[] = distinct
    .filter(({ statement: { party } }) => party !== first.statement.party)
    .map((one) => problemOf("otherParty", one))
  if (first.statement.number === 1 && first.statement.previous !== null) problems.push(problemOf("broken", first))
  for (const [place, one] of distinct.entries()) {
    const before = distinct[place - 1]
    if (before !== undefined) problems.push(...problemsBetween(before, one))
  }
  return problems
}

function problemsBetween(before: VerifiedStatement, one: VerifiedStatement): ChainProblem[] {
  const [earlier, later] = [before.statement, one.statement]
  if (later.number === earlier.number || later.day === earlier.day) return [problemOf("fork", one)]
  const next = dayAfter(earlier.day)
  if (later.number > earlier.number + 1)
    return later.day > next ? [{ kind: "missing", day: next, number: earlier.number + 1 }] : [problemOf("broken", one)]
  return later.day === next && later.previous === before.hash ? [] : [problemOf("broken", one)]
}

const problemOf = (kind: ChainProblem["kind"], { statement: { day, number } }: VerifiedStatement): ChainProblem => ({
  kind,
  day,
  number,
})

/** The UTC day after a day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10)
}
