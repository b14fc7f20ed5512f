import type { CaseFacts, PartyFacts } from "../facts.ts"

/** What two parties share of a case: what one may say to the other without saying anything of a third. */
export type SharedShipments = {
  readonly shipments: number
  /** More may have been shown. */
  readonly isAtLeast: boolean
  /** Which fields of them were seen and when. Absent: it is not known apart from other shipments. */
  readonly seen?: Pick<PartyFacts, "exposuresByField" | "fieldsNotExposed" | "firstExposureAt" | "lastExposureAt">
}

/**
 * The exposed shipments that a carrier and a retailer share. Each party's own counts can hold shipments that it shares
 * with others, which are not to be told. So fields and period are those of a side whose shipments are all shared.
 *
 * @returns only the count if neither side is shared as a whole; `undefined` if the two share nothing that is counted
 */
export function sharedShipments(
  { parties }: Pick<CaseFacts, "parties">,
  viewer: PartyFacts,
  otherId: string,
): SharedShipments | undefined {
  const other = parties.find(({ party }) => party === otherId)
  const [carrier, retailer] = viewer.kind === "carrier" ? [viewer, other] : [other, viewer]
  if (carrier === undefined || retailer === undefined) return undefined
  const shipments = carrier.byRetailer?.find((share) => share.retailer === retailer.party)?.notice.affected
  if (shipments === undefined || shipments === 0) return undefined
  const whole = [carrier, retailer].find((side) => side.shipments === shipments)
  const isAtLeast = carrier.isAtLeast || retailer.isAtLeast
  if (whole === undefined) return { shipments, isAtLeast }
  const { exposuresByField, firstExposureAt, lastExposureAt } = whole
  const isAllKnown = carrier.unknownBecause.length + retailer.unknownBecause.length === 0
  const fieldsNotExposed = isAllKnown ? whole.fieldsNotExposed : []
  return { shipments, isAtLeast, seen: { exposuresByField, fieldsNotExposed, firstExposureAt, lastExposureAt } }
}
