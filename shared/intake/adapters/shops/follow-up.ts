import type { Sealer } from "../../../base/platform/sealing.ts"
import type { EventPublisher } from "../../../parties/channels/event-publisher.ts"
import type { MappedEvent } from "../parcel-news.ts"
import type { ShopEntries } from "./shop-entries.ts"
import { erasureOf, type ShopNews } from "./shop-news.ts"
import { type ShopTask, sealShopTask, shopTaskEvent } from "./shop-tasks.ts"

/** What follows from a shop's message, around the publishing of its events. */
export type ShopFollowUp = {
  /** Notes shipments and what waits, and looks up the shipments that a customer's request concerns. */
  prepare(retailerId: string, news: ShopNews): Promise<{ events: readonly MappedEvent[]; tasks: readonly ShopTask[] }>
  /** Leaves tasks to the hub. */
  leave(retailerId: string, tasks: readonly ShopTask[]): Promise<void>
}

/** @param options.writesLinks whether the stage names the page to which links lead */
export function makeShopFollowUp(options: {
  entries: Pick<ShopEntries, "note" | "ofOrder">
  sealer: Pick<Sealer, "seal">
  publisher: Pick<EventPublisher, "publish">
  writesLinks: boolean
}): ShopFollowUp {
  const { entries, sealer, publisher, writesLinks } = options
  const shipmentsOf = async (orders: readonly string[]) => {
    const found: string[] = []
    for (let from = 0; from < orders.length; from += ordersAtOnce)
      found.push(...(await Promise.all(orders.slice(from, from + ordersAtOnce).map(entries.ofOrder))).flat())
    return found
  }
  return {
    async prepare(retailerId, { shipments = [], ordersToErase = [], dataRequest, tasks = [], waiting, requestedAt }) {
      if (shipments.length > 0) await entries.note(shipments)
      // Without links nothing would ever bring it.
      if (waiting !== undefined && writesLinks) {
        const { task, ...entry } = waiting
        const sealedTask = await sealShopTask(sealer, retailerId, task)
        await entries.note([{ ...entry, kind: "waiting", sealedTask }])
      }
      const toErase = await shipmentsOf(ordersToErase)
      const wanted = tasks.filter(({ kind }) => kind !== "writeLinks" || writesLinks)
      if (dataRequest === undefined)
        return { events: toErase.map((shipmentId) => erasureOf(shipmentId, requestedAt)), tasks: wanted }
      const shipmentIds = await shipmentsOf(dataRequest.orders)
      const notices = chunksOf(shipmentIds).map((part, index) => ({
        kind: "notice" as const,
        notice: "dataRequested" as const,
        requestedAt,
        about: `${dataRequest.about}/${index}`,
        shipmentIds: part,
      }))
      return { events: [], tasks: [...wanted, ...notices] }
    },
    async leave(retailerId, tasks) {
      if (tasks.length === 0) return
      await publisher.publish(await Promise.all(tasks.map((task) => shopTaskEvent(sealer, retailerId, task))))
    },
  }
}

/** At least one chunk, because a customer without shipments gets an answer too. */
function chunksOf(shipmentIds: readonly string[]): string[][] {
  const chunks = [shipmentIds.slice(0, shipmentsOfNotice)]
  for (let from = shipmentsOfNotice; from < shipmentIds.length; from += shipmentsOfNotice)
    chunks.push(shipmentIds.slice(from, from + shipmentsOfNotice))
  return chunks
}

/** Shipments that one mail lists. */
const shipmentsOfNotice = 500

/** Orders that are looked up side by side. */
const ordersAtOnce = 20
