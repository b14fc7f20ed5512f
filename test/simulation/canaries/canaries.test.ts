import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { accessorRestricted } from "../../../shared/contracts/accessor-restricted.ts"
import { breachCaseOpened } from "../../../shared/contracts/breach-case-opened.ts"
import { shipmentCreated } from "../../../shared/contracts/shipment-created.ts"
import { trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import type { FunctionName } from "../functions.ts"
import { received } from "../invariants.ts"
import type { PlantedFault } from "../world.ts"
import {
  type CanaryWorld,
  canaryWorld,
  escapedFrom,
  type Given,
  sendableBy,
  visitor,
  withoutNulls,
} from "./canary-world.ts"
import { variantsOf } from "./fill-schema.ts"

const walked = 14
const parties = ["leafline", "maplebooks", "northpost"]

/** The discreet retailer ships parcels, somebody walks along them in the carrier's tool, and a case opens. */
async function playWalk(canary: CanaryWorld) {
  const { world, fill, publish } = canary
  await world.ready
  const references = Array.from({ length: walked }, (_, index) => `LL-${7_310_000 + index}`)
  const shipped = references.map((orderReference, index) => {
    const postalCode = `K${index % 10}N ${Math.floor(index / 10)}E7`
    const given = { orderReference, postalCode, carrierId: "northpost" }
    const data = shipmentCreated.data.parse(fill("leafline", shipmentCreated.data, { root: "ShipmentCreated", given }))
    canary.note("leafline", { orderReference, postalCode })
    publish("leafline", shipmentCreated, data)
    return data
  }, timeoutMilliseconds)
  await canary.settle()
  const startMs = world.scheduler.nowMs()
  const sessionStartedAt = new Date(startMs - 600_000).toISOString()
  const walker = { ip: "203.0.113.77", session: "session-of-the-walker", accessorToken: "token-of-the-walker" }
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

/** The names of the case and its parts that a party received, and parcels that it has. */
function namesFor(canary: CanaryWorld, party: string, shipped: readonly { shipmentId: string }[]): Given {
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

/** A slow machine needs much of it. */
const timeoutMilliseconds = 60_000

describe("a canary in every field that a party can fill", () => {
  it(
    "leads to a case and a restriction, so that it has been everywhere",
    async () => {
      const canary = canaryWorld()
      await playWalk(canary)
      expect(received(canary.world, "leafline", breachCaseOpened.detailType)).toHaveLength(1)
      expect(received(canary.world, "northpost", accessorRestricted.detailType).length).toBeGreaterThan(0)
      expect(canary.register.canaries.length).toBeGreaterThan(200)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no event, on the bus and over HTTPS",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const party of parties) {
        const given = namesFor(canary, party, shipped)
        for (const { contract, variant } of sendableBy(canary.world, party)) {
          const fill = () => canary.fill(party, contract.producerData, { root: contract.detailType, variant, given })
          canary.publish(party, contract, fill())
          await canary.post(party, contract, fill())
          await canary.settle()
        }
      }
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no event that is rejected for one field",
    async () => {
      const canary = canaryWorld()
      for (const party of parties) {
        for (const { contract, variant } of sendableBy(canary.world, party)) {
          const valid = canary.fill(party, contract.producerData, { root: contract.detailType, variant })
          const text = () => canary.freeText(party, `rejected ${contract.detailType}`)
          for (const broken of brokenOnce(valid, text)) canary.publish(party, contract, broken)
          await canary.post(party, contract, { unknownField: text() })
        }
      }
      await canary.settle()
      expect(received(canary.world, "northpost", "EventRejected").length).toBeGreaterThan(50)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no lookup",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const [index, { orderReference, recipient }] of shipped.entries()) {
        const right = { retailer: "Leafline", orderReference, trackingNumber: null, linkToken: null }
        await canary.lookUp("northpost", index % 2 === 0 ? { ...right, postalCode: recipient.postalCode } : right)
      }
      for (const unknown of [{ trackingNumber: null }, { orderReference: null }]) {
        await canary.lookUp("northpost", { retailer: "Leafline", carrier: "northpost", ...unknown })
      }
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no lookup on the hub's own page",
    async () => {
      const canary = canaryWorld()
      await lookUpOnPage(canary, await playWalk(canary))
      expect(canary.answers.get(visitor)?.some((answer) => answer.includes('"statusCode":200'))).toBe(true)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it.each(["deliver-webhook", "open-breach-case"] as const)(
    "escapes from no dead letter of %s",
    async (name) => {
      const canary = canaryWorld(failsAlways(name))
      await playWalk(canary)
      expect(canary.world.queues.get(name)?.deadLetters.length).toBeGreaterThan(0)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it.each(["raise-anomaly", "relay-tracking"] as const)(
    "escapes from no change that %s gave up",
    async (name) => {
      const canary = canaryWorld(failsAlways(name))
      await playWalk(canary)
      expect(canary.world.streams.get(name)?.givenUp.length).toBeGreaterThan(0)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no call of the breach desk",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const party of parties) {
        const given = namesFor(canary, party, shipped)
        const parameters = z
          .record(z.string(), z.string().catch("none"))
          .parse({ ...given, shipmentId: shipped[0]?.shipmentId })
        for (const route of canary.deskRoutes) {
          const { bodySchema: schema } = route
          for (let variant = 0; variant < (schema === undefined ? 1 : variantsOf(schema)); variant++) {
            const body = schema && canary.fill(party, schema, { root: route.path, variant, given })
            await canary.callDesk(party, route, parameters, body)
          }
        }
      }
      // Two of the three parties are in the case, and each asks for a JSON and a PDF.
      expect(canary.world.stores.documentFiles.files()).toHaveLength(4)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )
})

describe("a canary that escapes is found", () => {
  it("in the ledger, if the address of a visitor on the hub's page is stored", async () => {
    const canary = canaryWorld(storesAddresses())
    await lookUpOnPage(canary, await playWalk(canary))
    expect(escapedFrom(canary)).toContain(`visitor.address of ${visitor} is in the table Disclosures`)
  })

  it("in a webhook, if another party's event is posted there", async () => {
    const canary = canaryWorld({
      in: "deliver-webhook",
      describe: "posts to another party",
      post: (post) => (message) => post({ ...message, url: message.url.replace("northpost", "leafline") }),
    })
    await playWalk(canary)
    expect(escapedFrom(canary)).toContain("accessorToken of northpost is in the webhook of leafline")
  })

  it("in the header of a webhook", async () => {
    const canary = canaryWorld({
      in: "deliver-webhook",
      describe: "sends an order number in a header",
      post: (post) => (message) => post({ ...message, headers: { ...message.headers, "x-order": "LL-7310000" } }),
    })
    await playWalk(canary)
    expect(escapedFrom(canary)).toContain("orderReference of leafline is in the webhook of northpost")
  })

  it("in the name and in the content of a document", async () => {
    for (const changed of [{ name: "LL-7310000.pdf" }, { content: Buffer.from("a note about LL-7310000") }]) {
      const canary = canaryWorld({
        in: "draw-document",
        describe: "writes an order number into a document",
        stores: (stores) => ({
          ...stores,
          documentFiles: {
            ...stores.documentFiles,
            write: (file) => stores.documentFiles.write({ ...file, ...changed }),
          },
        }),
      })
      const shipped = await playWalk(canary)
      const route = canary.deskRoutes.find(({ method, path }) => method === "POST" && path.endsWith("/documents"))
      if (route === undefined) throw new Error("there is no route for documents")
      const { caseAlias } = namesFor(canary, "leafline", shipped)
      await canary.callDesk("leafline", route, { caseAlias: String(caseAlias) }, { format: "json" })
      expect(escapedFrom(canary)).toEqual(["orderReference of leafline is in a document"])
    }
  })

  it("in the dead letters of a queue behind the gate", async () => {
    const canary = canaryWorld(failsAlways("deliver-webhook"))
    await playWalk(canary)
    canary.world.inject("deliver-webhook", "a note about LL-7310000")
    await canary.settle()
    expect(escapedFrom(canary)).toEqual(["orderReference of leafline is in the queue of deliver-webhook"])
  })
})

/** Lets visitors of the hub's page look up the parcels, and what nobody knows. */
async function lookUpOnPage(canary: CanaryWorld, shipped: Awaited<ReturnType<typeof playWalk>>): Promise<void> {
  for (const [index, { orderReference, recipient }] of shipped.entries()) {
    const right = { retailer: "Leafline", orderReference, trackingNumber: null, linkToken: null }
    await canary.lookUpOnPage(index % 2 === 0 ? { ...right, postalCode: recipient.postalCode } : right)
  }
  for (const unknown of [{ trackingNumber: null }, { orderReference: null }])
    await canary.lookUpOnPage({ retailer: "Leafline", carrier: "northpost", ...unknown })
}

const failsAlways = (name: FunctionName): PlantedFault => ({
  in: name,
  describe: "fails always",
  handler: () => () => Promise.reject(new Error("a planted fault")),
})

const asked = z.looseObject({ requestContext: z.looseObject({ http: z.looseObject({ sourceIp: z.string() }) }) })

/** The ledger names the network of a visitor by its address. */
function storesAddresses(): PlantedFault {
  let address = ""
  return {
    in: "look-up-shipment",
    describe: "stores the address of a visitor",
    handler: (handler) => (event, context) => {
      address = asked.parse(event).requestContext.http.sourceIp
      return handler(event, context)
    },
    stores: (stores) => {
      const { disclosures } = stores
      return {
        ...stores,
        disclosures: {
          ...disclosures,
          append: (item) => disclosures.append({ ...item, network: `network#${address}` }),
        },
      }
    },
  }
}

/** A value once for each of its texts, with another text in that place that no schema takes. */
function* brokenOnce(value: unknown, text: () => string): Generator<unknown> {
  if (typeof value === "string") yield `${text()} ${"x".repeat(600)}`
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries())
      for (const broken of brokenOnce(inner, text)) yield value.with(index, broken)
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value))
      for (const broken of brokenOnce(inner, text)) yield { ...value, [name]: broken }
  }
}
