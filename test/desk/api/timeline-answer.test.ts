import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { timelineEntrySchema, timelineHeadSchema, verifyChain } from "../../../shared/desk/timeline.ts"
import { type BreachWorld, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

const page = z.object({
  entries: z.array(timelineEntrySchema),
  head: timelineHeadSchema.loose(),
  next: z.string().optional(),
})

/** Adds entries that only these parties see, fifty in a change. */
async function addEntries(world: BreachWorld, partyIds: readonly string[], count: number, text = "x".repeat(200)) {
  for (let added = 0; added < count; added += 50) {
    await changeOpenCase(world.desk, soleCase(world).caseId, () => ({
      entries: Array.from({ length: Math.min(50, count - added) }, () => ({
        actor: "hub",
        type: "PartyTold" as const,
        data: { text },
        visibleTo: partyIds,
      })),
    }))
  }
  world.pending.splice(0)
}

/** Reads the pages of a timeline by their links. */
async function readAll(call: ReturnType<typeof caller>, partyId: string, first: string) {
  const pages: { entries: number; bytes: number }[] = []
  const entries: unknown[] = []
  let head: z.infer<typeof page>["head"] | undefined
  for (let path: string | undefined = first; path !== undefined; ) {
    const answer = await call(partyId, "GET", path)
    const read = page.parse(answer.json)
    entries.push(...read.entries)
    pages.push({ entries: read.entries.length, bytes: answer.body.length })
    head = read.head
    path = /^<([^>]+)>; rel="next"$/.exec(answer.headers["link"] ?? "")?.[1]
    expect(path === undefined).toBe(read.next === undefined)
  }
  if (head === undefined) throw new Error("no page")
  return { pages, entries, head, verdict: verifyChain(entries, { seq: head.seq, hash: head.hash }) }
}

describe("the timeline of a case", () => {
  it("comes in pages whose entries lead to the head of the last one, each within the limit of an answer", async () => {
    const { world, call } = await servedCase()
    await addEntries(world, ["leafline"], 11_000)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/timeline`
    const usual = await readAll(call, "leafline", path)
    expect(usual.verdict).toMatchObject({ ok: true })
    expect(usual.entries.length).toBeGreaterThan(11_000)
    expect(usual.pages.slice(0, -1).every(({ entries }) => entries === 1_000)).toBe(true)
    expect(Math.max(...usual.pages.map(({ bytes }) => bytes))).toBeLessThan(1_000_000)
    const longest = await readAll(call, "leafline", `${path}?limit=2000`)
    expect(longest.entries).toEqual(usual.entries)
    expect(longest.pages).toHaveLength(6)
    for (const limit of ["0", "2001", "x"])
      expect((await call("leafline", "GET", `${path}?limit=${limit}`)).statusCode).toBe(400)
  }, 60_000)

  it("ends a page of long entries before an answer is too long", async () => {
    const { world, call } = await servedCase()
    await addEntries(world, ["leafline"], 300, "long ".repeat(5_000))
    const { pages, verdict } = await readAll(call, "leafline", `/v1/cases/${partyIn(world, "leafline").alias}/timeline`)
    expect(verdict.ok).toBe(true)
    expect(pages).toHaveLength(2)
    expect(Math.max(...pages.map(({ bytes }) => bytes))).toBeLessThan(5_000_000)
  })

  it("passes the entries of others in time, and shows nothing of them in the place of the next page", async () => {
    const { world, call } = await servedCase()
    await addEntries(world, ["leafline"], 2_500)
    await addEntries(world, ["northpost"], 3)
    const { list } = world.cases
    world.cases.list = async function* (...given) {
      for await (const row of list(...given)) {
        if (given[1] === "TIMELINE#") world.passSeconds(0.01)
        yield row
      }
    }
    const path = `/v1/cases/${partyIn(world, "northpost").alias}/timeline`
    const { pages, verdict } = await readAll(call, "northpost", path)
    expect(verdict.ok).toBe(true)
    expect(pages.length).toBeGreaterThan(2)
    const next = page.parse((await call("northpost", "GET", path)).json).next ?? ""
    expect(Buffer.from(next, "base64url").toString("latin1")).not.toMatch(/TIMELINE|CASE|seq/)
    const others = `/v1/cases/${partyIn(world, "leafline").alias}/timeline?after=${encodeURIComponent(next)}`
    expect((await call("leafline", "GET", others)).statusCode).toBe(400)
    const exposures = `/v1/cases/${partyIn(world, "northpost").alias}/exposures?after=${encodeURIComponent(next)}`
    expect((await call("northpost", "GET", exposures)).statusCode).toBe(400)
  })

  it("has another page if an entry came while the last one was read", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const call = caller(world)
    const { items } = world.cases
    let arrives = true
    world.cases.items = async (keys) => {
      if (arrives && keys.some(({ sk }) => sk.startsWith("HEADS#"))) {
        arrives = false
        await addEntries(world, ["leafline"], 1)
      }
      return items(keys)
    }
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/timeline`
    const { pages, verdict } = await readAll(call, "leafline", path)
    expect(verdict.ok).toBe(true)
    expect(pages.map(({ entries }) => entries)).toEqual([2, 1])
  })
})
