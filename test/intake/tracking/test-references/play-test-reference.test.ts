import { describe, expect, it } from "@jest/globals"
import type { EventEntry, ProducerDataOf } from "../../../../shared/base/contracts/define-event.ts"
import { shipmentCreated } from "../../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../../shared/base/contracts/shipment-progressed.ts"
import { testPrefixes } from "../../../../shared/base/contracts/test-references.ts"
import { trackingAccessed } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { silentTelemetry } from "../../../../shared/base/platform/telemetry.ts"
import { makePlayTestReference } from "../../../../shared/intake/tracking/test-references/play-test-reference.ts"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import type { Party } from "../../../../shared/parties/party.ts"
import { queuePipeline } from "../../../../shared/parties/reception/queue-pipeline.ts"
import { silentIntake } from "../../../../shared/parties/reception/silent-intake.ts"
import { inMemoryBus } from "../../../doubles/event-publisher.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import { hubAccount, messages } from "../../../parties/test-parties.ts"
import { accessWorld } from "../../../watch/lookups/access-world.ts"
import { createdBy } from "../gate-world.ts"

const exampleParties = readParties(new URL("../../../../stages/local/parties.json", import.meta.url))

/** The hub's player, on an ingress bus in memory. */
function player(
  options: {
    readonly failEntry?: (entry: EventEntry) => string | undefined
    readonly change?: (party: Party) => Party
  } = {},
) {
  const { failEntry, change = (party) => party } = options
  const bus = inMemoryBus({ name: "ingress", ...(failEntry === undefined ? {} : { failEntry }) })
  const parties = knownDirectory(exampleParties.map(change))
  const handler = queuePipeline({
    contracts: [shipmentCreated],
    parties,
    hubAccount,
    ...silentIntake,
    telemetry: silentTelemetry,
    handle: makePlayTestReference({ parties, ingressBus: "ingress", send: bus.putEvents }),
  })
  const create = async (
    retailer: "leafline" | "maplebooks",
    change: Partial<ProducerDataOf<typeof shipmentCreated>>,
  ): Promise<number> => (await handler(messages(createdBy(retailer, "e-1", change)))).batchItemFailures.length
  return { bus, create }
}
const numbered = (behaviour: keyof typeof testPrefixes) => ({ trackingNumber: `${testPrefixes[behaviour]}0001` })

describe("a shipment with a test reference", () => {
  it("is on its way and delivered, as its carrier would report it", async () => {
    const { bus, create } = player()
    await create("maplebooks", numbered("delivered"))
    expect(bus.events.map(({ source }) => source)).toEqual(["wayseal.carrier.northpost", "wayseal.carrier.northpost"])
    expect(bus.published(shipmentProgressed)[0]?.data).toMatchObject({
      ...numbered("delivered"),
      status: "in-transit",
      shipper: { kind: "retailerAlias", retailerAlias: "Maple Books" },
    })
    expect(bus.published(shipmentDelivered)[0]?.data).toMatchObject(numbered("delivered"))
  })

  it("meets an exception", async () => {
    const { bus, create } = player()
    await create("maplebooks", numbered("exception"))
    expect(bus.published(shipmentProgressed).map(({ data }) => data.status)).toEqual(["exception"])
    expect(bus.published(shipmentDelivered)).toEqual([])
  })

  it("names a discreet retailer by its account alone", async () => {
    const { bus, create } = player()
    await create("leafline", numbered("delivered"))
    expect(bus.published(shipmentProgressed)[0]?.data.shipper).toEqual({ kind: "account", account: "8841-20931" })
  })

  it("plays nothing for an ordinary number, or for none", async () => {
    const { bus, create } = player()
    await create("maplebooks", { trackingNumber: "NP4021887304CA" })
    await create("maplebooks", {})
    expect(bus.events).toEqual([])
  })

  it("plays nothing for a carrier that sends from an account of its own, because the hub cannot speak for it", async () => {
    const { bus, create } = player({
      change: (party) => (party.kind === "carrier" ? { ...party, account: "210987654321" } : party),
    })
    expect(await create("maplebooks", numbered("delivered"))).toBe(0)
    expect(bus.events).toEqual([])
  })

  it("plays the same events when the shipment arrives again", async () => {
    const { bus, create } = player()
    await create("maplebooks", numbered("walk"))
    const first = bus.events.map(({ detail }) => detail)
    await create("maplebooks", numbered("walk"))
    expect(bus.events.map(({ detail }) => detail)).toEqual([...first, ...first])
  })

  it("is handled again when the bus did not take an event", async () => {
    const { create } = player({ failEntry: () => "InternalFailure" })
    expect(await create("maplebooks", numbered("delivered"))).toBe(1)
  })
})

describe("a shipment that is always walked past", () => {
  it.each([
    ["leafline", "LL-0048213"],
    ["leafline", "LL-9999999"],
    ["leafline", "an-order-without-a-number"],
    ["maplebooks", "MB1004230"],
  ] as const)("raises an alert about a walker, for %s and %s", async (retailer, orderReference) => {
    const { bus, create } = player()
    await create(retailer, { ...numbered("walk"), orderReference })
    const accesses = bus.published(trackingAccessed).flatMap(({ data }) => data.accesses)
    const world = accessWorld()
    await world.ship(retailer, { shipmentId: "shp_1", orderReference, ...numbered("walk") })
    expect(await world.report(accesses)).toEqual([])
    expect(world.bus.events).toEqual([])
    const alerts = world.anomalies.rows().filter(({ severity }) => severity === "alert")
    expect(alerts.length).toBeGreaterThan(0)
    expect(world.disclosures.rows().map(({ shipmentId }) => shipmentId)).toEqual(["shp_1"])
  })

  it("is looked up from an address that is nobody's, another one each time", async () => {
    const { bus, create } = player()
    await create("maplebooks", { ...numbered("walk"), shipmentId: "shp_a" })
    await create("maplebooks", { ...numbered("walk"), shipmentId: "shp_b" })
    const visitors = new Set(
      bus
        .published(trackingAccessed)
        .flatMap(({ data }) => data.accesses)
        .map((access) => JSON.stringify(Object(access).accessor.ip)),
    )
    expect([...visitors]).toEqual([
      expect.stringMatching(/^"2001:db8:[0-9a-f]{4}:[0-9a-f]{4}::1"$/),
      expect.stringMatching(/^"2001:db8:[0-9a-f]{4}:[0-9a-f]{4}::1"$/),
    ])
  })
})
