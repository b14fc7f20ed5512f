import { shipmentErasureRequested } from "../../../base/contracts/shipment-erasure-requested.ts"
import { type MappedEvent, mapped } from "../parcel-news.ts"
import type { ShopShipment, WaitingFulfilment } from "./shop-entries.ts"
import type { ShopTask } from "./shop-tasks.ts"

/** What a shop's message asks for beside events. All of it is by keyed hashes, but for the tasks. */
export type ShopNews = {
  /** Shipments to note, before anything of them is published. */
  readonly shipments?: readonly ShopShipment[]
  /** Orders whose shipments a customer wants erased. */
  readonly ordersToErase?: readonly string[]
  /** Orders of which a customer asks who saw what, and the shop's own id of the request. */
  readonly dataRequest?: { readonly orders: readonly string[]; readonly about: string }
  readonly tasks?: readonly ShopTask[]
  /** A fulfilment that waits for its tracking company to be set, and the task that writes its links then. */
  readonly waiting?: Pick<WaitingFulfilment, "pk" | "sk" | "expiresAt"> & { readonly task: ShopTask }
  /** When the shop sent it, as ISO instant. */
  readonly requestedAt: string
}

/** The event by which a shop's shipment is erased. A repeat is the same event. @param requestedAt ISO instant */
export const erasureOf = (shipmentId: string, requestedAt: string): MappedEvent =>
  mapped(
    shipmentErasureRequested,
    { shipmentId },
    { occurredAt: requestedAt, source: ["shopify", shipmentId, "erasure"] },
  )
