import type { breachReported } from "../../contracts/breach-reported.ts"
import type { DataOf } from "../../contracts/define-event.ts"
import { anomalyDays } from "../../contracts/retention.ts"
import { operatorOf } from "../../contracts/words.ts"
import { type TokenHash, tokenKeyOf } from "../../detection/accessor-token.ts"
import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import type { Party } from "../../parties/party.ts"
import { dayMilliseconds, earlier, later } from "../../platform/instants.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import type { CaseKey } from "../cases/case-rows.ts"
import { addExposures } from "../exposures/add-exposures.ts"
import { asClaimed } from "../exposures/as-claimed.ts"
import { joinKeys } from "../exposures/attribution.ts"
import { countingMilliseconds, countPending } from "../exposures/count-pending.ts"
import type { Evidence, NamedLookups } from "../exposures/evidence.ts"
import type { GrowthDesk } from "../exposures/growth-desk.ts"
import { mergeCases } from "../merging/merge-cases.ts"
import type { Occasion } from "./occasion.ts"
import { type Opening, openOrJoin } from "./open-case.ts"
import { reportSlots } from "./report-slots.ts"
import { takeFurtherKeys } from "./take-keys.ts"

export type ReportDesk = GrowthDesk & { disclosures: Disclosures; evidence: Evidence; keyedHash: TokenHash }

/** A report of a party. A report with the same `id` is a repeat. */
export type Report = DataOf<typeof breachReported> & { id: string }

/**
 * Opens a case for a report, or adds the report to the open case of the accessor that it names. Exposures come from the
 * reporter's own part of the ledger: its own tool or its own shipments. While nothing is found there, nobody but the
 * reporter and the hub may see the case. Repeating the call has no effect.
 */
export async function openReportedCase(desk: ReportDesk, party: Party, report: Report): Promise<Opening> {
  const found = await evidenceOf(desk, party, report)
  const at = desk.clock().toISOString()
  const slots = reportSlots(found.length > 0 ? "found" : "nothing", { partyId: party.id, tool: report.tool, at })
  const occasion = { ...occasionOfReport(party, report, found), slots }
  const opening = await openOrJoin(desk, occasion)
  await takeFurtherKeys(desk, opening.caseId, occasion.keys)
  await mergeCases(desk, opening.caseId)
  await addExposures(desk, opening.caseId, found)
  await countPending(desk, opening.caseId, { until: desk.clock().getTime() + countingMilliseconds })
  await queueAlerts(desk, opening.caseId)
  return opening
}

async function evidenceOf(desk: ReportDesk, party: Party, report: Report): Promise<Disclosure[]> {
  const owner = party.kind === "carrier" ? { carrierId: party.id } : { retailerId: party.id }
  const found: Disclosure[] = []
  for await (const one of desk.evidence.search({ tool: report.tool, ...owner, named: namedBy(desk, party, report) }))
    found.push(one)
  return party.kind === "carrier" ? found : (await asClaimed(desk, found)).filter((one) => one.retailerId === party.id)
}

/** The lookups that a report names. A token is that of the tool's carrier. */
function namedBy({ keyedHash, clock }: ReportDesk, party: Party, { tool, evidence }: Report): NamedLookups {
  if (evidence.kind === "accessIds") return evidence
  if (evidence.kind === "timeRange") return { ...evidence, ...withinLedger(evidence, clock()) }
  const { kind, accessorToken } = evidence
  return { kind, tokenKey: tokenKeyOf(keyedHash, operatorOf(tool) ?? party.id, accessorToken) }
}

/** The part of a time range in which the ledger can hold lookups, so that a search ends. */
function withinLedger({ since, until }: { since: string; until: string }, now: Date) {
  const daysFromNow = (days: number) => new Date(now.getTime() + days * dayMilliseconds).toISOString()
  return { since: later(since, daysFromNow(-anomalyDays)), until: earlier(until, daysFromNow(1)) }
}

function occasionOfReport(party: Party, report: Report, found: readonly Disclosure[]): Occasion {
  const { tool, receivedAt, finder, evidence } = report
  const operator = found.length === 0 ? undefined : operatorOf(tool)
  // A token names an accessor, so its other lookups belong to the case too. Access ids and a time range name no
  // accessor.
  const keys: CaseKey[] =
    evidence.kind === "accessorToken"
      ? joinKeys(
          [],
          found.map((one) => ({ accessorKey: one.subject, attributesFrom: one.at })),
        )
      : []
  return {
    pointer: pointerKeys.report(party.id, report.id),
    seed: `report ${party.id} ${report.id}`,
    keys,
    neighbours: [],
    partyIds: [party.id, ...(operator === undefined ? [] : [operator])],
    origin: "report",
    tool,
    discoveredAt: receivedAt,
    finder: { kind: finder, reportedTo: party.id, receivedAt },
    reporter: { partyId: party.id, awareAt: receivedAt },
    items: () => [],
    data: { finder, evidence: evidence.kind, receivedAt, tool },
  }
}
