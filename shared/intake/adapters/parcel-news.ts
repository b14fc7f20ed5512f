import { shipmentDelivered } from "../../base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../base/contracts/shipment-progressed.ts"
import type { ShipmentStatus } from "../../base/contracts/words.ts"
import { type Mapped, mapped, nothing } from "./mapped-event.ts"

/**
 * What each status of a vendor means: a status of a parcel, its delivery, or nothing that the exchange knows.
 */
export type StatusTable = Readonly<Record<string, ShipmentStatus | "delivered" | "nothing">>

/** What a status becomes that the table of its vendor does not have: the parcel moves, and nothing else is said. */
export const fallbackStatus: ShipmentStatus = "in-transit"

/** The newest that a vendor says of a parcel. */
export type ParcelNews = {
  /** As the vendor writes it. */
  readonly trackingNumber: string
  readonly status: string
  /** ISO instant. */
  readonly at: string
  /** Who signed. The hub drops the name. */
  readonly signatory?: string | null | undefined
}

/** @param source what makes it the same event again */
export function parcelEvents(news: ParcelNews, statuses: StatusTable, source: readonly string[]): Mapped {
  const known = Object.hasOwn(statuses, news.status) ? statuses[news.status] : undefined
  if (known === "nothing") return nothing
  const trackingNumber = plainNumber(news.trackingNumber)
  const { at } = news
  if (known === "delivered") {
    const signatory = news.signatory?.trim().slice(0, longestSignatory) ?? ""
    const data = { trackingNumber, deliveredAt: at, ...(signatory === "" ? {} : { signatory }) }
    return { events: [mapped(shipmentDelivered, data, { occurredAt: at, source })] }
  }
  const data = { trackingNumber, status: known ?? fallbackStatus, at }
  const events = [mapped(shipmentProgressed, data, { occurredAt: at, source })]
  return known === undefined ? { events, isStatusUnknown: true } : { events }
}

const longestSignatory = 120

/** A tracking number without spaces and hyphens, as contracts have it. */
export const plainNumber = (trackingNumber: string): string => trackingNumber.toUpperCase().replace(/[\s-]/g, "")
