import { createHash } from "node:crypto"
import { listedInStatement, type Statement, unwatchedInStatement } from "../../base/contracts/statement.ts"
import { toolOf } from "../../base/contracts/tool-name.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { BreachCases } from "../../desk/cases/breach-cases.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { SentFindings } from "../../watch/alerts/sent-findings.ts"
import type { ClosedDay } from "../../watch/lookups/log/log-rows.ts"
import type { ReportStreams, StreamRow } from "../../watch/lookups/reporting/report-streams.ts"
import { watchedTime } from "../../watch/lookups/reporting/watched-time.ts"
import { type CaseOfDay, casesOfDay } from "./cases-of-day.ts"
import { sharedOf } from "./shared-of-day.ts"
import { closingOf, endOfDay } from "./stated-times.ts"

export type ContentTools = {
  cases: Pick<BreachCases, "items" | "ofParty">
  findings: Pick<SentFindings, "ofDay">
  parties: Pick<PartyDirectory, "byIds">
  hashes: Pick<KeyedHash, "lastingHash">
}

/** The streams of carriers that count their reports, by carrier. */
export type CarrierStreams = ReadonlyMap<string, readonly StreamRow[]>

/** What a statement says beside its number and the statement before. */
export type StatementContent = Omit<Statement, "type" | "number" | "previous">

/**
 * What the hub says to a party about a closed day: what was so when the day ended. Nothing in it depends on when it is
 * made, so that a statement which a restore lost is made again as it was.
 */
export async function contentOf(
  tools: ContentTools,
  { party, closed, streams }: { party: Party; closed: ClosedDay; streams: CarrierStreams },
): Promise<StatementContent> {
  const { day, size, root, disclosures, lookups } = closed
  const cases = await casesOfDay(tools, party.id, endOfDay(day))
  const anomalyIds: string[] = []
  for await (const id of tools.findings.ofDay(party.id, day)) anomalyIds.push(id)
  anomalyIds.sort()
  return {
    party: party.id,
    day,
    ledger: { size, root },
    disclosures,
    lookups,
    shared: await sharedOf(tools, { party, closed, cases, anomalyIds }),
    findings: { anomalyIds: anomalyIds.slice(0, listedInStatement), ...hashOfAll(anomalyIds) },
    cases: openCases(cases),
    watch: await watchOf(party, { closed, cases, streams }),
  }
}

/** The hub has to be able to show a list with this hash, whenever somebody asks for what was cut. */
function hashOfAll(list: readonly unknown[]): { hashOfAll?: string } {
  if (list.length <= listedInStatement) return {}
  return { hashOfAll: createHash("sha256").update(canonicalJson(list)).digest("base64url") }
}

function openCases(cases: readonly CaseOfDay[]): Statement["cases"] {
  const open = cases.map(({ caseAlias, head }) => ({ caseAlias, head }))
  return { open: open.slice(0, listedInStatement), ...hashOfAll(open) }
}

type OfDay = { closed: ClosedDay; cases: readonly CaseOfDay[]; streams: CarrierStreams }

/** A carrier's own tool, or the tools in which a retailer's shipments are or were looked up. */
async function watchOf(party: Party, of: OfDay): Promise<Statement["watch"]> {
  const carriers = party.kind === "carrier" ? [party.id] : carriersOf(party, of)
  const { day } = of.closed
  const time = { from: `${day}T00:00:00.000Z`, until: endOfDay(day).toISOString() }
  const reading: Pick<ReportStreams, "ofCarrier"> = { ofCarrier: async (id) => [...(of.streams.get(id) ?? [])] }
  const watched: Statement["watch"] = []
  for (const carrierId of carriers.slice(0, listedInStatement)) {
    const tool = toolOf(carrierId)
    const { hours, uncounted, unjudged } = await watchedTime(reading, tool, time, closingOf(day).toISOString())
    const unwatched = hours.map(({ goesOn: _, ...range }) => range)
    watched.push({
      tool,
      unwatched: unwatched.slice(-unwatchedInStatement),
      uncounted: uncounted.slice(-unwatchedInStatement),
      unjudged: unjudged.slice(-unwatchedInStatement),
    })
  }
  return watched
}

function carriersOf(retailer: Extract<Party, { kind: "retailer" }>, { closed, cases, streams }: OfDay): string[] {
  const ofStreams = [...streams].flatMap(([carrierId, rows]) =>
    rows.some(({ retailers }) => retailers.some(({ retailerId }) => retailerId === retailer.id)) ? [carrierId] : [],
  )
  const ofAccounts = retailer.shipperAccounts.map(({ carrierId }) => carrierId)
  const ofDay = closed.shared.map(({ counterparty }) => counterparty)
  const ofCases = cases.flatMap(({ counterparties }) => counterparties)
  return [...new Set([...ofStreams, ...ofAccounts, ...ofDay, ...ofCases])].sort()
}
