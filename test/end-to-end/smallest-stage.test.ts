import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import * as z from "zod"
import { localConnection, reachStageThrough } from "../../infra/cli/deployed-stage/reach-stage.ts"
import { examineStage } from "../../infra/cli/doctor/examine-stage.ts"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { readStage } from "../../infra/stages/read-stage.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { breachReported } from "../../shared/base/contracts/breach-reported.ts"
import { optionalParts } from "../../shared/base/platform/resource-variables.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"
import { mailboxOf, readMailbox } from "./mailbox.ts"
import { leafline, type Senders, senders } from "./senders.ts"
import { walkerAccess } from "./walker-access.ts"

jest.setTimeout(120_000)

let local: LocalExchange
let send: Senders
const mailboxes = new Map<string, string>()
const nothing = stageConfig.shape.parts.parse(Object.fromEntries(optionalParts.map((part) => [part, false])))
const alerted = ["leafline", "northpost"] as const

beforeAll(async () => {
  local = await startLocalExchange({ stageChanges: { parts: nothing, withoutOperators: true } })
  send = senders(() => local)
  for (const partyId of [...alerted, "maplebooks"]) mailboxes.set(partyId, await mailboxOf(local, partyId))
}, 600_000)

afterAll(() => local?.stop(), 30_000)

const token = async (partyId: string, onBehalfOf?: typeof visitor) => ({
  authorization: `Bearer ${await local.sign(partyId, onBehalfOf === undefined ? {} : { onBehalfOf })}`,
})
const ask = async (path: string, partyId: string) =>
  fetch(`${local.exchange.apiUrl}${path}`, { headers: await token(partyId) })

/** On whose behalf the carrier asks. */
const visitor = { ip: "198.51.100.7", session: "smallest", sessionStartedAt: "2026-11-01T10:00:00.000Z" }

async function lookUp(question: object) {
  const response = await fetch(`${local.exchange.apiUrl}/v1/lookups`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(await token("northpost", visitor)) },
    body: JSON.stringify(question),
  })
  return { status: response.status, body: z.looseObject({}).parse(await response.json()) }
}

describe("a stage that leaves out all that it can", () => {
  it("takes a shipment, passes it on, and shows it to who proves to be its recipient", async () => {
    const parcel = send.parcel(1_100_001)
    await send.publish(send.created(parcel), send.handedOver(parcel, "8841-20931"))
    await send.publish(send.delivered(parcel, "2026-11-03T15:22:00.000Z"))
    await local.received("northpost", "ShipmentCreated", ({ data }) => data["trackingNumber"] === parcel.trackingNumber)
    await local.received("leafline", "ShipmentDelivered", ({ data }) => data["shipmentId"] === parcel.shipmentId)
    const { orderReference, postalCode } = parcel
    const shown = await lookUp({ retailer: "Leafline", orderReference, postalCode })
    expect(shown).toMatchObject({ status: 200, body: { shows: "details", parcels: [{ phase: "delivered" }] } })
    const unproven = await lookUp({ retailer: "Leafline", orderReference })
    expect(unproven).toMatchObject({ status: 404, body: { code: "notFound" } })
    expect(await lookUp({ retailer: "Leafline", orderReference: "LL-9999999" })).toEqual(unproven)
    const accesses = await (await ask(`/v1/shipments/${parcel.shipmentId}/accesses`, "leafline")).json()
    expect(accesses).toMatchObject({ shipmentIds: [parcel.shipmentId], accesses: [{ proof: "postalCode" }] })
    const proofs = await ask(`/v1/shipments/${parcel.shipmentId}/accesses?inclusion=proofs`, "leafline")
    expect(proofs.status).toBe(400)
  })

  it("notices a walk, and alerts both parties on their queues and by mail", async () => {
    const parcels = Array.from({ length: 8 }, (_, index) => send.parcel(1_300_001 + index))
    await send.publish(...parcels.map((parcel) => send.created(parcel)))
    await whenQueuesAreEmpty(local.exchange, 30, /RecordShipment/)
    const sentAt = Date.now()
    await send.publish(send.accessed(parcels.map((parcel, index) => walkerAccess(parcel, index, 9))))
    const isAlert = ({ data }: PartyMessage) => data["severity"] === "alert"
    for (const partyId of alerted) {
      const { data } = await local.received(partyId, "AccessAnomalyDetected", isAlert)
      expect(data).toMatchObject({ chart: "walk", tool: "observed:northpost" })
    }
    const seconds = (Date.now() - sentAt) / 1000
    await local.received("northpost", "AccessorRestricted")
    for (const partyId of alerted) {
      const mails = await mailsOf(partyId)
      expect(mails.filter((mail) => mail.includes("One visitor walked along"))).toHaveLength(1)
      for (const { orderReference, shipmentId, trackingNumber } of parcels)
        for (const raw of [orderReference, shipmentId, trackingNumber]) expect(mails.join()).not.toContain(raw)
      expect(mails.join()).not.toContain("/v1/cases")
    }
    expect(await readMailbox(local, mailboxes.get("maplebooks") ?? "")).toEqual([])
    expect(seconds).toBeLessThan(30)
    const decisions = await (await ask("/v1/decisions", "northpost")).json()
    const refused = { change: "new", accessorTokens: ["tok_walker"] }
    expect(decisions).toMatchObject({
      decisions: [
        { ...refused, scope: "subject" },
        { ...refused, scope: "network" },
      ],
    })
  })

  it("answers paths of what it left out like any other path that it does not have", async () => {
    const answer = async (path: string) => {
      const response = await ask(path, "leafline")
      return { status: response.status, body: await response.text() }
    }
    const unknown = await answer("/v1/no-such-thing")
    expect(unknown.status).toBe(404)
    const paths = ["/v1/cases", "/v1/restrictions", "/v1/statements", "/v1/signing-keys", "/v1/session"]
    for (const path of [...paths, "/t", "/letter", "/view", "/hub", "/desk/sign-in"])
      expect({ path, ...(await answer(path)) }).toEqual({ path, ...unknown })
  })

  it("rejects a report of a breach, and tells its sender", async () => {
    const entry = breachReported.entry({
      source: leafline,
      busName: local.exchange.ingressBusName,
      data: z.custom<Parameters<typeof breachReported.entry>[0]["data"]>().parse(breachReported.examples[0]),
      metadata: send.metadata(new Date().toISOString()),
    })
    await send.publish(entry)
    const { data } = await local.received("leafline", "EventRejected")
    expect(data).toMatchObject({ problems: [{ path: "detail-type", rule: "notAllowed" }] })
  })

  it("erases a shipment, and says what it has no table to look in for", async () => {
    const parcel = send.parcel(1_100_009)
    await send.publish(send.created(parcel))
    await whenQueuesAreEmpty(local.exchange, 30, /RecordShipment/)
    await send.publish(send.erasureRequested(parcel))
    const isOfParcel = ({ data }: PartyMessage) => data["shipmentId"] === parcel.shipmentId
    const { data } = await local.received("leafline", "ShipmentErased", isOfParcel)
    expect(data).toMatchObject({ held: [], notLookedFor: ["logEntries", "caseEvidence"] })
  })

  it("is found healthy by the doctor, who looks for no case", async () => {
    for (const partyId of ["leafline", "maplebooks", "northpost"]) await local.receiveAll(partyId)
    const { settings, ...committed } = readStage("local")
    const stage = { ...committed, settings: { ...settings, parts: nothing } }
    const reached = await reachStageThrough(stage, localConnection(stage, local.exchange.endpoint))
    const { findings } = await examineStage(reached, { poison: false, replay: false, onProgress: () => {} })
    expect(findings.filter(({ outcome }) => outcome === "fail")).toEqual([])
    const passed = findings.filter(({ outcome }) => outcome === "pass").map(({ check }) => check)
    expect(passed).toContain("A walk raises an alert")
  })

  it("fails nowhere", async () => {
    await whenQueuesAreEmpty(local.exchange, 30)
    const deadLetters = local.exchange.gateQueues.filter(({ isDeadLetters }) => isDeadLetters)
    for (const { name, url } of deadLetters) expect([name, await local.exchange.depth(url)]).toEqual([name, 0])
    expect((await local.logLines()).filter((line) => line.includes('"level":"ERROR"'))).toEqual([])
  })
})

/** Mails go out behind the events. */
async function mailsOf(partyId: string): Promise<string[]> {
  const mails: string[] = []
  for (let tries = 0; mails.length === 0 && tries < 20; tries++)
    mails.push(...(await readMailbox(local, mailboxes.get(partyId) ?? "")))
  return mails
}
