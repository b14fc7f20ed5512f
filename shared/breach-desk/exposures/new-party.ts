import { type CaseRow, caseKeys, type PartyRow } from "../cases/case-rows.ts"
import type { GrowthContext } from "./growth-context.ts"

/** The row of a party that is new to a case. */
export function newParty(
  of: Pick<CaseRow, "caseId">,
  partyId: string,
  kind: "retailer" | "carrier",
  context: Pick<GrowthContext, "at" | "aliasOf"> & Pick<PartyRow, "tool"> & { counterparties?: string[] },
): PartyRow {
  return {
    ...caseKeys.party(of.caseId, partyId),
    caseId: of.caseId,
    type: "party",
    partyId,
    openedAt: context.at,
    kind,
    tool: context.tool,
    alias: context.aliasOf(partyId),
    counterparties: context.counterparties ?? [],
    exposures: 0,
    shipments: 0,
    shipmentsByField: {},
    alertedShipments: 0,
    alerts: 0,
    acknowledgeEscalations: 0,
    notified: { direct: 0, publicNotice: 0 },
  }
}

/** The aliases of a case, those of new parties added. */
export function withAliases(aliases: CaseRow["aliases"], parties: Iterable<PartyRow>): CaseRow["aliases"] {
  return { ...aliases, ...Object.fromEntries([...parties].map(({ partyId, alias }) => [partyId, alias])) }
}
