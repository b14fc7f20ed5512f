import type { breachReported } from "../contracts/breach-reported.ts"
import type { DataOf } from "../contracts/define-event.ts"
import { derivedId } from "../contracts/envelope.ts"
import { blockKey } from "../detection/number-blocks.ts"
import { type CaseKey, pointerKeys } from "../domain/breach-case.ts"
import { joinKeys } from "../domain/breach-case-joining.ts"
import { type Disclosure, disclosureExpiry, disclosureSortKey, type FieldName } from "../domain/disclosure.ts"
import { sortedFields } from "../domain/exposure.ts"
import type { Party } from "../domain/party.ts"
import { type Acted, type Action, type Refusal, recordImport, seatOf } from "./breach-cases-actions.ts"
import { alertParties } from "./breach-cases-alerting.ts"
import { CaseBusy } from "./breach-cases-desk.ts"
import type { Evidence, EvidenceQuery } from "./breach-cases-evidence.ts"
import { addExposures, asClaimed, countPending, type GrowthDesk } from "./breach-cases-growth.ts"
import { mergeCases } from "./breach-cases-merging.ts"
import type { NoticeDesk } from "./breach-cases-notices.ts"
import { type Occasion, type Opening, openOrJoin } from "./breach-cases-opening.ts"
import type { Disclosures } from "./disclosures.ts"
import type { TrackingRecord } from "./tracking-records.ts"

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
  return party.kind === "carrier" ? found : (await asClaimed(desk, found)).filter((one) => one.retailerId === party.id)
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
    finder: { kind: finder, told: party.id, toldKind: party.kind, receivedAt },
    reporter: { partyId: party.id, awareAt: receivedAt },
    items: () => [],
    told: { finder, evidence: evidence.kind, receivedAt, tool },
  }
}

/** A lookup of an imported log, in the words of the party whose log it is. */
export type ImportedAccess = {
  accessId: string
  at: string
  /** Shipment id of a retailer, tracking number of a carrier. */
  reference: string
  /** What the log tells accessors apart by; the hub keeps only a hash of it. */
  accessor: string
  fields: readonly FieldName[]
}

export type Imported = { accesses: number; exposures: number; unknown: number[] }

/**
 * Adds the lookups of a log to a case: they go into the ledger, from which alone exposures are counted, and into the case. Only
 * shipments of the importing party itself are taken. Safe to repeat.
 *
 * @returns places in the log whose shipment is not known, or not the party's
 */
export async function importAccesses(
  desk: ReportDesk & NoticeDesk,
  action: Action,
  accesses: readonly ImportedAccess[],
): Promise<Refusal | Acted<Imported>> {
  const { party } = action
  const found = await seatOf(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { caseId, state } = found.current
  if (state !== "open") return { refused: "caseClosed" }
  const records = await desk.records.find(
    accesses.map(({ reference }) =>
      party.kind === "retailer"
        ? { by: "shipmentId", retailerId: party.id, shipmentId: reference }
        : { by: "trackingNumber", carrierId: party.id, trackingNumber: reference },
    ),
  )
  const unknown: number[] = []
  const rows = accesses.flatMap((access, place) => {
    const record = records[place]?.[0]
    if (record === undefined) unknown.push(place)
    return record === undefined ? [] : [importedDisclosure(party, access, record)]
  })
  await desk.disclosures.appendAll(rows)
  const exposures = await addExposures(desk, caseId, rows)
  // A case that was taken into another meanwhile takes nothing any more: a repeat adds to that one.
  if ((await seatOf(desk, action))?.current.caseId !== caseId) throw new CaseBusy()
  const noted = await recordImport(desk, action, { accesses: rows.length, unknown: unknown.length })
  await alertParties(desk, caseId)
  if ("refused" in noted) return noted
  return { outcome: noted.outcome, accesses: rows.length, exposures, unknown }
}

function importedDisclosure(party: Party, access: ImportedAccess, record: TrackingRecord): Disclosure {
  const { accessId, at, fields } = access
  const fingerprint = derivedId("imported-accessor", party.id, access.accessor)
  return {
    subject: `subject#${party.id}:import:${fingerprint}`,
    network: `network#${party.id}:import:${fingerprint}`,
    accessId,
    at,
    sortKey: disclosureSortKey({ at, accessId, recordId: record.recordId, proof: "none", provenForExposure: false }),
    recordId: record.recordId,
    retailerId: record.retailerId ?? record.carrierId,
    ...(record.shipmentId === undefined ? {} : { shipmentId: record.shipmentId }),
    carrierId: record.carrierId,
    ...(record.retailerId === undefined || record.ordinal === undefined
      ? {}
      : { block: blockKey(record.retailerId, record.ordinal) }),
    tool: `observed:${record.carrierId}`,
    proof: "none",
    provenForExposure: false,
    fields: sortedFields(fields),
    ...(party.kind === "carrier" ? { reportedBy: party.id } : {}),
    expiresAt: disclosureExpiry(at),
  }
}
