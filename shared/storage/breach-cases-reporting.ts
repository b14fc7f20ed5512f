import type { breachReported } from "../contracts/breach-reported.ts"
import type { DataOf } from "../contracts/define-event.ts"
import { type CaseKey, pointerKeys } from "../domain/breach-case.ts"
import { joinKeys } from "../domain/breach-case-joining.ts"
import type { Disclosure } from "../domain/disclosure.ts"
import type { Party } from "../domain/party.ts"
import { alertParties } from "./breach-cases-alerting.ts"
import type { Evidence, EvidenceQuery } from "./breach-cases-evidence.ts"
import { addExposures, countPending, type GrowthDesk } from "./breach-cases-growth.ts"
import { mergeCases } from "./breach-cases-merging.ts"
import { type Occasion, type Opening, openOrJoin } from "./breach-cases-opening.ts"
import type { Disclosures } from "./disclosures.ts"

export type ReportDesk = GrowthDesk & { disclosures: Disclosures; evidence: Evidence }

/** A report of a party, with the id by which a repeat is known. */
export type Report = DataOf<typeof breachReported> & { id: string; correlationId: string }

/**
 * Opens a case for a report, or joins the open one of the accessor it names. Exposures come from the ledger, and only from
 * that part of it which is the reporter's: its own tool or its own shipments. Safe to repeat.
 */
export async function openReportedCase(desk: ReportDesk, party: Party, report: Report): Promise<Opening> {
  const found = await evidenceOf(desk, party, report)
  const occasion = occasionOfReport(party, report, found)
  const opening = await openOrJoin(desk, occasion)
  await mergeCases(desk, opening.caseId)
  await addExposures(desk, opening.caseId, found)
  await countPending(desk, opening.caseId)
  await alertParties(desk, opening.caseId)
  return opening
}

async function evidenceOf(desk: ReportDesk, party: Party, report: Report): Promise<Disclosure[]> {
  const { evidence, tool } = report
  const own: EvidenceQuery = party.kind === "carrier" ? { carrierId: party.id, tool } : { retailerId: party.id, tool }
  const query: EvidenceQuery =
    evidence.kind === "timeRange"
      ? { ...own, since: evidence.since, until: evidence.until }
      : evidence.kind === "accessorToken"
        ? { ...own, accessorToken: evidence.accessorToken }
        : { ...own, accessIds: evidence.accessIds }
  const found: Disclosure[] = []
  for await (const one of desk.evidence.search(query)) if (!one.provenForExposure) found.push(one)
  return found
}

function occasionOfReport(party: Party, report: Report, found: readonly Disclosure[]): Occasion {
  const { tool, receivedAt, finder, evidence } = report
  const operator = tool.startsWith("observed:") ? [tool.slice("observed:".length)] : []
  // A token names an accessor, whose further lookups belong to the case; single lookups and a time range name none.
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
    partyIds: [party.id, ...operator],
    origin: "report",
    tool,
    correlationId: report.correlationId,
    discoveredAt: receivedAt,
    finder: { kind: finder, told: party.id, receivedAt },
    reporter: { partyId: party.id, awareAt: receivedAt },
    items: () => [],
    told: { finder, evidence: evidence.kind, receivedAt, tool },
  }
}
