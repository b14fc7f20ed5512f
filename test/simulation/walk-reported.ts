import { creationOf } from "../../infra/local/replay/parcel.ts"
import { dayMilliseconds } from "../../shared/base/platform/instants.ts"
import { parcelOf, type SimulatedParcel } from "./workload.ts"
import { sourceOf, type World } from "./world.ts"

/** The parties that are alerted about the walk. */
export const alertedParties = ["leafline", "northpost"] as const

/** Orders of a retailer with numbers in a row from one on, which it publishes. */
export function publishOrders(world: World, count: number, from = 0): readonly SimulatedParcel[] {
  const random = world.random.fork(`orders from ${from}`)
  const createdAt = new Date(world.scheduler.nowMs() - 2 * dayMilliseconds).toISOString()
  const parcels = Array.from({ length: count }, (_, index) => parcelOf(random, from + index, true))
  for (const parcel of parcels) {
    const data = creationOf(parcel, { createdAt, withTrackingNumber: true, carrierId: "northpost" })
    publish(world, "leafline", { detailType: "ShipmentCreated", id: parcel.shipmentId, data })
  }
  return parcels
}

/** The carrier reports at once that one visitor looked these orders up. The detector has to notice it. */
export function reportWalk(world: World, parcels: readonly SimulatedParcel[]): void {
  const startMs = world.scheduler.nowMs() - 60_000
  const accesses = parcels.map(({ orderReference }, index) => ({
    accessId: `acc-${index}`,
    at: new Date(startMs + index * 3_000).toISOString(),
    reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference },
    accessor: {
      kind: "raw",
      ip: "203.0.113.77",
      session: "walkers-session",
      sessionStartedAt: new Date(startMs - 600_000).toISOString(),
      userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/70.0.3538.77 Safari/537.36",
    },
    accessorToken: "tok_walker",
    outcome: "hit",
    proof: "none",
    fields: ["delivery-date", "postal-code"],
  }))
  publish(world, "northpost", { detailType: "TrackingAccessed", id: "walk", data: { accesses } })
}

type Published = { readonly detailType: string; readonly id: string; readonly data: object }

function publish(world: World, sender: string, { detailType, id, data }: Published): void {
  const metadata = { id, occurredAt: world.scheduler.clock().toISOString(), correlationId: id, version: 1 }
  world.publish({ source: sourceOf(world, sender), detailType, detail: { metadata, data } })
}
