import { describe, expect, it } from "@jest/globals"
import { at, reportingWorld } from "./reporting-world.ts"

describe("a program that counts what its guard let pass", () => {
  it("is kept with each window once, and as one time with what is too much to keep", async () => {
    const world = reportingWorld()
    await world.countOn(0, 10)
    await world.countOn(10, 30, { unjudged: 0 })
    expect((await world.row())?.unjudged).toEqual([
      { from: at(10), until: at(20), notedAt: at(20) },
      { from: at(20), until: at(30), notedAt: at(30) },
    ])
    await world.countOn(30, 1_030, { unjudged: 2 })
    const [first, second, ...others] = (await world.row())?.unjudged ?? []
    expect([first, second?.from, others.length]).toEqual([{ from: at(10), until: at(40), notedAt: at(20) }, at(40), 98])
  })

  it("is refused if it says something else of a window that it counted", async () => {
    const world = reportingWorld()
    await world.countOn(0, 10, { unjudged: 1 })
    expect(await world.count(0, 10)).toMatchObject({ outcome: "rejected" })
  })
})
