import { describe, expect, it } from "@jest/globals"
import { partyIn } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { accepted, informed, letterWorld } from "./letter-world.ts"

/** A world of letters in which one effect can fail, as if the function stopped there. */
async function crashingWorld() {
  let left = Number.POSITIVE_INFINITY
  const desk = await letterWorld({
    interrupt: async () => {
      left -= 1
      if (left === 0) throw new Error("crash")
    },
  })
  return {
    desk,
    /** Runs with a crash at the effect of this number. @returns whether there was one */
    async crashing(at: number, run: () => Promise<unknown>): Promise<boolean> {
      left = at
      await run().catch(() => undefined)
      const wasHit = left <= 0
      left = Number.POSITIVE_INFINITY
      return wasHit
    },
  }
}

/** Plays a story with a crash at its first effect, its second and so on. @returns how many crashes were played */
async function atEachEffect(story: (crashAt: number) => Promise<boolean>): Promise<number> {
  for (let crashAt = 1; crashAt < 200; crashAt += 1) if (!(await story(crashAt))) return crashAt - 1
  throw new Error("the story has too many effects")
}

describe("a letter, wherever the function that sends it stops", () => {
  it("arrives, and the link of the latest mail opens it", async () => {
    const crashes = await atEachEffect(async (crashAt) => {
      const { desk, crashing } = await crashingWorld()
      const { world } = desk
      const ask = () =>
        caller(world, { "idempotency-key": "ask-1" })(
          "leafline",
          "POST",
          `/v1/cases/${partyIn(world, "leafline").alias}/letters`,
          { step: "ask", request: "stopTool" },
        )
      const wasHit = await crashing(crashAt, ask)
      world.passSeconds(60)
      await ask()
      for (let times = 0; times < 2; times += 1) {
        for (const after of world.rowsOf("timeline")) await world.use.alert({ after })
        await world.settle()
      }
      const letters = (await desk.letters()).map(({ request, state }) => [Object(request).kind, state])
      expect([crashAt, new Map(letters.map(([kind, state]) => [kind, state]))]).toEqual([
        crashAt,
        new Map([
          ["tellWhatWasSeen", "sent"],
          ["stopTool", "sent"],
        ]),
      ])
      expect(letters).toHaveLength(2)
      expect((await desk.open(desk.lastToken()))?.letter.request).toEqual({ kind: "stopTool" })
      expect(desk.timeline("leafline", /^LetterSent$/)).toHaveLength(2)
      expect(world.letterMail.sent.length).toBeLessThanOrEqual(3)
      return wasHit
    })
    expect(crashes).toBeGreaterThan(15)
  })
})

describe("the answer to a letter, wherever the function that takes it stops", () => {
  it.each([
    ["with a file", informed, /^LetterAnswered$/],
    ["to a duty", accepted, /^(LetterAnswered|DutyAccepted)$/],
  ])("%s is taken once when it is sent again", async (kind, given, types) => {
    const crashes = await atEachEffect(async (crashAt) => {
      const { desk, crashing } = await crashingWorld()
      if (kind === "to a duty") await desk.requestDuty()
      const token = desk.lastToken()
      const wasHit = await crashing(crashAt, () => desk.answer(token, given))
      expect([crashAt, await desk.answer(token, given)]).toEqual([crashAt, "answered"])
      const entries = desk.timeline("leafline", types)
      expect(new Set(entries.map(({ type }) => type)).size).toBe(entries.length)
      const evidence = desk.world.rowsOf("evidence")
      expect(evidence).toHaveLength(kind === "with a file" ? 1 : 0)
      return wasHit
    })
    expect(crashes).toBeGreaterThan(5)
  })

  it("is noted once when it was opened, however the opening stops", async () => {
    await atEachEffect(async (crashAt) => {
      const { desk, crashing } = await crashingWorld()
      const wasHit = await crashing(crashAt, () => desk.open(desk.lastToken()))
      expect(await desk.open(desk.lastToken())).toBeDefined()
      expect(desk.timeline("leafline", /^LetterOpened$/)).toHaveLength(1)
      return wasHit
    })
  })
})
