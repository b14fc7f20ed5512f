import type { breachReported } from "../../base/contracts/breach-reported.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import { anomalyDays } from "../../base/contracts/retention.ts"
import { operatorOf } from "../../base/contracts/tool-name.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { dayMilliseconds, earlier, later } from "../../base/platform/instants.ts"
import { namerOf, principalOf } from "../../parties/counterparty-id.ts"
import { isNamed } from "../../parties/named-counterparty.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { type TokenHash, tokenKeyOf } from "../../watch/detection/accessor-token.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import type { CaseKey, PartyRow, SearchRow } from "../cases/case-rows.ts"
import type { EvidenceQuery } from "../cases/evidence-query.ts"
import type { WrittenReferences } from "../cases/written-references.ts"
import { countPending } from "../exposures/count-pending.ts"
import { reportedKeys, reportedLookups } from "../exposures/count-reported.ts"
import { keysAtOnce } from "../exposures/decide-keys.ts"
import type { EvidencePage } from "../exposures/evidence.ts"
import type { MergingPorts } from "../exposures/exposure-ports.ts"
import { referencesAtMost, referencesOf } from "../exposures/named-references.ts"
import { takeKeys } from "../exposures/take-keys.ts"
import { isInFuture } from "../time-in-future.ts"
import type { Opening } from "./decide-opening.ts"
import type { Occasion } from "./occasion.ts"
import { openOrJoin } from "./open-case.ts"
import { reportSlots } from "./report-slots.ts"

export type ReportDesk = MergingPorts & { keyedHash: TokenHash & Pick<KeyedHash, "blindOrdinal"> }

/**
 * A report of a party. A report with the same `id` is a repeat. `content`: keyed hash of the event, if it is one.
 * `officer`: the person who reports for the party, where one does.
 */
export type Report = DataOf<typeof breachReported> & { id: string; content?: string; officer?: string | undefined }

/** Whoever reports a breach over HTTPS waits for this long at most. `watch-duties` counts the rest. */
const [searchingMilliseconds, countingMilliseconds] = [2_000, 5_000]

/**
 * Opens a case for a report, or adds the report to the open case of the accessor that it names. Exposures come from the
 * reporter's own part of the ledger: its own tool or its own shipments. They are counted page by page, and the case
 * notes how far the count has come. While nothing is found there, nobody but the reporter and the hub may see the case.
 * A carrier that the reporter itself named is in the case from the beginning, because its letters go to it. Repeating
 * the call has no effect.
 */
export async function openReportedCase(desk: ReportDesk, party: Party, report: Report): Promise<Opening> {
  const search = await searchOf(desk, party, report)
  const { found, next } = await firstFound(desk, search)
  const at = desk.clock().toISOString()
  const slots = reportSlots(found.length > 0 ? "found" : "nothing", { partyId: party.id, tool: report.tool, at })
  const isAnyLeft = found.length > 0 || next !== undefined
  const keys = [...reportedKeys(search, found), ...keysOfSupplier(report)]
  const occasion: Occasion = {
    ...occasionOfReport(party, report, search, found.length > 0 || isOfOwnCarrier(party, report)),
    keys,
    slots,
    items: (caseId) => (isAnyLeft ? [searchRow(caseId, { dueAt: at, reportId: report.id, search })] : []),
  }
  const opening = await openOrJoin(desk, occasion)
  await takeKeys(desk, opening.caseId, keys.slice(keysAtOnce))
  const until = desk.clock().getTime() + countingMilliseconds
  await desk.merge(opening.caseId, until)
  await countPending(desk, opening.caseId, { until })
  await queueAlerts(desk, opening.caseId)
  return opening
}

/** The first page of lookups that a report is about. `next` without a lookup: the time was too short to find one. */
async function firstFound(desk: ReportDesk, search: EvidenceQuery): Promise<EvidencePage> {
  const untilMs = desk.clock().getTime() + searchingMilliseconds
  let page = await reportedLookups(desk, search)
  while (page.found.length === 0 && page.next !== undefined && desk.clock().getTime() < untilMs)
    page = await reportedLookups(desk, search, page.next)
  return page
}

function searchRow(caseId: string, of: Pick<SearchRow, "dueAt" | "search"> & { reportId: string }): SearchRow {
  const { dueAt, search } = of
  return { ...caseKeys.search(caseId, of), caseId, type: "search", dueAt, search }
}

/** The lookups that a report names. A token is that of the tool's carrier. */
async function searchOf(desk: ReportDesk, party: Party, { id, tool, evidence }: Report): Promise<EvidenceQuery> {
  const { keyedHash, clock, references } = desk
  const owner = party.kind === "carrier" ? { carrierId: party.id } : { retailerId: party.id }
  const of = { tool, ...owner }
  if (evidence.kind === "accessIds") return { ...of, named: evidence }
  if (evidence.kind === "timeRange") return { ...of, named: { ...evidence, ...withinLedger(evidence, clock()) } }
  if (evidence.kind === "referenceRange" || evidence.kind === "references") {
    const { since, until, fields } = evidence
    const sealed = await references.seal(party.id, id, writtenIn(evidence))
    return { ...of, named: { kind: "references", name: id, sealed, since, until, fields } }
  }
  const { kind, accessorToken } = evidence
  return { ...of, named: { kind, tokenKey: tokenKeyOf(keyedHash, operatorOf(tool) ?? party.id, accessorToken) } }
}

/** The part of a time range in which the ledger can hold lookups, so that a search ends. */
function withinLedger({ since, until }: { since: string; until: string }, now: Date) {
  const daysFromNow = (days: number) => new Date(now.getTime() + days * dayMilliseconds).toISOString()
  return { since: later(since, daysFromNow(-anomalyDays)), until: earlier(until, daysFromNow(1)) }
}

function occasionOfReport(
  party: Party,
  report: Report,
  search: EvidenceQuery,
  isFound: boolean,
): Omit<Occasion, "keys" | "items"> {
  const { tool, receivedAt, finder, evidence, officer } = report
  const operator = isFound ? operatorOf(tool) : undefined
  const data = { finder, evidence: evidence.kind, receivedAt, tool }
  const partyIds = [party.id, ...(operator === undefined ? [] : [operator])]
  return {
    pointer: pointerKeys.report(party.id, report.id),
    content: report.content,
    seed: `report ${party.id} ${report.id}`,
    neighbours: [],
    partyIds,
    concerned: partyIds,
    origin: "report",
    tool,
    discoveredAt: receivedAt,
    finder: { kind: finder, reportedTo: party.id, receivedAt },
    reporter: { partyId: party.id, awareAt: receivedAt, ...lookupsAsReported(report, search) },
    data,
    ...(officer === undefined ? {} : { dataFor: { [party.id]: { ...data, officer } } }),
  }
}

/** Reports of one supplier belong to one case, while that is open. */
function keysOfSupplier({ tool }: Report): CaseKey[] {
  return principalOf(tool) === undefined ? [] : [{ accessorKey: `attack#${derivedId("supplier", tool)}` }]
}

/** When somebody looked: the reporter's overview says it, and the letter to a carrier that the reporter named. */
function lookupsAsReported({ evidence }: Report, { named }: EvidenceQuery): Pick<PartyRow, "reportedLookups"> {
  if (!("since" in evidence)) return {}
  const { since, until } = evidence
  const fields = "fields" in evidence ? { fields: evidence.fields } : {}
  const isRange = evidence.kind === "referenceRange" && named.kind === "references"
  const range = isRange ? { range: { name: named.name, sealed: named.sealed } } : {}
  return { reportedLookups: { since, until, ...fields, ...range } }
}

type Reported = DataOf<typeof breachReported>
type OfReferences = Extract<Reported["evidence"], { kind: "referenceRange" | "references" }>

/**
 * Why a report cannot be right: it says that it was received in the future, from where no duty may be counted; it is of
 * the tool of a carrier that somebody else named, or nobody, or of another's supplier; or it names what it may not.
 *
 * @returns with a path below `data`
 */
export async function reportProblem(
  { clock, parties }: { clock: () => Date; parties: Pick<PartyDirectory, "byId"> },
  party: Party,
  { receivedAt, tool, evidence }: Reported,
): Promise<Problem | undefined> {
  const now = clock().toISOString()
  if (isInFuture(receivedAt, now)) return { path: "data.receivedAt", rule: "tooBig" }
  const operatorId = operatorOf(tool)
  const isOfNamed = operatorId !== undefined && namerOf(operatorId) !== undefined
  const operator = isOfNamed ? await parties.byId(operatorId) : undefined
  const isOfSupplier = party.kind === "carrier" && principalOf(tool) === party.id
  const isOwn = isOfSupplier || (operator !== undefined && isNamed(operator) && operator.named.by === party.id)
  if (isOfNamed && !isOwn) return { path: "data.tool", rule: "unknownParty" }
  const namesReferences = evidence.kind === "referenceRange" || evidence.kind === "references"
  // Of a carrier that takes part, the ledger says what was looked up. It has nothing of a supplier.
  if (namesReferences ? !isOwn : isOfSupplier) return { path: "data.evidence.kind", rule: "notAllowed" }
  if (!namesReferences) return undefined
  if (isInFuture(evidence.until, now)) return { path: "data.evidence.until", rule: "tooBig" }
  const all = referencesOf(writtenIn(evidence), party)
  if (all === undefined) return { path: "data.evidence.lastReference", rule: "format" }
  return all.length > referencesAtMost ? { path: "data.evidence.lastReference", rule: "tooBig" } : undefined
}

/** What a report names, as it is sealed. */
function writtenIn(evidence: OfReferences): WrittenReferences {
  return evidence.kind === "references"
    ? { list: evidence.references }
    : { first: evidence.firstReference, last: evidence.lastReference }
}

/** Whether a report is of the tool of a carrier that its reporter named. */
function isOfOwnCarrier(party: Pick<Party, "id">, { tool }: Pick<Reported, "tool">): boolean {
  return namerOf(operatorOf(tool) ?? "") === party.id
}
