import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { erasurePart } from "../../../shared/base/contracts/part-of-erasure.ts"
import { shipmentErased } from "../../../shared/base/contracts/shipment-erased.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { erasureRoutes } from "../../../shared/intake/erasures/erasure-routes.ts"
import { erasureIdOf } from "../../../shared/intake/tracking/erasures.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { aliasIn, seen, shipParcel, soleCase, walkAnomaly } from "../../desk/breach-world.ts"
import { erasureWorld } from "./erasure-world.ts"

const page = z.object({ erasures: z.array(z.looseObject({ erasureId: z.string() })), next: z.string().optional() })

function served() {
  const world = erasureWorld()
  const handler = checkedPipeline({
    routes: erasureRoutes({
      erasures: world.erasures,
      keyedHash: world.hashes,
      retention: { archiveDays: 90, backupYears: 6 },
    }),
    authenticate: async (authorization) => {
      const party = world.directory.named(authorization ?? "")
      if (party === undefined) throw new HttpProblem("unauthenticated")
      return { party, tokenId: "token-1" }
    },
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  const idOf = (shipmentId: string, retailerId = "leafline") => erasureIdOf(world.hashes, { retailerId, shipmentId })
  const get = async (as: string, path: string) => {
    const [rawPath = "", rawQueryString = ""] = path.split("?")
    const headers = { authorization: as }
    const requestContext = { requestId: "request-1", http: { method: "GET", sourceIp: "127.0.0.1" } }
    const { statusCode, body } = await handler({ rawPath, rawQueryString, headers, requestContext })
    return { status: statusCode, body: JSON.parse(body) }
  }
  return { world, get, idOf }
}

/** How many entries of each part were removed and are held, without parts of which there was nothing. */
function countsOf({ parts }: { parts: readonly { part: string; removed: number; held: number }[] }) {
  const there = parts.filter(({ removed, held }) => removed + held > 0)
  return Object.fromEntries(there.map(({ part, removed, held }) => [part, [removed, held]]))
}

describe("the receipt of an erasure", () => {
  it("says what was removed, and when each copy that no erasure reaches lets go", async () => {
    const { world, get, idOf } = served()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    const { status, body } = await get("leafline", `/v1/erasures/${idOf("s1")}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: "erased", requestedAt: "2026-11-01T14:05:00.000Z" })
    expect(countsOf(body)).toEqual({ shipment: [1, 0], parcel: [1, 0] })
    expect(
      Object.fromEntries(body.letsGo.map((one: { place: string; until: string }) => [one.place, one.until])),
    ).toEqual({
      queues: "2026-11-15T14:10:00.000Z",
      guessCounters: "2026-11-03T14:10:00.000Z",
      accessProfiles: "2026-12-01T14:10:00.000Z",
      failureRecords: "2026-12-01T14:10:00.000Z",
      webhookDeliveries: "2026-12-01T14:10:00.000Z",
      pointInTimeRecovery: "2026-12-06T14:10:00.000Z",
      exchangeArchive: "2027-01-30T14:10:00.000Z",
      tombstone: expect.stringMatching(/^2028-01/),
    })
    expect(JSON.stringify(body)).not.toContain('"s1"')
  })

  it("says when there was nothing to erase, so that a mistyped id does not pass for an erasure", async () => {
    const { world, get, idOf } = served()
    await world.request("s-mistyped")
    const { body } = await get("leafline", `/v1/erasures/${idOf("s-mistyped")}`)
    expect(body).toMatchObject({ state: "notFound" })
    expect(countsOf(body)).toEqual({})
    const [told] = world.exchange.published(shipmentErased, "leafline")
    expect(told?.data.wasKnown).toBe(false)
  })

  async function walked() {
    const { world, get, idOf } = served()
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(seen(1))
    const own = { subject: "subject#customer", proof: "linkToken", provenForExposure: true } as const
    await world.disclosures.append(seen(1, own))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await world.request("s1")
    return { world, receipt: async () => (await get("leafline", `/v1/erasures/${idOf("s1")}`)).body }
  }

  it("names each part once, with how much was removed and is held, and the case that holds it", async () => {
    const { world, receipt } = await walked()
    const body = await receipt()
    expect(body.state).toBe("held")
    expect(body.parts.map(({ part }: { part: string }) => part)).toEqual(erasurePart.options)
    expect(countsOf(body)).toEqual({ shipment: [1, 0], parcel: [1, 0], ledgerEntries: [1, 1], caseEvidence: [0, 2] })
    const caseAlias = aliasIn(world, soleCase(world), "leafline")
    const because = [{ reason: "openCase", caseAlias }]
    expect(body.parts.at(-1)).toEqual({ part: "caseEvidence", removed: 0, held: 2, because })
    expect(body.letsGo).toContainEqual({ place: "registerBackups" })
  })

  it("says after the end of a hold that all is removed, and when copies of the register end", async () => {
    const { world, receipt } = await walked()
    const row = soleCase(world)
    const closedAt = world.clock().toISOString()
    const closed = { ...row, version: row.version + 1, state: "falseAlarm", closedAt, partyId: "hub#closed" } as const
    await world.cases.commit({ case: closed, items: [], pointers: [] })
    world.passSeconds(25 * 3600)
    await world.sweep()
    const body = await receipt()
    expect(body.state).toBe("erased")
    expect(countsOf(body)).toEqual({ shipment: [1, 0], parcel: [1, 0], ledgerEntries: [2, 0], caseEvidence: [2, 0] })
    expect(body.letsGo).toContainEqual({ place: "registerBackups", until: "2032-11-02T15:10:00.000Z" })
  })

  it("says what was not looked for once the stage has no desk", async () => {
    const { world, receipt } = await walked()
    expect(await receipt()).not.toHaveProperty("notLookedFor")
    world.leaveOut("desk")
    world.passSeconds(25 * 3600)
    await world.sweep()
    expect(await receipt()).toMatchObject({ state: "erased", notLookedFor: ["caseEvidence"] })
  })

  it("is shown to its retailer alone", async () => {
    const { world, get, idOf } = served()
    await world.request("s1")
    for (const [as, id] of [
      ["maplebooks", idOf("s1")],
      ["leafline", idOf("s2")],
      ["leafline", "era_x"],
    ] as const)
      expect(await get(as, `/v1/erasures/${id}`)).toMatchObject({ status: 404 })
    expect((await get("maplebooks", "/v1/erasures")).body).toEqual({ erasures: [] })
    expect((await get("nobody", "/v1/erasures")).status).toBe(401)
  })

  it("is found page by page, and by the shipment", async () => {
    const { world, get, idOf } = served()
    for (const number of [1, 2, 3]) await world.request(`s${number}`, { at: `2026-11-01T13:0${number}:00.000Z` })
    const idsOf = async (path: string) => {
      const { erasures, next } = page.parse((await get("leafline", path)).body)
      return { ids: erasures.map(({ erasureId }) => erasureId), next }
    }
    const first = await idsOf("/v1/erasures?limit=2")
    expect(first).toEqual({ ids: [idOf("s3"), idOf("s2")], next: idOf("s2") })
    expect(await idsOf(`/v1/erasures?limit=2&after=${first.next}`)).toEqual({ ids: [idOf("s1")], next: undefined })
    expect(await idsOf("/v1/erasures?shipmentId=s2")).toEqual({ ids: [idOf("s2")], next: undefined })
    expect(await idsOf("/v1/erasures?shipmentId=s9")).toEqual({ ids: [], next: undefined })
    const unknown = await get("leafline", `/v1/erasures?after=${idOf("s9")}`)
    expect(unknown).toMatchObject({ status: 400, body: { problems: [{ path: "query.after" }] } })
  })
})
