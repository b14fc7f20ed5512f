import type { EventContract, ProducerDataOf } from "../../base/contracts/define-event.ts"
import { derivedPartyEventId } from "../../base/contracts/envelope.ts"
import { shipmentDelivered } from "../../base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../base/contracts/shipment-progressed.ts"
import type { ShipmentStatus } from "../../base/contracts/words.ts"

/** An event to publish in the party's name. Make it with `mapped`, which checks the type of its data. */
export type MappedEvent = {
  readonly contract: EventContract
  readonly data: unknown
  /** The same for each repeat of the vendor's event. */
  readonly id: string
  /** ISO instant, by the vendor's clock. */
  readonly occurredAt: string
}

/** What an adapter made of a request. */
export type Mapped = {
  readonly events: readonly MappedEvent[]
  /** A status that the adapter's table does not have, so that its fallback was taken. */
  readonly isStatusUnknown?: boolean
}

/** An event, whose data the compiler checks against the contract. @param source what makes it the same event again */
export function mapped<Contract extends EventContract>(
  contract: Contract,
  data: ProducerDataOf<Contract>,
  { occurredAt, source }: { occurredAt: string; source: readonly string[] },
): MappedEvent {
  return { contract, data, occurredAt, id: derivedPartyEventId("vendor-event", contract.name, ...source) }
}

/** Nothing to publish: the request concerns nothing that the exchange knows. */
export const nothing: Mapped = { events: [] }

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
