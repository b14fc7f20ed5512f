import { describe, expect, it } from "@jest/globals"
import { minute, webhookWorld } from "./webhook-world.ts"

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
    const first = await world.call("invited", attempts, "limit=2")
    expect(first.body.attempts.map(({ eventId }: { eventId: string }) => eventId)).toEqual(["e-3", "e-2"])
    const second = await world.call("invited", attempts, `limit=2&after=${first.body.next}`)
    expect(second.body.attempts.map(({ eventId }: { eventId: string }) => eventId)).toEqual(["e-1"])
    expect(second.body).not.toHaveProperty("next")
    expect((await world.call("infile", attempts)).body).toEqual({ attempts: [] })
  })

  it.each(["limit=0", "limit=101", "after=x", "state=open"])("refuses %s", async (query) => {
    expect((await webhookWorld().call("invited", attempts, query)).status).toBe(400)
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
