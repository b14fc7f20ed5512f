import * as z from "zod"
import type { ErasureRow } from "../../shared/intake/tracking/erasures.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import { allRows } from "./rows-of-world.ts"
import type { SimulatedParcel, Story } from "./workload.ts"
import { sourceOf, type World } from "./world.ts"

const publishedDetail = z.looseObject({ data: z.looseObject({ shipmentId: z.string().optional() }) })

/** Shipments that are erased in one schedule. */
const erasedShipments = 2

/** Retailers have shipments erased, while events about them come once more. */
export function askForErasures(world: World, story: Story, random: Random): readonly SimulatedParcel[] {
  const asked = random.shuffled(story.parcels).slice(0, erasedShipments)
  for (const parcel of asked) {
    const [id, at] = [random.id(), world.scheduler.clock().toISOString()]
    const source = sourceOf(world, parcel.retailerId)
    const detail = {
      metadata: { id, occurredAt: at, correlationId: id, version: 1 },
      data: { shipmentId: parcel.shipmentId },
    }
    const request = () => world.publish({ source, detailType: "ShipmentErasureRequested", detail })
    for (let times = random.chance(0.3) ? 2 : 1; times > 0; times--)
      world.scheduler.after(random.integer(0, 2_000), request)
    publishAgain(world, story, random, parcel)
  }
  return asked
}

/** The events of a shipment come once more. */
export function publishAgain(world: World, story: Story, random: Random, { shipmentId }: SimulatedParcel): void {
  for (const { event } of story.sent) {
    const { source, "detail-type": detailType, detail } = event
    if (publishedDetail.safeParse(detail).data?.data.shipmentId === shipmentId)
      world.scheduler.after(random.integer(0, 4_000), () => world.publish({ source, detailType, detail }))
  }
}

/** An erased shipment is in no table but where a case holds it, and its retailer was told so once. */
export function erasureViolationsOf(world: World, asked: readonly SimulatedParcel[]): Violations {
  const rows = allRows(world)
  const hasOpenCase = rows.some(({ row }) => "state" in row && row.state === "open")
  const now = world.scheduler.clock().toISOString()
  const found = asked.flatMap(({ retailerId, shipmentId }): Violations => {
    const holding = rows.filter(({ row }) => JSON.stringify(row).includes(shipmentId)).map(({ table }) => table)
    const mayHold = hasOpenCase ? ["BreachCases", "Disclosures", "Statements"] : ["BreachCases"]
    const left = holding.filter((table) => !mayHold.includes(table))
    const told = received(world, retailerId, "ShipmentErased").filter(({ data }) => data["shipmentId"] === shipmentId)
    const states = new Set(told.map(({ data }) => JSON.stringify(data["held"])))
    return [
      ...left.map((table) => `an erased shipment is in ${table}`),
      ...(told.length === 0 ? ["a retailer was not told that its shipment is erased"] : []),
      ...(distinctIds(told) === states.size ? [] : ["a retailer was told the same of an erasure under several ids"]),
    ]
  })
  const erasures: readonly ErasureRow[] = world.stores.erasures.rows()
  const overdue = erasures.filter((row) => row.kind === "shipment" && row.dueAt !== undefined && row.dueAt <= now)
  return [...found, ...(overdue.length === 0 ? [] : [`${overdue.length} erasures are overdue`])]
}
