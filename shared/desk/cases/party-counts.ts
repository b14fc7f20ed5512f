import { operatorOf } from "../../base/contracts/tool-name.ts"
import { type FieldName, fieldName } from "../../base/contracts/words.ts"
import { earlier, later } from "../../base/platform/instants.ts"
import { sortedFields } from "../../intake/tracking/fields.ts"
import { unknownRegion } from "../../intake/tracking/recipient-region.ts"
import { isReservedId } from "../../parties/counterparty-id.ts"
import type { AffectedRow, PartyRow } from "./case-rows.ts"

/** Names of the fields that a party's shipments showed. */
export function fieldsExposed(party: Pick<PartyRow, "shipmentsByField">): FieldName[] {
  return fieldName.options.filter((field) => (party.shipmentsByField[field] ?? 0) > 0)
}

/** How many shipments of a party have only possible exposures; empty if there are none. */
export function possibleCount({ possible }: Pick<PartyRow, "possible">): { possibleShipments?: number } {
  return possible === undefined || possible.shipments === 0 ? {} : { possibleShipments: possible.shipments }
}

/** What may have been seen of a party's shipments beyond what was, and when. Undefined: none is only possible. */
export function possiblySeen({ possible }: Pick<PartyRow, "possible">): PossiblySeen | undefined {
  if (possible === undefined || possible.shipments === 0) return undefined
  const { fields, firstAt, lastAt } = possible
  return fields === undefined || firstAt === undefined || lastAt === undefined ? undefined : { fields, firstAt, lastAt }
}

type PossiblySeen = Pick<AffectedRow, "fields" | "firstAt" | "lastAt">

/** What a party's facts say of shipments with only possible exposures; empty if there are none. */
export function possibleFacts(party: Pick<PartyRow, "possible">) {
  const seen = possiblySeen(party)
  return {
    ...possibleCount(party),
    possibleByRegion: party.possible?.shipmentsByRegion ?? {},
    ...(seen === undefined ? {} : { possiblySeen: seen }),
  }
}

/**
 * Whether nobody reports what was looked up in the tool through which a party's shipments were seen, because its
 * carrier takes no part. Then what is not known to have been seen is not known at all.
 */
export const isToolUnreported = ({ tool }: Pick<PartyRow, "tool">): boolean => isReservedId(operatorOf(tool) ?? "")

/**
 * A party's row with more (or fewer) possible exposures, and shipments that have no others.
 *
 * @param more.of the shipment that has no others, or has some now
 * @param seen what may have been seen, if there are more. While there are any, none of it is taken back
 */
export function withPossible(
  party: PartyRow,
  more: { exposures: number; shipments: 1 | 0 | -1; of?: Pick<AffectedRow, "region"> | undefined },
  seen?: PossiblySeen,
): PartyRow {
  if (more.exposures === 0 && more.shipments === 0 && seen === undefined) return party
  const { possible = { exposures: 0, shipments: 0, alerted: 0 }, ...others } = party
  const exposures = possible.exposures + more.exposures
  const shipments = possible.shipments + more.shipments
  if (exposures === 0) return others
  const region = more.shipments === 0 ? {} : { shipmentsByRegion: withRegion(possible, more.of ?? {}, more.shipments) }
  return {
    ...others,
    possible: { ...possible, ...(seen && joinSeen(possible, seen)), ...region, exposures, shipments },
  }
}

function joinSeen(known: NonNullable<PartyRow["possible"]>, { fields, firstAt, lastAt }: PossiblySeen): PossiblySeen {
  return {
    fields: sortedFields([...(known.fields ?? []), ...fields]),
    firstAt: earlier(known.firstAt ?? firstAt, firstAt),
    lastAt: later(known.lastAt ?? lastAt, lastAt),
  }
}

/** A carrier's shipments by retailer, with more (or fewer) of one retailer. */
export function withShare(party: PartyRow, retailerId: string, more: number): NonNullable<PartyRow["byRetailer"]> {
  const { shipments, notified } = party.byRetailer?.[retailerId] ?? {
    shipments: 0,
    notified: { direct: 0, publicNotice: 0 },
  }
  return { ...party.byRetailer, [retailerId]: { shipments: shipments + more, notified } }
}

/** A party's shipments by region, with one more (or fewer) of the region of this shipment. */
export function withRegion(
  { shipmentsByRegion = {} }: Pick<PartyRow, "shipmentsByRegion">,
  { region = unknownRegion }: Pick<AffectedRow, "region">,
  more: 1 | -1,
): NonNullable<PartyRow["shipmentsByRegion"]> {
  const { [region]: shipments = 0, ...others } = shipmentsByRegion
  // Release 0.1.0 counted no region of possible exposures.
  return shipments + more <= 0 ? others : { ...others, [region]: shipments + more }
}
