import { UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { webhookDisabled } from "../../../shared/base/contracts/webhook-disabled.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import type { PostAnswer } from "../../../shared/parties/channels/webhook.ts"
import { afterSuccess } from "../../../shared/parties/webhooks/endpoint-state.ts"
import {
  nextAttemptAt,
  pauseMilliseconds,
  retryAfterMilliseconds,
} from "../../../shared/parties/webhooks/retry-schedule.ts"
import { makeRetryWebhooks } from "../../../shared/parties/webhooks/retry-webhooks.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryWebhookDeliveries } from "../memory-stores.ts"
import { aMessage, webhookDeliveriesContract } from "./webhook-deliveries.contract.ts"
import { day, hour, minute, webhookWorld } from "./webhook-world.ts"

const ok: PostAnswer = { status: 204 }
const dead: PostAnswer = { status: "unreachable" }
const isDead =
  (...ids: readonly string[]) =>
  (partyId: string) =>
    ids.includes(partyId) ? dead : ok

webhookDeliveriesContract("memory", async () => memoryWebhookDeliveries())

describe("the schedule of attempts", () => {
  const now = new Date("2026-11-01T12:00:00.000Z")
  const waits = (random: number) => {
    const found: number[] = []
    for (let attempts = 1; ; attempts++) {
      const next = nextAttemptAt({ attempts, now, random })
      if (next === undefined) return found
      found.push((next.getTime() - now.getTime()) / minute)
    }
  }

  it("is ten attempts in three days, each after a longer wait than the one before", () => {
    const found = waits(0)
    expect(found).toHaveLength(9)
    expect(found).toEqual([...found].sort((one, other) => one - other))
    expect(found[0]).toBe(1)
    expect(found.reduce((sum, wait) => sum + wait, 0)).toBe((3 * day) / minute)
  })

  it("has jitter, which only makes a wait longer", () => {
    expect(waits(1)).toEqual(waits(0).map((wait) => expect.closeTo(wait * 1.1, 6)))
  })

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Sun, 01 Nov 2026 13:00:00 GMT", hour],
    ["Sun, 01 Nov 2020 13:00:00 GMT", 0],
    ["999999999", 12 * hour],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("reads retry-after %p as %p milliseconds", (header, expected) => {
    expect(retryAfterMilliseconds(header, now)).toBe(expected)
  })

  it("leaves an endpoint alone for 30 seconds, twice as long after each failure, and for half an hour at most", () => {
    expect([1, 2, 3, 7, 8].map((failures) => pauseMilliseconds(failures) / 1000)).toEqual([30, 60, 120, 1800, 1800])
    expect(pauseMilliseconds(1, hour)).toBe(hour)
  })
})

describe("an endpoint that is dead", () => {
  it.each([["invited"], ["infile"]])(
    "of %s gets an event ten times in three days, and is then disabled",
    async (id) => {
      const world = webhookWorld({ answer: isDead(id) })
      world.arrive(id, "e-1")
      await world.pass(4 * day)
      const minutes = world.minutesOf(id)
      expect(minutes).toHaveLength(10)
      expect(minutes[9]).toBeGreaterThanOrEqual(3 * 24 * 60)
      expect(minutes[9]).toBeLessThan(3 * 24 * 60 + 20)
      expect((await world.stored(id, "e-1")).message).toMatchObject({ status: "undelivered", attempts: 10 })
      expect((await world.stored(id)).endpoint?.disabledBecause).toBe("failing")
      expect(world.telemetry.counts).toMatchObject({ WebhookDisabled: 1, WebhookFailing: expect.any(Number) })
    },
  )

  it("delays no event of another party, however much waits for it", async () => {
    let seed = 1
    // A Lehmer generator.
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const world = webhookWorld({ answer: isDead("invited"), random })
    for (let round = 0; round < 10; round++) {
      for (let each = 0; each < 20; each++) world.arrive("invited", `dead-${round}-${each}`)
      world.arrive("neighbour", `alive-${round}`)
      await world.pass(10 * minute)
    }
    expect(world.minutesOf("neighbour")).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    // It is tried rarely: 200 events waited for 100 minutes.
    expect(world.minutesOf("invited").length).toBeLessThan(100)
    expect(world.waiting()).toBe(0)
  })

  it("gets everything that waited once it is back", async () => {
    const world = webhookWorld({ answer: (id, at) => (id === "invited" && at < 3 * hour ? dead : ok) })
    for (let each = 0; each < 30; each++) world.arrive("invited", `e-${each}`)
    await world.pass(12 * hour)
    const delivered = world.posts.filter(({ at }) => at >= 3 * hour).map(({ message }) => message.headers["webhook-id"])
    expect(delivered.sort()).toEqual(Array.from({ length: 30 }, (_, each) => `e-${each}`).sort())
    expect((await world.stored("invited")).endpoint).toMatchObject({ failures: 0 })
  })

  it("is not disabled while it accepts other events, and the one that it refuses is given up", async () => {
    let refused = ""
    const world = webhookWorld({
      answer: () => (world.posts.at(-1)?.message.headers["webhook-id"] === refused ? { status: 400 } : ok),
    })
    refused = "poison"
    world.arrive("invited", "poison")
    for (let each = 0; each < 8; each++) {
      await world.pass(12 * hour)
      world.arrive("invited", `e-${each}`)
    }
    await world.pass(hour)
    expect((await world.stored("invited", "poison")).message).toMatchObject({ status: "undelivered", attempts: 10 })
    expect((await world.stored("invited", "e-7")).message).toMatchObject({ status: "delivered", attempts: 1 })
    expect((await world.stored("invited")).endpoint).not.toHaveProperty("disabledAt")
    expect(world.telemetry.counts["WebhookFailing"]).toBeGreaterThan(0)
  })
})

describe("an endpoint that answers 410", () => {
  it("is disabled at once, and its party is told on its other channels", async () => {
    const world = webhookWorld({ answer: () => ({ status: 410 }) })
    world.arrive("invited", "e-1")
    await world.pass(minute)
    world.arrive("invited", "e-2")
    await world.pass(day)
    expect(world.posts).toHaveLength(1)
    for (const id of ["e-1", "e-2"])
      expect((await world.stored("invited", id)).message).toMatchObject({ status: "undelivered" })
    expect(world.bus.published(webhookDisabled, "invited").map(({ data }) => data)).toEqual([
      { disabledAt: world.at(0), reason: "gone" },
    ])
    expect(world.mail.sent).toMatchObject([{ partyId: "invited", level: "alert" }])
    expect(world.telemetry.counts).toMatchObject({ WebhookDisabled: 1 })
    expect((await world.stored("invited")).endpoint).not.toHaveProperty("noticeDue")
  })
})

describe("an endpoint that is slow", () => {
  const slow = { answer: () => ok, milliseconds: (id: string) => (id === "invited" ? 14_500 : 100) }

  it("gets its events by the schedule once that is known, 20 at a time", async () => {
    const world = webhookWorld(slow)
    world.arrive("invited", "first")
    await world.pass(minute)
    expect((await world.stored("invited")).endpoint?.slowSince).toBeDefined()
    for (let each = 0; each < 50; each++) world.arrive("invited", `e-${each}`)
    world.arrive("neighbour", "e-1")
    const before = world.posts.length
    await world.deliverAll()
    expect(world.posts.slice(before).map(({ partyId }) => partyId)).toEqual(["neighbour"])
    await world.pass(10 * minute)
    expect(world.minutesOf("invited")).toHaveLength(51)
    expect(world.atOnce("invited")).toBe(20)
    expect(world.telemetry.lines.filter(({ level }) => level === "warn").map(({ fields }) => fields.party)).toEqual([
      "invited",
    ])
  })

  it("is served from the queue again when it answers soon", async () => {
    const world = webhookWorld({ ...slow, milliseconds: (_, at) => (at < 5 * minute ? 14_500 : 100) })
    world.arrive("invited", "first")
    await world.pass(6 * minute)
    world.arrive("invited", "second")
    await world.pass(2 * minute)
    expect((await world.stored("invited")).endpoint).not.toHaveProperty("slowSince")
    const before = world.posts.length
    world.arrive("invited", "third")
    await world.deliverAll()
    expect(world.posts).toHaveLength(before + 1)
  })
})

it("finds messages that were stored before they stood in several lists", async () => {
  const deliveries = memoryWebhookDeliveries()
  const at = "2026-11-01T12:00:00.000Z"
  for (const party of ["one", "two", "three"])
    await deliveries.note(aMessage(party, "e", { nextAttemptAt: at, dueAt: at }))
  const { client, tableName: TableName } = deliveries.over
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: { pk: { S: "two" }, sk: { S: "message#e" } },
      UpdateExpression: "SET waitingList = :before",
      ExpressionAttributeValues: { ":before": { S: "waiting" } },
    }),
  )
  const { due } = await deliveries.due(new Date("2026-11-02T00:00:00.000Z"), 10, () => 10)
  expect(due.map(({ partyId }) => partyId).sort()).toEqual(["one", "three", "two"])
  const lists = deliveries.over.items.items().map(({ waitingList }) => waitingList?.S)
  expect(new Set(lists).size).toBe(3)
})

it("finds what is due behind more messages of a party without room than one look sees", async () => {
  const deliveries = memoryWebhookDeliveries()
  const start = Date.parse("2026-11-01T12:00:00.000Z")
  const dueIn = (milliseconds: number) => {
    const at = new Date(start + milliseconds).toISOString()
    return { nextAttemptAt: at, dueAt: at }
  }
  for (let each = 0; each < 5_001; each++) await deliveries.note(aMessage("slow", `e-${each}`, dueIn(each)))
  await deliveries.note(aMessage("other", "e", dueIn(minute)))
  const roomOf = (partyId: string) => (partyId === "slow" ? 0 : 1)
  const now = new Date(start + hour)
  const first = await deliveries.due(now, 10, roomOf)
  expect(first).toEqual({ due: [], endedAt: dueIn(4_999).dueAt })
  const second = await deliveries.due(now, 10, roomOf, first.endedAt)
  expect(second).toEqual({ due: [{ partyId: "other", eventId: "e", dueAt: dueIn(minute).dueAt }] })
})

it("looks on behind what it could not see all of, although nothing is there to send", async () => {
  const looks: (string | undefined)[] = []
  const ends = ["one", "two", undefined]
  const retry = makeRetryWebhooks({
    deliveries: {
      ...memoryWebhookDeliveries(),
      due: async (_, __, ___, from) => {
        const endedAt = ends[looks.push(from) - 1]
        return { due: [], ...(endedAt === undefined ? {} : { endedAt }) }
      },
    },
    deliver: async () => "delivered",
    sealer: memorySealer(),
    wait: async () => {},
    clock: () => new Date(),
    telemetry: silentTelemetry,
  })
  expect(await retry(() => true)).toBe(0)
  expect(looks).toEqual([undefined, "one", "two"])
})

describe("an endpoint that asks for a wait", () => {
  it.each([
    ["in seconds", "7200"],
    ["as a date", "Sun, 01 Nov 2026 14:00:00 GMT"],
  ])("%s is left alone for so long, with its other events", async (_, retryAfter) => {
    const world = webhookWorld({ answer: (__, at) => (at < hour ? { status: 503, retryAfter } : ok) })
    world.arrive("invited", "e-1")
    await world.pass(minute)
    world.arrive("invited", "e-2")
    await world.pass(5 * hour)
    expect(world.minutesOf("invited")).toEqual([0, 120, 120])
  })
})

it("tries an event as late as a refusal of it asks for, and leaves the other events alone", async () => {
  const world = webhookWorld({ answer: (_, at) => (at === 0 ? { status: 409, retryAfter: "7200" } : ok) })
  world.arrive("invited", "e-1")
  await world.pass(minute)
  world.arrive("invited", "e-2")
  await world.pass(5 * hour)
  expect(world.minutesOf("invited")).toEqual([0, 1, 120])
})

describe("a crash at any place", () => {
  const answers: readonly [string, (at: number) => PostAnswer, string][] = [
    ["an event that is accepted", () => ok, "delivered"],
    ["an event that is accepted the second time", (at) => (at === 0 ? dead : ok), "delivered"],
    ["an endpoint that is gone", () => ({ status: 410 }), "undelivered"],
  ]
  it.each(answers)("loses nothing of %s", async (_, answer, status) => {
    const run = async (crashesAt?: number) => {
      const world = webhookWorld({ answer: (__, at) => answer(at), ...(crashesAt === undefined ? {} : { crashesAt }) })
      world.arrive("invited", "e-1")
      await world.pass(13 * minute)
      return world
    }
    const usual = await run()
    for (let crashesAt = 0; crashesAt < usual.effects(); crashesAt++) {
      const world = await run(crashesAt)
      expect({ crashesAt, ...(await world.stored("invited", "e-1")).message }).toMatchObject({ crashesAt, status })
      expect(world.waiting()).toBe(0)
      // What was posted before the crash may be posted once more.
      expect(world.posts.length).toBeLessThanOrEqual(usual.posts.length + 1)
      const isGone = status === "undelivered"
      expect(world.bus.published(webhookDisabled).length > 0).toBe(isGone)
      expect(world.mail.sent.length > 0).toBe(isGone)
      expect((await world.stored("invited")).endpoint?.noticeDue).toBeUndefined()
    }
  })
})

it("does not enable an endpoint by an answer that comes after it was disabled", () => {
  const state = {
    endpointId: "e",
    failures: 3,
    disabledAt: "2026-11-01T12:00:00.000Z",
    disabledBecause: "gone" as const,
  }
  expect(afterSuccess(state, { at: new Date(), status: 204, milliseconds: 100 })).toEqual(state)
})
