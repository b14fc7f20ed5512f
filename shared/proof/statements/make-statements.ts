import { derivedId } from "../../base/contracts/envelope.ts"
import { type Statement, statement } from "../../base/contracts/statement.ts"
import { statementMade } from "../../base/contracts/statement-made.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { dayMilliseconds } from "../../base/platform/instants.ts"
import { signedText } from "../../base/platform/signing/signed-text.ts"
import type { Signer } from "../../base/platform/signing/signer.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type EventPublisher, outgoing } from "../../parties/channels/event-publisher.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { closeDay } from "../../watch/lookups/log/close-day.ts"
import type { DisclosureLog } from "../../watch/lookups/log/disclosure-log.ts"
import type { ReportStreams } from "../../watch/lookups/reporting/report-streams.ts"
import { closingMilliseconds } from "./stated-times.ts"
import { type CarrierStreams, type ContentTools, contentOf } from "./statement-content.ts"
import { type StatementRow, type Statements, statementsKey } from "./statements.ts"
import { dayAfter } from "./verify-chain.ts"
import { hashOfStatement } from "./verify-statement.ts"

/** Most days of one party that one run catches up with. The next run goes on. */
const daysPerRun = 40

export type StatementTools = ContentTools & {
  log: Pick<DisclosureLog, "ofDay" | "ofParcel" | "closed" | "leaves" | "putLeaves" | "close">
  statements: Pick<Statements, "latest" | "keep" | "told">
  streams: Pick<ReportStreams, "ofCarrier">
  parties: Pick<PartyDirectory, "each" | "byIds">
  signer: Signer
  publisher: Pick<EventPublisher, "publish">
  clock: Clock
  telemetry: Pick<Telemetry, "count">
}

/**
 * Makes the statement of every day that is over, for every party, in the order of days, and tells the party. A party's
 * first one is about the day before the hub first saw the party here. Each step is stored before the next one, so a
 * repeat after a crash goes on where it stopped, and gives no second statement of a day. A party whose statement fails
 * stops no other.
 *
 * @returns how many statements were made
 * @throws Error at the end, when a statement failed
 */
export function makeStatements(tools: StatementTools): () => Promise<number> {
  return async () => {
    const parties: Party[] = []
    for await (const party of tools.parties.each()) parties.push(party)
    const streams = await streamsOf(tools, parties)
    const failures: unknown[] = []
    let made = 0
    for (const party of parties)
      try {
        made += await catchUp(tools, party, streams)
      } catch (failure) {
        tools.telemetry.count("StatementNotMade")
        failures.push(failure)
      }
    if (failures.length > 0) throw failures[0]
    return made
  }
}

async function streamsOf(
  { streams }: Pick<StatementTools, "streams">,
  parties: readonly Party[],
): Promise<CarrierStreams> {
  const carriers = parties.filter(({ kind }) => kind === "carrier")
  const read = carriers.map(async ({ id }) => [id, await streams.ofCarrier(id)] as const)
  return new Map((await Promise.all(read)).filter(([, rows]) => rows.length > 0))
}

/** Makes the statements that a party lacks, the earliest first. */
async function catchUp(tools: StatementTools, party: Party, streams: CarrierStreams): Promise<number> {
  let before = await tools.statements.latest(party.id)
  // It may have stopped before it told the party.
  if (before !== undefined) await tell(tools, before)
  const closedDay = new Date(tools.clock().getTime() - closingMilliseconds - dayMilliseconds).toISOString().slice(0, 10)
  let made = 0
  for (let day = nextDay(before, closedDay); day <= closedDay && made < daysPerRun; day = dayAfter(day)) {
    before = await keepStatement(tools, { party, day, before, streams })
    await tell(tools, before)
    made += 1
  }
  return made
}

const nextDay = (before: StatementRow | undefined, closedDay: string): string =>
  before === undefined ? closedDay : dayAfter(before.sk)

async function keepStatement(
  tools: StatementTools,
  {
    party,
    day,
    before,
    streams,
  }: { party: Party; day: string; before: StatementRow | undefined; streams: CarrierStreams },
): Promise<StatementRow> {
  const closed = await closeDay(tools, { party: party.id, day })
  const content: Statement = statement.parse({
    ...(await contentOf(tools, { party, closed, streams })),
    type: "wayseal-statement-1",
    number: (before?.number ?? 0) + 1,
    previous: before === undefined ? null : hashOfStatement(before.statement),
  })
  const { keyId, value } = await tools.signer.sign("statement", content)
  return tools.statements.keep({
    pk: statementsKey(party.id),
    sk: day,
    type: "statement",
    party: party.id,
    number: content.number,
    madeAt: tools.clock().toISOString(),
    statement: `${signedText("statement", keyId, content)}.${value}`,
  })
}

/** Sends a statement to its party, unless that was done. A repeat has the same event id. */
async function tell({ publisher, statements, clock }: StatementTools, row: StatementRow): Promise<void> {
  if (row.toldAt !== undefined) return
  const { party, sk: day, number, madeAt } = row
  const id = derivedId("statement", party, day)
  await publisher.publish([
    outgoing(
      statementMade,
      { day, number, statement: row.statement },
      { id, occurredAt: madeAt, audience: party, belongsTo: id },
    ),
  ])
  await statements.told(row, clock().toISOString())
}
