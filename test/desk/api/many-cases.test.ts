import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { breachWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { openNumbered } from "./numbered-cases.ts"

const page = z.object({
  cases: z.array(
    z.object({
      caseAlias: z.string(),
      state: z.string(),
      openedAt: z.string(),
      nextDue: z.object({ dueAt: z.string() }).optional(),
      nextQuestion: z.object({ dueAt: z.string() }).optional(),
    }),
  ),
  next: z.string().optional(),
})

/** A world with so many closed cases of leafline, each a minute younger than the last, and the calls of its stores. */
async function worldWithCases(count: number) {
  const reads: string[] = []
  const world = breachWorld({
    interrupt: async (point) => {
      if (point.endsWith(":before")) reads.push(point.slice(0, -":before".length))
    },
  })
  for (let number = 0; number < count; number++) await openNumbered(world, number)
  world.pending.splice(0)
  reads.length = 0
  return { world, reads, call: caller(world) }
}

async function listAll({ call }: Awaited<ReturnType<typeof worldWithCases>>, query = "") {
  const pages: z.infer<typeof page>["cases"][] = []
  for (let after: string | undefined = ""; after !== undefined; ) {
    const path = `/v1/cases?${query}${after === "" ? "" : `&after=${after}`}`
    const answer = page.parse((await call("leafline", "GET", path)).json)
    pages.push(answer.cases)
    after = answer.next
  }
  return pages
}

describe("a party with 5,000 cases", () => {
  it("lists them by pages of 100, newest first, each of which reads 200 cases at most", async () => {
    const listed = await worldWithCases(5_000)
    const pages = await listAll(listed)
    expect(pages.map(({ length }) => length)).toEqual(Array.from({ length: 50 }, () => 100))
    const times = pages.flat().map(({ openedAt }) => openedAt)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(new Set(times).size).toBe(5_000)
    // The caller, then for each page the case that it begins behind, its index and its cases.
    expect(listed.reads.length).toBeLessThanOrEqual(50 * 5)
  })

  it("lists the few that are open in a few pages, and restrictions without reading all cases", async () => {
    const listed = await worldWithCases(5_000)
    await openNumbered(listed.world, 5_000, { state: "merged" })
    await openNumbered(listed.world, 17_000, { state: "open" })
    await openNumbered(listed.world, -60, { state: "open" })
    const pages = await listAll(listed, "state=open")
    expect(pages.flat().map(({ state }) => state)).toEqual(["open", "open"])
    // Each page reads 1,000 cases.
    expect(pages).toHaveLength(6)
    const closed = (await listAll(listed, "state=closed")).flat().map(({ caseAlias }) => caseAlias)
    expect(closed).toHaveLength(5_000)
    expect((await listed.call("leafline", "GET", "/v1/cases?state=merged")).statusCode).toBe(400)
    listed.reads.length = 0
    const { json } = await listed.call("leafline", "GET", "/v1/restrictions")
    expect(json["next"]).toBeDefined()
    expect(listed.reads.filter((read) => read === "breachCases.batchGetItem").length).toBeLessThanOrEqual(52)
    expect(listed.reads).not.toContain("breachCases.getItem")
  })

  it("reads the duties of the open cases of a page, and no others", async () => {
    const listed = await worldWithCases(150)
    for (let number = 200; number < 330; number++) await openNumbered(listed.world, number, { state: "open" })
    listed.reads.length = 0
    await listAll(listed)
    expect(listed.reads.filter((read) => read === "breachCases.query")).toHaveLength(130)
  })

  it("lists what is due first before a hundred newer cases, page by page", async () => {
    const listed = await worldWithCases(120)
    for (let number = 200; number < 330; number++) await openNumbered(listed.world, number, { state: "open" })
    await openNumbered(listed.world, -60, { state: "open", dueAt: "2026-01-02T00:00:00.000Z" })
    await openNumbered(listed.world, 400, { state: "open", dueAt: "2026-01-03T00:00:00.000Z" })
    await openNumbered(listed.world, -90, { answersDueAt: ["2026-01-09T00:00:00.000Z", "2026-01-02T12:00:00.000Z"] })
    const pages = await listAll(listed, "order=due")
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 53])
    const all = pages.flat()
    expect(new Set(all.map(({ caseAlias }) => caseAlias)).size).toBe(253)
    expect(all.slice(0, 4).map(({ nextDue, nextQuestion }) => nextDue?.dueAt ?? nextQuestion?.dueAt)).toEqual([
      "2026-01-02T00:00:00.000Z",
      "2026-01-02T12:00:00.000Z",
      "2026-01-03T00:00:00.000Z",
      undefined,
    ])
    const cases = all.filter(({ nextQuestion }) => nextQuestion === undefined)
    expect(cases.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 132 }, () => "open"),
      ...Array.from({ length: 120 }, () => "closed"),
    ])
    const undated = cases.slice(2, 132).map(({ openedAt }) => openedAt)
    expect(undated).toEqual(undated.toSorted().toReversed())
    expect((await listAll(listed, "order=due&state=closed")).flat()).toHaveLength(121)
    expect((await listed.call("leafline", "GET", "/v1/cases?order=oldest")).statusCode).toBe(400)
    expect((await listed.call("maplebooks", "GET", "/v1/cases?order=due&after=WS-0000000200")).statusCode).toBe(400)
  })

  it("lists 1,000 open cases by what is due on one page, with one query of duties for each", async () => {
    const listed = await worldWithCases(0)
    for (let number = 0; number < 1_000; number++)
      await openNumbered(listed.world, number, {
        state: "open",
        dueAt: new Date(Date.UTC(2027, 0, 1, 0, -number)).toISOString(),
      })
    listed.reads.length = 0
    const [cases = [], ...others] = await listAll(listed, "order=due&limit=1000")
    expect(others).toEqual([])
    const times = cases.map(({ nextDue }) => nextDue?.dueAt)
    expect(new Set(times).size).toBe(1_000)
    expect(times).toEqual(times.toSorted())
    const count = (kind: string) => listed.reads.filter((read) => read === `breachCases.${kind}`).length
    expect([count("query"), count("batchGetItem")]).toEqual([1_000, 10])
    expect((await listed.call("leafline", "GET", "/v1/cases?order=due&limit=1001")).statusCode).toBe(400)
    expect((await listAll(listed, "limit=1000")).map(({ length }) => length)).toEqual(Array(10).fill(100))
  })

  it("says that more than 5,000 cases are not all put in order", async () => {
    const listed = await worldWithCases(5_000)
    expect((await listed.call("leafline", "GET", "/v1/cases?order=due&limit=1")).json).not.toHaveProperty(
      "olderLeftOut",
    )
    await openNumbered(listed.world, 5_000)
    const pages = await listAll(listed, "order=due&limit=1000")
    expect(pages.map(({ length }) => length)).toEqual(Array(5).fill(1_000))
    expect((await listed.call("leafline", "GET", "/v1/cases?order=due&limit=1")).json).toMatchObject({
      olderLeftOut: true,
    })
  })

  it("refuses a page that begins behind a case of somebody else", async () => {
    const { call } = await worldWithCases(1)
    expect((await call("maplebooks", "GET", "/v1/cases?after=WS-0000000000")).statusCode).toBe(400)
    expect((await call("leafline", "GET", "/v1/cases?after=WS-0000000000")).json).toEqual({ cases: [] })
  })
})

describe("a place that is no alias", () => {
  it.each(["cases", "restrictions"])(
    "looks for no case behind what is no alias, such as a long text: %s",
    async (list) => {
      const { call, reads } = await worldWithCases(1)
      const { statusCode, json } = await call("leafline", "GET", `/v1/${list}?after=${"A".repeat(2_100)}`)
      expect([statusCode, json["problems"]]).toEqual([400, [{ path: "query.after", rule: "unknownReference" }]])
      expect(reads).toEqual([])
    },
  )
})
