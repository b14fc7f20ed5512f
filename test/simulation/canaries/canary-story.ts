import * as z from "zod"
import { accessesCounted } from "../../../shared/base/contracts/accesses-counted.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { accessorRestricted } from "../../../shared/base/contracts/restriction-events.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { FunctionName } from "../functions.ts"
import { received } from "../invariants.ts"
import type { PlantedFault } from "../world.ts"
import { type CanaryWorld, type Given, withoutNulls } from "./canary-world.ts"

const walked = 14
/** Those that send canaries. */
export const parties = ["leafline", "maplebooks", "northpost"]

/** The discreet retailer ships parcels, somebody walks along them in the carrier's tool, and a case opens. */
export async function playWalk(canary: CanaryWorld) {
  const { world, fill, publish } = canary
  await world.ready
  const references = Array.from({ length: walked }, (_, index) => `LL-${7_310_000 + index}`)
  const shipped = references.map((orderReference, index) => {
    const postalCode = `K${index % 10}N ${Math.floor(index / 10)}E7`
    return createShipment(canary, { orderReference, postalCode })
  })
  await canary.settle()
  const startMs = world.scheduler.nowMs()
  const sessionStartedAt = new Date(startMs - 600_000).toISOString()
  const walker = { ip: "203.0.113.77", session: "session-of-the-walker", accessorToken: "tok_ofthewalker7310" }
  canary.note("northpost", walker)
  for (const [index, orderReference] of references.entries()) {
    const at = new Date(startMs + index * 9_000).toISOString()
    const reference = { kind: "orderReference", retailerAlias: "Leafline", orderReference }
    const lookup = { at, lastAt: at, reference, outcome: "hit", proof: "none", fields: ["postal-code"] }
    const given = { ...walker, ...lookup, sessionStartedAt, account: null }
    const data = fill("northpost", trackingAccessed.producerData, { root: "TrackingAccessed", given })
    publish("northpost", trackingAccessed, withoutNulls(data))
  }
  await canary.settle()
  return shipped
}

/** The discreet retailer ships a parcel with northpost. These values are searched for too. */
export function createShipment(canary: CanaryWorld, values: Readonly<Record<string, string>>) {
  const createdAt = canary.world.scheduler.clock().toISOString()
  const of = { root: "ShipmentCreated", given: { ...values, createdAt, carrierId: "northpost" } }
  const data = shipmentCreated.data.parse(canary.fill("leafline", shipmentCreated.data, of))
  canary.note("leafline", values)
  canary.publish("leafline", shipmentCreated, data)
  return data
}

/** The names of the case and its parts that a party received, and parcels that it has. */
export function namesFor(canary: CanaryWorld, party: string, shipped: readonly { shipmentId: string }[]): Given {
  const [opened] = received(canary.world, party, breachCaseOpened.detailType)
  const [restricted] = received(canary.world, party, accessorRestricted.detailType)
  const [duty] = z.array(z.looseObject({ dutyId: z.string() })).parse(opened?.data["duties"] ?? [])
  const names = { caseAlias: opened?.data["caseAlias"], restrictionId: restricted?.data["restrictionId"] }
  return {
    ...names,
    dutyId: duty?.dutyId,
    law: duty?.["law"],
    shipmentIds: shipped.map(({ shipmentId }) => shipmentId),
  }
}

/** Lets hours pass, with a watch of the duties in each. */
export async function passHours({ world }: CanaryWorld, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    world.scheduler.after(3_600_000, () => void world.call("watch-duties", {}))
    await world.scheduler.runUntilIdle()
  }
}

/**
 * The carrier's program counts, is silent until everybody is told, and comes back. Of two reports the first one never
 * arrives.
 */
export async function fallSilent(canary: CanaryWorld): Promise<void> {
  const { world, fill, publish } = canary
  const stream = "canary_oftheprogram7310"
  canary.note("northpost", { stream })
  const count = async (lastNumber: number): Promise<void> => {
    const nowMs = world.scheduler.nowMs()
    const window = { from: new Date(nowMs - 600_000).toISOString(), until: new Date(nowMs).toISOString() }
    const given = { stream, ...window, accesses: 0, lastNumber, ended: null }
    const data = fill("northpost", accessesCounted.producerData, { root: "AccessesCounted", given })
    publish("northpost", accessesCounted, withoutNulls(data))
    await canary.settle()
  }
  await count(0)
  await sweepFor(canary, 40)
  await count(0)
  await sweepFor(canary, 5)
  await count(2)
  for (let minutes = 10; minutes <= 40; minutes += 10) {
    await sweepFor(canary, 10)
    await count(2)
  }
  await sweepFor(canary, 10)
}

/** Lets minutes pass, with a watch of what carriers report every five. */
async function sweepFor({ world }: CanaryWorld, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 5) {
    world.scheduler.after(300_000, () => void world.call("watch-reporting", {}))
    await world.scheduler.runUntilIdle()
  }
}

/** Lets visitors of the hub's page look up the parcels, and what nobody knows. */
export async function lookUpOnPage(canary: CanaryWorld, shipped: Awaited<ReturnType<typeof playWalk>>): Promise<void> {
  for (const [index, { orderReference, recipient }] of shipped.entries()) {
    const right = { retailer: "Leafline", orderReference, trackingNumber: null, linkToken: null }
    await canary.lookUpOnPage(index % 2 === 0 ? { ...right, postalCode: recipient.postalCode } : right)
  }
  for (const unknown of [{ trackingNumber: null }, { orderReference: null }])
    await canary.lookUpOnPage({ retailer: "Leafline", carrier: "northpost", ...unknown })
}

/** A function that fails always. */
export const failsAlways = (name: FunctionName): PlantedFault => ({
  in: name,
  describe: "fails always",
  handler: () => () => Promise.reject(new Error("a planted fault")),
})
