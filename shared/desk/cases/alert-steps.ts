import type { PartyRow } from "./case-rows.ts"

/** An alert that nobody acknowledges for this long goes to the escalation contacts, and again after as long. */
export const acknowledgeHours = 4

/** Whether a party needs an alert: its first one, or one more because its shipments reached another power of ten. */
export function isToBeAlerted(
  party: Pick<PartyRow, "alertedAt" | "shipments" | "alertedShipments" | "possible">,
): boolean {
  const { shipments, alerted } = party.possible ?? { shipments: 0, alerted: 0 }
  return (
    party.alertedAt === undefined ||
    decadeOf(party.shipments) > decadeOf(party.alertedShipments) ||
    decadeOf(shipments) > decadeOf(alerted)
  )
}

/** Whether the last alert of a party counted all its shipments. */
export function wasAlertedOfAll(party: Pick<PartyRow, "shipments" | "alertedShipments" | "possible">): boolean {
  const { shipments, alerted } = party.possible ?? { shipments: 0, alerted: 0 }
  return party.shipments === party.alertedShipments && shipments === alerted
}

/** The party's row after an alert about all its shipments. */
export function asAlerted(party: PartyRow): PartyRow {
  const { possible } = party
  return {
    ...party,
    alertedShipments: party.shipments,
    ...(possible === undefined ? {} : { possible: { ...possible, alerted: possible.shipments } }),
    alerts: party.alerts + 1,
  }
}

/**
 * The number of digits of a count: 0 for none, 1 for 1 to 9, 2 for 10 to 99. A party is alerted again when it rises.
 */
export function decadeOf(shipments: number): number {
  return shipments < 1 ? 0 : String(Math.floor(shipments)).length
}
