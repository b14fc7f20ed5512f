import { derivedId } from "../../base/contracts/envelope.ts"
import { toolOf } from "../../base/contracts/tool-name.ts"
import type { FieldName } from "../../base/contracts/words.ts"
import { sortedFields } from "../../intake/tracking/fields.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import { blockKey } from "../../watch/detection/retailers/number-blocks.ts"
import { type Disclosure, disclosureExpiry, disclosureSortKey } from "../../watch/lookups/ledger/disclosure.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { participantToAct } from "../cases/participant.ts"
import { addExposures } from "../exposures/add-exposures.ts"
import type { ReportDesk } from "../opening/report-breach.ts"
import type { Action } from "./action.ts"
import { begin } from "./as-read.ts"
import type { Acted } from "./decide-act.ts"
import { recordImport } from "./note-transfers.ts"
import type { NoticeDesk } from "./notification.ts"
import type { Refusal } from "./refusal.ts"

/** A lookup in a party's own log. */
export type ImportedAccess = {
  accessId: string
  at: string
  /** Shipment id of a retailer, tracking number of a carrier. */
  reference: string
  /** What identifies the accessor in the log. The hub keeps only a keyed hash of it. */
  accessor: string
  fields: readonly FieldName[]
}

export type Imported = { accesses: number; exposures: number; unknown: number[] }

/**
 * Adds the lookups of a party's own log to a case and to the ledger. Lookups of other parties' shipments are skipped.
 * Safe to repeat.
 *
 * @returns `unknown`: places in the log whose shipment is not known or not the party's
 */
export async function importAccesses(
  desk: ReportDesk & NoticeDesk,
  action: Action,
  accesses: readonly ImportedAccess[],
): Promise<Refusal | Acted<Imported>> {
  const { party } = action
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { caseId, state } = found.current
  if (state !== "open") {
    const [done] = await desk.cases.items([caseKeys.command(caseId, party.id, action.actionId)])
    return done === undefined
      ? { refused: "caseClosed" }
      : { outcome: "repeated", accesses: 0, exposures: 0, unknown: [] }
  }
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
    return record === undefined ? [] : [importedDisclosure(desk, { party, own: found.own }, access, record)]
  })
  const refused = await begin(desk, action)
  if (refused !== undefined) return refused
  await desk.disclosures.appendAll(rows)
  const exposures = await addExposures(desk, caseId, rows)
  // The case was merged meanwhile: a repeat adds the lookups to the surviving case.
  if ((await participantToAct(desk, action))?.current.caseId !== caseId) throw new CaseBusy()
  const noted = await recordImport(desk, action, { accesses: rows.length, unknown: unknown.length })
  await queueAlerts(desk, caseId)
  if ("refused" in noted) return noted
  return { outcome: noted.outcome, accesses: rows.length, exposures, unknown }
}

/** Of which tool a log is: of the carrier's own, or in the case of a breach at its supplier of what that keeps. */
const toolOfLog = (toolOfCase: string, { carrierId }: TrackingRecord): string =>
  principalOf(toolOfCase) === carrierId ? toolOfCase : toolOf(carrierId)

function importedDisclosure(
  desk: Pick<ReportDesk, "hashUnderKey">,
  { party, own }: { party: Party; own: Pick<PartyRow, "tool"> },
  access: ImportedAccess,
  record: TrackingRecord,
): Disclosure {
  const { accessId, at, fields } = access
  // Keyed, because an unkeyed hash of an IP address is found by trying all addresses.
  const fingerprint = derivedId("imported-accessor", party.id, desk.hashUnderKey(party.id, access.accessor))
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
      : { block: blockKey(record.retailerId, record.ordinal, party.id) }),
    tool: toolOfLog(own.tool, record),
    proof: "none",
    provenForExposure: false,
    fields: sortedFields(fields),
    ...(party.kind === "carrier" ? { reportedBy: party.id } : {}),
    expiresAt: disclosureExpiry(at),
  }
}
