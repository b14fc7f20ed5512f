import { compactStatement } from "../../shared/base/contracts/statement-made.ts"
import { closingMilliseconds } from "../../shared/proof/statements/stated-times.ts"
import { verifyStatementChain } from "../../shared/proof/statements/verify-chain.ts"
import { compareShared, verifyLeaves } from "../../shared/proof/statements/verify-disclosures.ts"
import { readStatement, type VerifiedStatement } from "../../shared/proof/statements/verify-statement.ts"
import { leavesOfDay } from "../../shared/watch/lookups/log/leaves-of-day.ts"
import { entryOf } from "../../shared/watch/lookups/log/log-disclosures.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import { invitedRetailer } from "./webhooks.ts"
import type { World } from "./world.ts"

const dayMilliseconds = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Statements are asked for before and after the day is closed, sometimes by two runs at a time. */
export async function makeStatementsOf(world: World, random: Random): Promise<void> {
  const now = world.scheduler.nowMs()
  const closedAt = (Math.floor(now / dayMilliseconds) + 1) * dayMilliseconds + closingMilliseconds
  for (const at of [now + 1_000, closedAt - 60_000, closedAt + 60_000, closedAt + 960_000]) {
    const delay = at - world.scheduler.nowMs()
    for (let run = random.chance(0.3) ? 2 : 1; run > 0; run--)
      world.scheduler.after(delay, () => void world.call("make-statements", {}))
    await world.scheduler.runUntilIdle()
  }
}

/** The next run, in which nothing fails, goes on where the others stopped. */
export async function makeStatementsAgain(world: World): Promise<void> {
  world.scheduler.after(900_000, () => void world.call("make-statements", {}))
  await world.scheduler.runUntilIdle()
}

/** Each party has one statement of each day, in a chain, and all that the ledger has of it is in them. */
export async function statementViolationsOf(world: World): Promise<Violations> {
  const found: Violations = []
  const all = new Map<string, VerifiedStatement[]>()
  const closedDay = dayOf(world.scheduler.nowMs() - closingMilliseconds - dayMilliseconds)
  for (const party of new Set([...world.parties.all.map(({ id }) => id), invitedRetailer])) {
    const told = received(world, party, "StatementMade")
    const read = told.map(({ data }) => readStatement(compactStatement.parse(data["statement"])))
    const statements = read.flatMap((one) => one ?? [])
    const days = new Set(statements.map(({ statement }) => statement.day))
    if (statements.length < read.length) found.push(`${party} was told what is no statement`)
    if (!days.has(closedDay)) found.push(`${party} has no statement of ${closedDay}`)
    if (distinctIds(told) !== days.size) found.push(`${party} was told of ${days.size} days under other ids`)
    if (new Set(statements.map(({ hash }) => hash)).size !== days.size)
      found.push(`${party} has two statements of a day`)
    for (const { kind } of verifyStatementChain(statements)) found.push(`the statements of ${party} are ${kind}`)
    all.set(party, statements)
  }
  for (const [party, statements] of all) {
    found.push(...(await ledgerViolationsOf(world, party, statements)))
    for (const one of statements)
      for (const other of [...all.values()].flat())
        if (compareShared(one.statement, other.statement) === "differs")
          found.push(`${party} and ${other.statement.party} have other disclosures of ${one.statement.day}`)
  }
  return found
}

async function ledgerViolationsOf(
  { stores }: World,
  party: string,
  statements: readonly VerifiedStatement[],
): Promise<Violations> {
  const found: Violations = []
  const entries = new Set<string>()
  for (const { statement } of new Map(statements.map((one) => [one.hash, one])).values()) {
    const { disclosureLog: log, hashes } = stores
    const closed = await log.closed(party, statement.day)
    const leaves = closed && (await leavesOfDay({ log, hashes }, closed, { from: 0, limit: closed.size }))
    const problems = verifyLeaves(leaves ?? [], statement)
    if (problems.length > 0) found.push(`the leaves of ${party} contradict its statement: ${problems.join(", ")}`)
    for (const { disclosure } of leaves ?? []) if (disclosure !== undefined) entries.add(disclosure.entry)
  }
  const own = stores.disclosures.rows().filter(({ retailerId, carrierId }) => [retailerId, carrierId].includes(party))
  const missing = own.filter((item) => !entries.has(entryOf(stores.hashes, party, item)))
  if (missing.length > 0) found.push(`${missing.length} disclosures of ${party} are in no statement`)
  return found
}
