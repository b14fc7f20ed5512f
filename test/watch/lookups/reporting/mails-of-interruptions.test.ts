import { describe, expect, it } from "@jest/globals"
import { reportingWorld, stream } from "./reporting-world.ts"

describe("the mails about a program that does not count", () => {
  it("say to each retailer which hours nobody watches, and what that means for it", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.sweepUntil(180)
    await world.countOn(180, 200)
    const [interrupted, resumed] = world.mail.sent.flatMap(({ partyId, mail }) =>
      partyId === "leafline" ? [mail] : [],
    )
    expect(interrupted?.subject).toBe("[Wayseal] A carrier’s tracking tool does not report its lookups")
    expect(interrupted?.text).toMatch(/Carrier:\s+Northpost/)
    expect(interrupted?.text).toMatch(/Since:\s+1 November 2026, 20:00 \(EST\)/)
    expect(interrupted?.text).toContain("“at least”, and do not list what stayed hidden")
    expect(resumed?.text).toMatch(/Until:\s+1 November 2026, 22:00 \(EST\)/)
    expect(resumed?.text).toContain("The hours between are not filled.")
    expect(resumed?.text).not.toContain(stream)
  })

  it("reach the other parties when one cannot be mailed, and that one later", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    let refuses = true
    world.onEffect(async (point) => {
      if (!refuses || point !== "mail.send:before") return
      refuses = false
      throw new Error("no mail now")
    })
    world.setTime(95)
    await expect(world.watch()).rejects.toThrow("no mail now")
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["leafline"])
    await world.sweepUntil(120)
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["leafline", "northpost"])
  })
})
