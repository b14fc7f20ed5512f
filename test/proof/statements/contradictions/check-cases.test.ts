import { describe, expect, it } from "@jest/globals"
import { alias, anyEvent, caseEvent, chain, found, threeEntries, timelineAt, withOpenCase } from "./held-world.ts"

const morning = "2026-11-04T09:00:00.000Z"

describe("a case in statements, events and timelines", () => {
  const [first, second, third] = threeEntries()

  it("is not missed where a statement lists only some, was made before it, or its end is on record", async () => {
    const opened = await caseEvent("BreachCaseOpened", second)
    const before300 = Array.from({ length: 300 }, (_, place) => ({
      caseAlias: `WS-0000000${100 + place}`,
      head: { seq: second.seq, hash: second.hash },
    }))
    const cut = { cases: { open: before300, hashOfAll: "h".repeat(43) } }
    const some = await chain(cut, cut, cut)
    expect((await found(morning, { statements: some, events: [anyEvent, opened] })).kinds).toEqual([])
    const someBefore = await chain(cut, withOpenCase(second), withOpenCase(second))
    expect((await found(morning, { statements: someBefore, events: [anyEvent] })).kinds).toEqual([])
    const later = { ...third, at: "2026-11-03T10:00:00.000Z" }
    const before = await chain({}, {}, withOpenCase(later))
    const told = [anyEvent, await caseEvent("BreachCaseOpened", later)]
    expect((await found(morning, { statements: before, events: told })).kinds).toEqual([])
  })

  it("that ends after a day is in the statement of that day, by a clock that is 10 minutes off", async () => {
    const opened = await caseEvent("BreachCaseOpened", second)
    const ending = async (at: string) => {
      const statements = await chain(withOpenCase(second), withOpenCase(second), {})
      const events = [anyEvent, opened, await caseEvent("BreachCaseClosed", { ...third, at })]
      return (await found("2026-11-04T11:00:00.000Z", { statements, events })).kinds
    }
    expect(await ending("2026-11-04T00:09:00.000Z")).toEqual([])
    expect(await ending("2026-11-04T08:00:00.000Z")).toEqual(["caseLeftOut"])
  })

  it("is not awaited while its event may be on its way", async () => {
    const statements = await chain({}, withOpenCase(second))
    expect((await found("2026-11-03T02:00:00.000Z", { statements, events: [anyEvent] })).kinds).toEqual([])
    expect((await found("2026-11-03T12:00:00.000Z", { statements, events: [anyEvent] })).kinds).toEqual([
      "caseNotReceived",
    ])
  })

  it("whose timeline is shorter than the longest of several heads is named", async () => {
    const events = [anyEvent, await caseEvent("BreachCaseOpened", first), await caseEvent("BreachCaseUpdated", second)]
    const { alarms } = await found("2026-11-02T09:00:00.000Z", { statements: await chain(withOpenCase(first)), events })
    expect(alarms).toMatchObject([{ kind: "timelineCut", words: expect.stringContaining("and had 2 in") }])
  })

  it("may have grown after its timeline was read, and a fork is of the later day", async () => {
    const statements = await chain(withOpenCase(second))
    const timelines = [{ caseAlias: alias, readAt: "2026-11-01T13:00:00.000Z", entries: [first, second] }]
    const events = [anyEvent, await caseEvent("BreachCaseOpened", first), await caseEvent("BreachCaseUpdated", third)]
    expect((await found("2026-11-02T11:00:00.000Z", { statements, events, timelines })).kinds).toEqual([])
    const [, other] = timelineAt(first.at, "2026-11-01T12:30:00.000Z")
    if (other === undefined) throw new Error("two entries")
    const forked = await found(morning, {
      statements: await chain(withOpenCase(second), withOpenCase(other), withOpenCase(second)),
    })
    expect(forked.alarms).toContainEqual(expect.objectContaining({ kind: "fork", day: "2026-11-03" }))
  })

  it("whose entries appear behind what an earlier timeline ended with is named, but not by a clock that is off", async () => {
    const grown = timelineAt(first.at, second.at, "2026-11-01T13:00:00.000Z")
    const read = async (readAt: string, last: unknown[]) =>
      (
        await found("2026-11-02T09:00:00.000Z", {
          timelines: [
            { caseAlias: alias, readAt, entries: [first, second] },
            { caseAlias: alias, readAt: "2026-11-01T20:00:00.000Z", entries: last },
          ],
        })
      ).kinds
    expect(await read("2026-11-01T14:00:00.000Z", grown)).toEqual(["entryBackdated"])
    expect(await read("2026-11-01T13:05:00.000Z", grown)).toEqual([])
    // A later timeline says nothing of what was there before it.
    expect(await read("2026-11-01T14:00:00.000Z", [first])).not.toContain("entryBackdated")
  })

  it("whose events give entries times that go back is named, in whatever order they came", async () => {
    const told = async (at: string) => {
      const opened = await caseEvent("BreachCaseOpened", second)
      const before = await caseEvent("BreachCaseUpdated", { ...third, at })
      return found("2026-11-02T09:00:00.000Z", { events: [before, opened] })
    }
    const { alarms } = await told("2026-11-01T11:00:00.000Z")
    expect(alarms).toMatchObject([
      { kind: "entryBackdated", words: expect.stringMatching(/^Entry 3 of .* is earlier than entry 2 in/) },
    ])
    expect((await told("2026-11-01T11:55:00.000Z")).kinds).toEqual([])
  })
})
