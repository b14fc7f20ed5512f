import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import type { PartyMessage } from "../../infra/local/replay-exchange.ts"
import { publishAll, whenWorkedOff } from "../../infra/local/seed.ts"
import type { EventEntry } from "../../shared/contracts/define-event.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import { aParcel, creationOf, rawValuesOf, type TestParcel } from "../builders/parcels.ts"
import { accessStoreContractsOnDynamo } from "../storage/access-stores.dynamo.ts"
import { breachCasesContractOnDynamo } from "../storage/breach-cases.dynamo.ts"
import { gateStoreContractsOnAws } from "../storage/gate-stores.dynamo.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

let local: LocalExchange
let ids = 0

const leafline = "wayseal.retailer.leafline"
const northpost = "wayseal.carrier.northpost"
const createdAt = "2026-11-01T10:00:00.000Z"
/** Every parcel that any test sent, for the search for raw values at the end. */
const parcels: TestParcel[] = []

function sent(orderNumber: number, changes: Partial<TestParcel> = {}): TestParcel {
  const parcel = aParcel(orderNumber, changes)
  parcels.push(parcel)
  return parcel
}

function metadata(occurredAt: string = createdAt) {
  ids += 1
  return { id: `e2e-${ids}`, occurredAt, correlationId: `e2e-${ids}` }
}

function created(parcel: TestParcel, options: { named?: boolean; source?: string } = {}): EventEntry {
  const { named = true, source = leafline } = options
  return shipmentCreated.entry({
    source,
    busName: local.exchange.ingressBusName,
    data: creationOf(parcel, { createdAt, named }),
    metadata: metadata(),
  })
}

function delivered(parcel: TestParcel, deliveredAt: string): EventEntry {
  return shipmentDelivered.entry({
    source: northpost,
    busName: local.exchange.ingressBusName,
    data: { trackingNumber: parcel.trackingNumber, deliveredAt, signatory: parcel.signatory },
    metadata: metadata(deliveredAt),
  })
}

function progressed(parcel: TestParcel, status: "in-transit" | "out-for-delivery", at: string): EventEntry {
  return shipmentProgressed.entry({
    source: northpost,
    busName: local.exchange.ingressBusName,
    data: { trackingNumber: parcel.trackingNumber, status, at },
    metadata: metadata(at),
  })
}

const publish = (...entries: EventEntry[]): Promise<void> => publishAll(local.exchange, entries)
const about =
  (parcel: TestParcel) =>
  ({ data }: PartyMessage): boolean =>
    data["shipmentId"] === parcel.shipmentId || data["trackingNumber"] === parcel.trackingNumber

beforeAll(async () => {
  local = await startLocalExchange()
}, 240_000)

afterAll(async () => {
  await local?.stop()
}, 30_000)

describe("the gate", () => {
  it("runs where every call is checked against the caller's policies", () => {
    expect(local.iamEnforced).toBe(true)
  })

  it("tells the carrier of a discreet retailer's parcel without naming the retailer", async () => {
    const parcel = sent(1_000_001)
    await publish(created(parcel))
    const { data } = await local.heard("northpost", "ShipmentCreated", about(parcel))
    expect(data).toEqual({ trackingNumber: parcel.trackingNumber })
  })

  it("tells the retailer of a delivery that arrived before the shipment did, and that somebody signed, not who", async () => {
    const parcel = sent(1_000_002)
    await publish(delivered(parcel, "2026-11-03T15:22:00.000Z"))
    await whenWorkedOff(local.exchange, 30)
    await publish(created(parcel, { named: false }))
    await publish(
      trackingNumberAssigned.entry({
        source: leafline,
        busName: local.exchange.ingressBusName,
        data: { shipmentId: parcel.shipmentId, trackingNumber: parcel.trackingNumber },
        metadata: metadata(),
      }),
    )
    const { data } = await local.heard("leafline", "ShipmentDelivered", about(parcel))
    expect(data).toEqual({
      shipmentId: parcel.shipmentId,
      deliveredAt: "2026-11-03T15:22:00.000Z",
      signatoryRecorded: true,
    })
  })

  it("repeats nothing under another id when events come twice and late", async () => {
    const parcel = sent(1_000_003)
    const [first, late] = [
      progressed(parcel, "out-for-delivery", "2026-11-03T08:00:00.000Z"),
      progressed(parcel, "in-transit", "2026-11-02T08:00:00.000Z"),
    ]
    await publish(created(parcel))
    await publish(first, first, late)
    await local.heard(
      "leafline",
      "ShipmentProgressed",
      (one) => about(parcel)(one) && one.data["status"] === "out-for-delivery",
    )
    await whenWorkedOff(local.exchange, 30)
    await local.heard("leafline", "ShipmentProgressed", about(parcel))
    const rows = await local.exchange.rows("TrackingRecords")
    expect(
      rows.find((row) => row["kind"] === "parcel" && row["statusAt"] === "2026-11-02T08:00:00.000Z"),
    ).toBeUndefined()
    const told = local
      .inbox("leafline")
      .filter(about(parcel))
      .filter(({ data }) => data["status"] === "out-for-delivery")
    expect(new Set(told.map(({ metadata: { id } }) => id)).size).toBe(1)
  })

  it("tells the sender what it did not take, where and by which rule, and not with what value", async () => {
    const parcel = sent(1_000_004)
    const bad = created(parcel)
    const detail = JSON.parse(bad.Detail)
    detail.data.recipient.country = "Canada"
    await publish({ ...bad, Detail: JSON.stringify(detail) })
    const rejection = await local.heard("leafline", "EventRejected", ({ data }) => data["id"] === detail.metadata.id)
    expect(rejection.data["problems"]).toEqual([expect.objectContaining({ path: expect.stringContaining("country") })])
    expect(rejection.body).not.toContain(parcel.orderReference)
  })

  it("explains a type that nobody takes, and suggests the one that was meant", async () => {
    const parcel = sent(1_000_005)
    await publish({ ...created(parcel), DetailType: "ShipmentCreate" })
    const { data } = await local.heard("leafline", "EventRejected", (one) => one.data["suggestion"] !== undefined)
    expect(data["suggestion"]).toEqual({ detailType: "ShipmentCreated", version: 1 })
  })
})

describe("a party without an AWS account", () => {
  const post = async (token: string | undefined, events: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${local.exchange.apiUrl}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ events }),
    })
    return { status: response.status, body: await response.json() }
  }

  it("publishes over HTTPS under a token that it signed", async () => {
    const parcel = sent(1_000_010)
    const detail = JSON.parse(created(parcel).Detail)
    const answer = await post(await local.sign("leafline"), [{ detailType: "ShipmentCreated", detail }])
    expect(answer.body).toEqual({ events: [expect.objectContaining({ outcome: "accepted" })] })
    await local.heard("northpost", "ShipmentCreated", about(parcel))
  })

  it("is refused without one", async () => {
    expect((await post(undefined, [])).status).toBe(401)
    expect((await post("a.b.c", [])).status).toBe(401)
  })

  it("cannot send what is another kind of party's to send", async () => {
    const parcel = sent(1_000_011)
    const detail = JSON.parse(delivered(parcel, "2026-11-03T15:22:00.000Z").Detail)
    const answer = await post(await local.sign("leafline"), [{ detailType: "ShipmentDelivered", detail }])
    expect(answer.body).toEqual({ events: [expect.objectContaining({ outcome: "rejected" })] })
  })
})

describe("behind the gate", () => {
  it("no raw value is in any table, in any party's queue or in any log", async () => {
    await whenWorkedOff(local.exchange, 60)
    const tables = await Promise.all(tableNames().map(async (name) => [name, await local.exchange.rows(name)] as const))
    const places: [string, string][] = [
      ...tables.flatMap(([name, rows]) => rows.map((row): [string, string] => [name, legible(row)])),
      ...["leafline", "maplebooks", "northpost"].flatMap((party) =>
        local.inbox(party).map(({ body }): [string, string] => [`queue of ${party}`, body]),
      ),
      ...(await local.logLines()).map((line): [string, string] => ["log", line]),
    ]
    const found = places.flatMap(([place, text]) =>
      parcels.flatMap((parcel) =>
        rawValuesOf(parcel)
          .filter((value) => text.includes(value))
          .map((value) => [place, value]),
      ),
    )
    expect(found).toEqual([])
    for (const place of ["TrackingRecords", "SealingKeys", "queue of leafline", "queue of northpost", "log"]) {
      expect(places.filter(([where]) => where === place).length).toBeGreaterThan(0)
    }
  })

  it("nothing good became a dead letter", async () => {
    const dead = local.exchange.gateQueues.filter(({ isDeadLetters }) => isDeadLetters)
    const depths = await Promise.all(
      dead.map(async ({ name, url }) => [name, await local.exchange.depth(url)] as const),
    )
    expect(depths.filter(([, depth]) => depth > 0)).toEqual([])
    expect(dead.length).toBeGreaterThan(0)
  })

  const tableNames = () =>
    [
      "TrackingRecords",
      "Disclosures",
      "AccessProfiles",
      "Anomalies",
      "Restrictions",
      "ChallengeFailures",
      "RetailerProfiles",
      "BreachCases",
      "SealingKeys",
    ] as const
  const legible = (row: unknown): string =>
    JSON.stringify(row, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value instanceof Set ? [...value] : value,
    )
})

describe("on the emulator's tables", () => {
  accessStoreContractsOnDynamo(() => local.exchange.dynamo, "contract")
  gateStoreContractsOnAws(() => ({ dynamo: local.exchange.dynamo, kms: local.kms }), "contract")
  breachCasesContractOnDynamo(() => local.exchange.dynamo, "contract")
})
