import { describe, expect, it } from "@jest/globals"
import { alias, anyEvent, caseEvent, chain, finding, found, type Said, sharedWith, timelineAt } from "./held-world.ts"

const morning = "2026-11-04T09:00:00.000Z"

const unwatchedTool = { tool: "observed:northpost", unwatched: [], uncounted: [], unjudged: [] }

describe("a statement", () => {
  it.each<[string, Said]>([
    ["that says that there are more than it shows", { findings: { anomalyIds: [], hashOfAll: "h".repeat(43) } }],
    ["that is out of order", { findings: { anomalyIds: ["b", "a"] } }],
    ["that has something twice", { findings: { anomalyIds: ["a", "a"] } }],
    ["of cases that is cut early", { cases: { open: [], hashOfAll: "h".repeat(43) } }],
    ["of what is shared that is out of order", { shared: [sharedWith("q"), sharedWith("p")] }],
    ["of what is shared that has what the party has not", { shared: [sharedWith("p", { findings: ["a"] })] }],
    ["of what is shared that leaves out what would fit", { shared: [sharedWith("p", { findings: undefined })] }],
    ["of tools that has one twice", { watch: [unwatchedTool, unwatchedTool] }],
    [
      "of hours that is out of order",
      {
        watch: [
          {
            ...unwatchedTool,
            unwatched: ["2026-11-01T10:00:00.000Z", "2026-11-01T09:00:00.000Z"].map((from) => ({ from, until: from })),
          },
        ],
      },
    ],
  ])("may have no list %s", async (_, said) => {
    expect((await found(morning, { statements: await chain({}, {}, said) })).kinds).toEqual(["listWrong"])
  })
})

describe("a finding", () => {
  it("is not missed where a statement lists only some", async () => {
    const ids = Array.from({ length: 300 }, (_, place) => `m${100 + place}`)
    const statements = await chain({}, { findings: { anomalyIds: ids, hashOfAll: "h".repeat(43) } }, {})
    const listed = ids.map((id, place) => finding(`2026-11-02T10:00:00.${100 + place}Z`, id))
    const behind = [anyEvent, ...listed, finding("2026-11-02T09:00:00.000Z", "x")]
    expect((await found(morning, { statements, events: behind })).kinds).toEqual([])
    // Only what sorts behind the last one can be among those that are not shown.
    const before = [anyEvent, ...listed, finding("2026-11-02T09:00:00.000Z", "a")]
    expect((await found(morning, { statements, events: before })).kinds).toEqual(["findingLeftOut"])
  })
})

describe("a case", () => {
  const [entry] = timelineAt("2026-11-01T10:00:00.000Z")
  if (entry === undefined) throw new Error("there is one")
  const cases = { open: [{ caseAlias: alias, head: { seq: entry.seq, hash: entry.hash } }] }
  const common = { cases: [{ caseAlias: alias, name: "n".repeat(43) }] }

  it("in a carrier's tool that a statement says the party shares with nobody there is named", async () => {
    const events = [anyEvent, await caseEvent("BreachCaseOpened", entry)]
    const withNobody = { cases, shared: [] }
    const without = { cases, shared: [sharedWith("p", { cases: [] })] }
    const statements = await chain({ cases, shared: [sharedWith("p", common)] }, withNobody, without)
    const { alarms } = await found(morning, { statements, events })
    expect(alarms.map(({ kind, day }) => [kind, day])).toEqual([
      ["caseNotShared", "2026-11-02"],
      ["caseNotShared", "2026-11-03"],
    ])
  })
})
