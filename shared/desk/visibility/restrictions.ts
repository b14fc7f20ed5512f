import { earlier, later } from "../../base/platform/instants.ts"
import type { Party } from "../../parties/party.ts"
import { findingFor } from "../../watch/detection/anomalies/finding-for.ts"
import type { Restriction } from "../../watch/detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../watch/detection/retailers/number-blocks.ts"
import type { AnomalyOfCase, PartyRow } from "../cases/case-rows.ts"
import { visibleAnomalies } from "./findings.ts"

/** A restriction that concerns a party, the case it belongs to, and whether the party may release it alone. */
export type OwnRestriction = { restriction: Restriction; caseId?: string; mayDecide: boolean }

/** The case that a restriction belongs to. */
export type RestrictingCase = {
  caseId: string
  parties: readonly PartyRow[]
  anomalies: readonly AnomalyOfCase[]
}

/**
 * A restriction as a party may see it; `undefined` if it does not concern the party. It concerns a carrier through its
 * parcels or its tool, or as a party of the case or of a finding. It concerns a retailer whose own numbers are part of
 * the reason.
 *
 * A carrier may release a restriction alone unless it protects another carrier too. A retailer never may: it would
 * learn whether the restriction protects another retailer. It can state a false alarm instead.
 */
export function restrictionFor(
  party: Pick<Party, "id" | "kind">,
  restriction: Restriction,
  of: RestrictingCase | undefined,
): OwnRestriction | undefined {
  const parties = of?.parties ?? []
  const isParty =
    parties.some((row) => row.partyId === party.id) ||
    of?.anomalies.some(({ partyIds }) => partyIds.includes(party.id)) === true
  if (party.kind === "retailer") {
    const since = of === undefined ? undefined : restrictedSince(restriction, of.anomalies, party.id)
    if (!isParty || of === undefined || since === undefined) return undefined
    return { restriction: { ...restriction, since }, caseId: of.caseId, mayDecide: false }
  }
  if (!isParty && !restriction.carrierIds.includes(party.id)) return undefined
  const carriers = [
    ...parties.filter(({ kind }) => kind === "carrier").map((row) => row.partyId),
    ...restriction.carrierIds,
  ]
  const mayDecide = isParty && carriers.every((id) => id === party.id)
  return { restriction, ...(isParty && of !== undefined ? { caseId: of.caseId } : {}), mayDecide }
}

/** Since when an accessor is refused for lookups of a retailer's own numbers; `undefined` if there were none. */
function restrictedSince(
  { accessorKey, since }: Restriction,
  anomalies: readonly AnomalyOfCase[],
  retailerId: string,
): string | undefined {
  const own = visibleAnomalies(anomalies, retailerId).filter((one) => restrictedKeyOf(one.accessorKey) === accessorKey)
  const [first, ...further] = own.map((one) => findingFor(one, retailerId).crossedAt)
  return first === undefined ? undefined : later(since, further.reduce(earlier, first))
}

/** Those tokens of a restricted accessor that a carrier's own tool gave. */
export function ownTokens(
  { accessorTokens }: Pick<Restriction, "accessorTokens">,
  carrierId: string,
): Restriction["accessorTokens"] {
  return accessorTokens.filter((one) => one.carrierId === carrierId)
}
