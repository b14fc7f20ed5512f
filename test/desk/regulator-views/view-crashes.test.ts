import { describe, expect, it } from "@jest/globals"
import { caller } from "../desk-caller.ts"
import { viewWorld } from "./view-world.ts"

/** Plays a story with a crash at its first effect, its second and so on. @returns how many crashes were played */
async function atEachEffect(
  story: (
    desk: Awaited<ReturnType<typeof viewWorld>>,
    crashing: (run: () => Promise<unknown>) => Promise<boolean>,
  ) => Promise<boolean>,
): Promise<number> {
  for (let crashAt = 1; crashAt < 100; crashAt += 1) {
    let left = Number.POSITIVE_INFINITY
    const interrupt = async () => {
      left -= 1
      if (left === 0) throw new Error("crash")
    }
    const desk = await viewWorld({ interrupt })
    const crashing = async (run: () => Promise<unknown>) => {
      left = crashAt
      await run().catch(() => undefined)
      const wasHit = left <= 0
      left = Number.POSITIVE_INFINITY
      return wasHit
    }
    if (!(await story(desk, crashing))) return crashAt - 1
  }
  throw new Error("the story has too many effects")
}

describe("a view, wherever its function stops", () => {
  it("is opened once when it is asked for again, and at most one answer has a link", async () => {
    const crashes = await atEachEffect(async (desk, crashing) => {
      const again = caller(desk.world, { "idempotency-key": "view-1" })
      const links: unknown[] = []
      const ask = async () => {
        const { json } = await desk.send("leafline", desk.asked, again)
        if ("link" in json) links.push(json["link"])
      }
      const wasHit = await crashing(ask)
      desk.world.passSeconds(60)
      await ask()
      const { views } = await desk.list("leafline")
      expect(views).toMatchObject([{ state: "open", hasLink: true }])
      expect(desk.entries("leafline")).toHaveLength(1)
      expect(new Set(links).size).toBeLessThanOrEqual(1)
      for (const link of links) expect(await desk.read(String(link).split("#")[1] ?? "")).toBeDefined()
      return wasHit
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it("is noted once a day when it is read again", async () => {
    const crashes = await atEachEffect(async (desk, crashing) => {
      const { token } = await desk.open("leafline")
      const wasHit = await crashing(() => desk.read(token))
      expect(await desk.read(token)).toBeDefined()
      expect(desk.entries("leafline")).toHaveLength(2)
      return wasHit
    })
    expect(crashes).toBeGreaterThan(3)
  })

  it("stays revoked when revoking it is repeated", async () => {
    const crashes = await atEachEffect(async (desk, crashing) => {
      const { token, viewId } = await desk.open("leafline")
      const again = caller(desk.world, { "idempotency-key": "revoke-1" })
      const revoke = () => desk.send("leafline", { step: "revoke", viewId }, again)
      const wasHit = await crashing(revoke)
      desk.world.passSeconds(60)
      expect((await revoke()).statusCode).toBe(200)
      expect(await desk.read(token)).toBeUndefined()
      expect(desk.entries("leafline")).toHaveLength(2)
      return wasHit
    })
    expect(crashes).toBeGreaterThan(5)
  })
})
