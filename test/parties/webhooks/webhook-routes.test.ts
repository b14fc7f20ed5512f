import { describe, expect, it } from "@jest/globals"
import { Webhook } from "standardwebhooks"
import * as z from "zod"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import { settingsRoutes } from "../../../shared/parties/settings/settings-routes.ts"
import { webhookView } from "../../../shared/parties/webhooks/verify-endpoint.ts"
import { usualThresholds } from "../../../shared/watch/detection/class-policy.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { memorySettings } from "../memory-stores.ts"
import { webhookTools } from "./delivery-tools.ts"
import { minute, secret, webhookWorld, worldParties } from "./webhook-world.ts"

const attempts = "GET /v1/webhooks/attempts"
const resend = (attemptId: unknown) => `POST /v1/webhooks/attempts/${String(attemptId)}/resend`

describe("the attempts log", () => {
  it("tells a party what was tried, the newest first, and nothing of the event itself", async () => {
    const world = webhookWorld({ answer: (_, at) => ({ status: at === 0 ? 503 : 204 }) })
    world.arrive("invited", "e-1")
    await world.pass(10 * minute)
    const { status, body } = await world.call("invited", attempts)
    expect(status).toBe(200)
    const common = { attemptId: expect.any(String), eventId: "e-1", type: "AccessorReleased", durationMilliseconds: 0 }
    expect(body).toEqual({
      attempts: [
        { ...common, at: world.at(minute), status: 204, attempt: 2 },
        { ...common, at: world.at(0), status: 503, attempt: 1, nextAttemptAt: world.at(minute) },
      ],
    })
  })

  it("has pages, and nothing of another party", async () => {
    const world = webhookWorld()
    for (const id of ["e-1", "e-2", "e-3"]) {
      world.arrive("invited", id)
      await world.pass(minute)
    }
    world.arrive("neighbour", "e-4")
    await world.pass(minute)
    const first = await world.call("invited", attempts, { query: "limit=2" })
    expect(first.body.attempts.map(({ eventId }: { eventId: string }) => eventId)).toEqual(["e-3", "e-2"])
    const second = await world.call("invited", attempts, { query: `limit=2&after=${first.body.next}` })
    expect(second.body.attempts.map(({ eventId }: { eventId: string }) => eventId)).toEqual(["e-1"])
    expect(second.body).not.toHaveProperty("next")
    expect((await world.call("infile", attempts)).body).toEqual({ attempts: [] })
  })

  it.each(["limit=0", "limit=101", "after=x", "state=open"])("refuses %s", async (query) => {
    expect((await webhookWorld().call("invited", attempts, { query })).status).toBe(400)
  })
})

describe("sending an event again", () => {
  const delivered = async () => {
    const world = webhookWorld()
    world.arrive("invited", "e-1")
    await world.pass(minute)
    const { body } = await world.call("invited", attempts)
    return { world, attemptId: body.attempts[0].attemptId }
  }

  it("posts it once more under the same id, although it was delivered", async () => {
    const { world, attemptId } = await delivered()
    expect(await world.call("invited", resend(attemptId))).toEqual({ status: 202, body: { eventId: "e-1" } })
    await world.pass(10 * minute)
    expect(world.posts.map(({ message }) => message.headers["webhook-id"])).toEqual(["e-1", "e-1"])
    expect(world.posts[1]?.message.body).toBe(world.posts[0]?.message.body)
  })

  it("is not for another party, and not for what was never tried", async () => {
    const { world, attemptId } = await delivered()
    for (const [partyId, id] of [
      ["neighbour", attemptId],
      ["invited", String(attemptId).replace(/^\d/, "9")],
      ["invited", "nonsense"],
    ])
      expect((await world.call(String(partyId), resend(id))).status).toBe(404)
    await world.pass(10 * minute)
    expect(world.posts).toHaveLength(1)
  })

  it("is refused while the webhook is disabled", async () => {
    const world = webhookWorld({ answer: () => ({ status: 410 }) })
    world.arrive("invited", "e-1")
    await world.pass(minute)
    const { body } = await world.call("invited", attempts)
    const answer = await world.call("invited", resend(body.attempts[0].attemptId))
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: "Your webhook is disabled. Set webhookUrl again to enable it." },
    })
  })
})

describe("a recovery", () => {
  const recover = "POST /v1/webhooks/recoveries"
  const ids = ({ posts }: ReturnType<typeof webhookWorld>) => posts.map(({ message }) => message.headers["webhook-id"])

  it("sends again what a party's webhook did not accept in a time, and nothing of another party", async () => {
    let status = 410
    const world = webhookWorld({ answer: (partyId) => ({ status: partyId === "invited" ? status : 410 }) })
    for (const id of ["e-1", "e-2", "e-3"]) {
      for (const partyId of ["invited", "neighbour"]) world.arrive(partyId, `${partyId}-${id}`)
      await world.pass(10 * minute)
    }
    const given = { from: world.at(5 * minute), to: world.at(60 * minute) }
    expect((await world.call("invited", recover, { given })).status).toBe(409)
    status = 204
    await world.setAddress("invited")
    await world.pass(2 * minute)
    world.posts.length = 0
    expect(await world.call("invited", recover, { given })).toEqual({ status: 202, body: { events: 2 } })
    await world.pass(2 * minute)
    expect(ids(world).sort()).toEqual(["invited-e-2", "invited-e-3"])
    expect(await world.call("invited", recover, { given })).toEqual({ status: 202, body: { events: 0 } })
    expect(await world.call("invited", recover, { given: { ...given, which: "all" } })).toMatchObject({
      // With the event that verified the address.
      body: { events: 3 },
    })
  })

  it("goes through as many events as there are, some hundred with each request", async () => {
    const world = webhookWorld({ answer: () => ({ status: 400 }) })
    for (let each = 0; each < 501; each++) world.arrive("invited", `e-${each}`)
    await world.pass(minute)
    const given = { from: world.at(0), to: world.at(minute) }
    const first = await world.call("invited", recover, { given })
    expect(first.body).toEqual({ events: 500, next: expect.any(String) })
    expect(await world.call("invited", recover, { given: { ...given, after: first.body.next } })).toEqual({
      status: 202,
      body: { events: 1 },
    })
  })

  it.each([
    {},
    { from: "yesterday", to: "today" },
    { to: "2026-11-01T11:59:59.999Z" },
    { after: "x" },
    { after: `${Date.parse("2026-11-01T11:59:59.999Z")}-e-1` },
    { after: `${Date.parse("2026-11-01T13:00:00.001Z")}-e-1` },
    { which: "some" },
  ])("refuses %p", async (given) => {
    const times = { from: "2026-11-01T12:00:00Z", to: "2026-11-01T13:00:00Z" }
    const body = Object.keys(given).length === 0 ? {} : { ...times, ...given }
    expect((await webhookWorld().call("invited", recover, { given: body })).status).toBe(400)
  })
})

describe("setting an address", () => {
  const webhook = worldParties.find(({ id }) => id === "invited")?.channels.webhook
  const viewIn = async (world: ReturnType<typeof webhookWorld>) =>
    webhookView(webhook, (await world.stored("invited")).endpoint)

  it("sends a signed event, and an answer of 2xx verifies the webhook", async () => {
    const world = webhookWorld()
    expect(await viewIn(world)).toMatchObject({ state: "unverified" })
    await world.setAddress("invited")
    expect(await viewIn(world)).toMatchObject({ state: "verifying" })
    await world.pass(10 * minute)
    expect(await viewIn(world)).toEqual({ state: "verified", at: world.at(minute), detail: "It answered 204." })
    expect(world.posts).toHaveLength(1)
    const { body = "", headers = {} } = world.posts[0]?.message ?? {}
    expect(JSON.parse(body)).toMatchObject({ type: "WebhookAddressSet", data: { setAt: world.at(0) } })
    const { id } = z.object({ metadata: z.object({ id: z.string() }) }).parse(JSON.parse(body)).metadata
    const sentAt = new Date(world.at(minute))
    expect(Object.entries(headers)).toContainEqual(["webhook-signature", new Webhook(secret).sign(id, sentAt, body)])
  })

  it.each([
    [404, "It answered 404, and only 2xx counts"],
    [301, "It answered 301, and only 2xx counts"],
    ["unreachable", "It did not answer in 15 seconds"],
    ["notPublic", "It led to an address that is not public"],
  ] as const)("says in words that it failed with %s, and does not try again", async (status, words) => {
    const world = webhookWorld({ answer: () => ({ status }) })
    await world.setAddress("invited")
    await world.pass(60 * minute)
    const detail = `${words}. Set webhookUrl again, to the same address or another one.`
    expect(await viewIn(world)).toEqual({ state: "failed", at: world.at(minute), detail })
    expect(world.posts).toHaveLength(1)
  })

  it("enables a webhook that was disabled, once it answers 2xx", async () => {
    let status = 410
    const world = webhookWorld({ answer: () => ({ status }) })
    world.arrive("invited", "e-1")
    await world.pass(minute)
    expect(await viewIn(world)).toMatchObject({ state: "disabled", at: world.at(0) })
    await world.setAddress("invited")
    await world.pass(2 * minute)
    expect((await viewIn(world))?.detail).toBe(
      "It answered 410, so nothing is sent. Since then it answered 410, and only 2xx counts. " +
        "Set webhookUrl again, to the same address or another one.",
    )
    status = 204
    await world.setAddress("invited")
    await world.pass(2 * minute)
    world.arrive("invited", "e-2")
    await world.pass(2 * minute)
    expect(await viewIn(world)).toMatchObject({ state: "verified" })
    expect((await world.stored("invited", "e-2")).message).toMatchObject({ status: "delivered" })
  })

  it("is not needed by a webhook that accepts its events", async () => {
    const world = webhookWorld()
    world.arrive("invited", "e-1")
    await world.pass(minute)
    expect(await viewIn(world)).toMatchObject({ state: "verified" })
  })

  it("survives a crash at any place, or shows that the address has to be set again", async () => {
    const run = async (crashesAt?: number) => {
      const world = webhookWorld(crashesAt === undefined ? {} : { crashesAt })
      await world.setAddress("invited")
      const isAsked = world.effects() > (crashesAt ?? 0)
      await world.pass(20 * minute)
      return { world, isAsked }
    }
    const usual = await run()
    for (let crashesAt = 0; crashesAt < usual.world.effects(); crashesAt++) {
      const { world, isAsked } = await run(crashesAt)
      if (isAsked) await world.setAddress("invited")
      await world.pass(20 * minute)
      expect({ crashesAt, ...(await viewIn(world)) }).toMatchObject({ crashesAt, state: "verified" })
    }
  })
})

describe("the settings", () => {
  const party = worldParties.find(({ id }) => id === "invited")
  const tools = webhookTools()
  const settings = memorySettings()
  const changeSettings = makeChangeSettings({ settings, knownLaws: knownLawIds, usualThresholds, isInFile: () => true })
  const handler = checkedPipeline({
    routes: settingsRoutes({ settings, changeSettings, hashUnderKey: (...parts) => parts.join(" "), ...tools }),
    telemetry: silentTelemetry,
    clock: () => new Date("2026-11-01T10:00:00Z"),
    authenticate: async () => {
      if (party === undefined) throw new Error("the party is missing")
      return { party, tokenId: "t-1", keyId: "k-1" }
    },
  })
  const call = async (method: string, { version = 0, body }: { version?: number; body?: unknown } = {}) => {
    const answer = await handler({
      rawPath: "/v1/settings",
      rawQueryString: "",
      headers: { "content-type": "application/json", authorization: "Bearer x", "if-match": `"${version}"` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { http: { method, sourceIp: "203.0.113.7" } },
    })
    return z.looseObject({}).parse(JSON.parse(answer.body))
  }
  const due = async () => (await tools.deliveries.due(new Date("2026-11-02T00:00:00Z"), 10, () => 10)).due

  it("have an address verified when it is set, also if it is the same again, and show its state", async () => {
    expect(await call("GET")).toMatchObject({ webhook: { state: "unverified" } })
    await call("PATCH", { body: { emails: ["privacy@invited.example"] } })
    expect(await due()).toEqual([])
    for (const version of [1, 2])
      await call("PATCH", { version, body: { webhookUrl: "https://hooks.invited.example/new" } })
    expect(await due()).toMatchObject([{ partyId: "invited" }])
    expect(await call("GET")).toMatchObject({
      version: 2,
      webhook: { state: "verifying", at: "2026-11-01T10:00:00.000Z" },
    })
  })
})
