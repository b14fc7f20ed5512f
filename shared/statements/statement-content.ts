import type { SentFindings } from "../breach-desk/alerts/sent-findings.ts"
import type { BreachCases } from "../breach-desk/cases/breach-cases.ts"
import { headOf } from "../breach-desk/cases/timeline-heads.ts"
import { casesOf } from "../breach-desk/views/cases-of-party.ts"
import { caseAlias } from "../contracts/fields.ts"
import { listedInStatement, type Statement } from "../contracts/statement.ts"
import { toolOf } from "../contracts/words.ts"
import type { ClosedDay } from "../lookups/log/log-rows.ts"
import type { ReportStreams, StreamRow } from "../lookups/reporting/report-streams.ts"
import { unwatchedHours } from "../lookups/reporting/unwatched.ts"
import type { Party } from "../parties/party.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { dayAfter } from "./verify-chain.ts"

/** Most unwatched hours of one tool in a statement. */
const rangesAtMost = 100

export type ContentTools = {
  cases: Pick<BreachCases, "items" | "ofParty">
  findings: Pick<SentFindings, "ofDay">
  parties: Pick<PartyDirectory, "byIds">
}

/** The streams of carriers that count their reports, by carrier. */
export type CarrierStreams = ReadonlyMap<string, readonly StreamRow[]>

/** What a statement says beside its number, its time and the statement before. */
export type StatementContent = Omit<Statement, "type" | "number" | "madeAt" | "previous">

/** What the hub can say to a party about a closed day, as of now. */
export async function contentOf(
  tools: ContentTools,
  { party, closed, streams }: { party: Party; closed: ClosedDay; streams: CarrierStreams },
): Promise<StatementContent> {
  const { day, size, root, disclosures, lookups } = closed
  return {
    party: party.id,
    day,
    ledger: { size, root },
    disclosures,
    lookups,
    shared: await sharedOf(tools, closed),
    findings: await findingsOf(tools, party.id, day),
    cases: await openCasesOf(tools, party.id),
    watch: await watchOf(party, closed, streams),
  }
}

/** A discreet retailer is never named, not even to its carrier. The pair is all that both need to compare. */
async function sharedOf({ parties }: ContentTools, { shared }: ClosedDay): Promise<Statement["shared"]> {
  const listed = shared
    .toSorted((one, other) => other.disclosures - one.disclosures)
    .slice(0, listedInStatement)
    .sort((one, other) => (one.pair < other.pair ? -1 : 1))
  const known = await parties.byIds(listed.map(({ counterparty }) => counterparty))
  return listed.map(({ pair, counterparty, disclosures, root }) => {
    const other = known.get(counterparty)
    const isNamed = other !== undefined && !(other.kind === "retailer" && other.discreet)
    return { pair, ...(isNamed ? { alias: other.alias } : {}), disclosures, root }
  })
}

async function findingsOf({ findings }: ContentTools, partyId: string, day: string): Promise<Statement["findings"]> {
  const anomalyIds: string[] = []
  let count = 0
  for await (const id of findings.ofDay(partyId, day)) {
    count += 1
    if (anomalyIds.length < listedInStatement) anomalyIds.push(id)
  }
  return { count, anomalyIds }
}

/** The cases that go on, the newest first. */
async function openCasesOf({ cases }: ContentTools, partyId: string): Promise<Statement["cases"]> {
  const open: Statement["cases"]["open"] = []
  let count = 0
  for await (const { current, own } of casesOf({ cases }, partyId)) {
    if (current.state !== "open") continue
    count += 1
    if (open.length >= listedInStatement) continue
    const head = await headOf({ cases }, current.caseId, partyId)
    const ofTimeline = head === undefined ? {} : { head: { seq: head.seq, hash: head.hash } }
    open.push({ caseAlias: caseAlias.parse(own.alias), ...ofTimeline })
  }
  return { count, open }
}

/** A carrier's own tool, or the tools in which a retailer's shipments are or were looked up. */
async function watchOf(party: Party, closed: ClosedDay, streams: CarrierStreams): Promise<Statement["watch"]> {
  const carriers = party.kind === "carrier" ? [party.id] : carriersOf(party, closed, streams)
  const time = { from: `${closed.day}T00:00:00.000Z`, until: `${dayAfter(closed.day)}T00:00:00.000Z` }
  const reading: Pick<ReportStreams, "ofCarrier"> = { ofCarrier: async (id) => [...(streams.get(id) ?? [])] }
  const watched: Statement["watch"] = []
  for (const carrierId of carriers.slice(0, listedInStatement)) {
    const tool = toolOf(carrierId)
    const unwatched = await unwatchedHours(reading, tool, time)
    const counted = (streams.get(carrierId)?.length ?? 0) > 0
    watched.push({ tool, counted, unwatched: unwatched.slice(-rangesAtMost) })
  }
  return watched
}

function carriersOf(retailer: Extract<Party, { kind: "retailer" }>, closed: ClosedDay, streams: CarrierStreams) {
  const ofStreams = [...streams].flatMap(([carrierId, rows]) =>
    rows.some(({ retailers }) => retailers.some(({ retailerId }) => retailerId === retailer.id)) ? [carrierId] : [],
  )
  const ofAccounts = retailer.shipperAccounts.map(({ carrierId }) => carrierId)
  const ofDay = closed.shared.map(({ counterparty }) => counterparty)
  return [...new Set([...ofStreams, ...ofAccounts, ...ofDay])].sort()
}
