import { decadeOf, type PartyRow } from "./case-rows.ts"

/** An alert that nobody acknowledges for this long goes to the escalation contacts, and again after as long. */
export const acknowledgeHours = 4

/** Whether a party has not been told of the case, or not since its shipments reached another power of ten: the exposed, or the possibly exposed. */
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

/** Whether a party was told of so many shipments as it has. */
export function wasAlertedOfAll(party: Pick<PartyRow, "shipments" | "alertedShipments" | "possible">): boolean {
  const { shipments, alerted } = party.possible ?? { shipments: 0, alerted: 0 }
  return party.shipments === party.alertedShipments && shipments === alerted
}

/** The party's row once it is told of the shipments that it has. */
export function asAlerted(party: PartyRow): PartyRow {
  const { possible } = party
  return {
    ...party,
    alertedShipments: party.shipments,
    ...(possible === undefined ? {} : { possible: { ...possible, alerted: possible.shipments } }),
    alerts: party.alerts + 1,
  }
}
