import { caseKeys } from "../cases/case-keys.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { GrowthContext } from "./growth-context.ts"

/** A party, its case, and what brought it into the case. */
type NewParty = Pick<PartyRow, "caseId" | "partyId" | "kind" | "tool" | "vouchedBy"> &
  Partial<Pick<PartyRow, "counterparties">>

/** The row of a party that is new in a case. */
export function newParty(
  { caseId, partyId, kind, tool, vouchedBy, counterparties = [] }: NewParty,
  { at, aliasOf }: Pick<GrowthContext, "at" | "aliasOf">,
): PartyRow {
  return {
    ...caseKeys.party(caseId, partyId),
    caseId,
    type: "party",
    partyId,
    openedAt: at,
    kind,
    tool,
    ...(vouchedBy === undefined ? {} : { vouchedBy }),
    alias: aliasOf(partyId),
    counterparties,
    exposures: 0,
    shipments: 0,
    shipmentsByField: {},
    shipmentsByRegion: {},
    alertedShipments: 0,
    alerts: 0,
    acknowledgeEscalations: 0,
    notified: { direct: 0, publicNotice: 0 },
  }
}
