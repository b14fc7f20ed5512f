import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { aliasIn, breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const page = z.object({
  restrictions: z.array(z.object({ restrictionId: z.string(), since: z.string() })),
  next: z.string().optional(),
})

/** A world that tells which effects its stores had, without those of the time before. */
function watchedWorld() {
  let effects: string[] = []
  const world = breachWorld({
    interrupt: async (point) => {
      const [effect = "", when] = point.split(":")
      if (when === "before") effects.push(effect)
    },
  })
  const watched = async <Result>(work: () => Promise<Result>) => {
    effects = []
    const result = await work()
    return { result, effects }
  }
  return { world, call: caller(world), watched }
}

type Watched = ReturnType<typeof watchedWorld>

/**
 * Raises an anomaly for each of many visitors of one attack, which are restricted and make up one case. The first of
 * them saw something.
 */
async function attack({ world }: Watched, visitors: number, hour = 14) {
  const crossedAt = new Date(Date.UTC(2026, 10, 1, hour)).toISOString()
  await world.disclosures.append(seen(hour, { subject: `subject#visitor-1-at-${hour}` }))
  for (let visitor = 1; visitor <= visitors; visitor++) {
    const subject = `subject#visitor-${visitor}-at-${hour}`
    const anomalyId = `anomaly-${visitor}-at-${hour}`
    const network = `network#of-${hour}`
    await world.anomalies.raise(walkAnomaly({ anomalyId, subject, network, accessorKey: subject, crossedAt }))
  }
  await world.settle()
}

async function listAll({ call }: Watched, partyId: string) {
  const pages: string[][] = []
  for (let after: string | undefined = ""; after !== undefined; ) {
    const answer: z.infer<typeof page> = page.parse(
      (await call(partyId, "GET", `/v1/restrictions${after === "" ? "" : `?after=${after}`}`)).json,
    )
    pages.push(answer.restrictions.map(({ restrictionId }) => restrictionId))
    after = answer.next
  }
  return pages
}

describe("a page with a limit", () => {
  it("holds no more restrictions, and the pages together hold each once", async () => {
    const watched = watchedWorld()
    // Each case fills a page, so that the next one has no room on it.
    await attack(watched, 3, 10)
    await attack(watched, 3, 20)
    expect(watched.world.heads()).toHaveLength(2)
    const whole = (await listAll(watched, "northpost")).flat()
    const paged: string[][] = []
    for (let after: string | undefined = ""; after !== undefined; ) {
      const query: string = after === "" ? "limit=3" : `limit=3&after=${after}`
      const answer: z.infer<typeof page> = page.parse(
        (await watched.call("northpost", "GET", `/v1/restrictions?${query}`)).json,
      )
      paged.push(answer.restrictions.map(({ restrictionId }) => restrictionId))
      after = answer.next
    }
    expect(Math.max(...paged.map(({ length }) => length))).toBe(3)
    expect(paged.flat().toSorted()).toEqual(whole.toSorted())
  })
})

describe("200 restrictions of one case", () => {
  it("are listed in five reads, and one is renewed or released in as many calls as if it were alone", async () => {
    const few = watchedWorld()
    await attack(few, 1)
    const many = watchedWorld()
    await attack(many, 200)
    expect(many.world.heads()).toHaveLength(1)
    const reads = [
      "breachCases.query byParty",
      "breachCases.batchGetItem",
      "breachCases.batchGetItem",
      "breachCases.query",
    ]
    for (const partyId of ["leafline", "northpost"]) {
      const { result, effects } = await many.watched(() => many.call(partyId, "GET", "/v1/restrictions"))
      expect(page.parse(result.json).restrictions).toHaveLength(200)
      expect(effects.toSorted()).toEqual(
        [...reads, "restrictions.batchGetItem", "restrictions.batchGetItem"].toSorted(),
      )
    }
    const decide = async (of: Watched) => {
      const [id = ""] = (await listAll(of, "northpost")).flat()
      const until = "2026-11-10T00:00:00.000Z"
      const renewed = await of.watched(() => of.call("northpost", "POST", `/v1/restrictions/${id}/renewals`, { until }))
      expect(renewed.result.json).toEqual({ outcome: "renewed" })
      const released = await of.watched(() => of.call("northpost", "DELETE", `/v1/restrictions/${id}`))
      expect(released.result.json).toEqual({ outcome: "released" })
      return { renewed: renewed.effects, released: released.effects }
    }
    const { renewed, released } = await decide(many)
    expect(await decide(few)).toEqual({ renewed, released })
    expect(renewed.filter((effect) => effect.startsWith("restrictions."))).toEqual([
      "restrictions.query byRestrictionId",
      "restrictions.getItem",
      "restrictions.getItem",
      "restrictions.putItem",
    ])
    expect(renewed.length).toBeLessThan(20)
  })
})

describe("the restrictions of a case with 2,200 anomalies", () => {
  it("are listed by pages that read no anomaly twice, and one is decided on in as many reads as if it were alone", async () => {
    const watched = watchedWorld()
    await attack(watched, 2_200)
    const { result: pages, effects } = await watched.watched(() => listAll(watched, "northpost"))
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 500, 500, 200])
    expect(new Set(pages.flat()).size).toBe(2_200)
    const lists = effects.filter((effect) => effect === "breachCases.query")
    expect(lists).toHaveLength(pages.length)
    const until = "2026-11-10T00:00:00.000Z"
    const renewal = `/v1/restrictions/${pages[3]?.[0]}/renewals`
    const renewed = await watched.watched(() => watched.call("northpost", "POST", renewal, { until }))
    expect(renewed.result.json).toEqual({ outcome: "renewed" })
    expect(renewed.effects.length).toBeLessThan(20)
  })

  it("are listed once each if each accessor has several anomalies", async () => {
    const watched = watchedWorld()
    await attack(watched, 501)
    for (let visitor = 1; visitor <= 501; visitor++) {
      const subject = `subject#visitor-${visitor}-at-14`
      const crossedAt = "2026-11-01T14:30:00.000Z"
      const again = { anomalyId: `anomaly-again-${visitor}`, chart: "fanOut", crossedAt } as const
      await watched.world.anomalies.raise(
        walkAnomaly({ ...again, subject, network: "network#of-14", accessorKey: subject }),
      )
    }
    await watched.world.settle()
    const pages = await listAll(watched, "leafline")
    expect(pages.map(({ length }) => length)).toEqual([500, 1])
    expect(new Set(pages.flat()).size).toBe(501)
  })

  it("are in a case whose view stays small, with the latest findings", async () => {
    const watched = watchedWorld()
    await attack(watched, 600)
    await attack(watched, 1, 15)
    const alias = aliasIn(watched.world, soleCase(watched.world), "northpost")
    const { json, body } = await watched.call("northpost", "GET", `/v1/cases/${alias}`)
    const { findings, findingsInAll } = z
      .object({ findings: z.array(z.object({ crossedAt: z.string() })), findingsInAll: z.int() })
      .parse(json)
    expect([findings.length, findingsInAll]).toEqual([200, 601])
    expect(findings.at(-1)?.crossedAt).toBe("2026-11-01T15:00:00.000Z")
    expect(Buffer.byteLength(body)).toBeLessThan(1_000_000)
  })
})

describe("the restrictions of a party", () => {
  it("are listed by pages of 500 accessors, each once and with its own case, the newest case first", async () => {
    const watched = watchedWorld()
    const { world } = watched
    await attack(watched, 3, 9)
    const [older] = world.heads()
    if (older === undefined) throw new Error("no case")
    await world.cases.commit({
      case: { ...older, version: older.version + 1, state: "closed", partyId: "hub#closed" },
      items: [],
      pointers: [],
    })
    world.passSeconds(1)
    await attack(watched, 509)
    // The newer case finds a visitor again whose restriction is of the older one.
    const accessorKey = "subject#visitor-1-at-9"
    const again = { anomalyId: "anomaly-again", accessorKey, subject: accessorKey, network: "network#of-14" }
    await world.anomalies.raise(walkAnomaly({ ...again, crossedAt: "2026-11-01T14:00:00.000Z" }))
    await world.settle()
    expect(world.heads()).toHaveLength(2)
    const rows = world.restrictions.rows()
    const ofOlder = rows.filter((row) => row.accessorKey.endsWith("-at-9")).map(({ restrictionId }) => restrictionId)
    for (const partyId of ["leafline", "northpost"]) {
      const pages = await listAll(watched, partyId)
      expect(pages.map(({ length }) => length)).toEqual([expect.any(Number), expect.any(Number)])
      expect(pages.flat().toSorted()).toEqual(rows.map(({ restrictionId }) => restrictionId).toSorted())
      expect(new Set(pages[1]?.slice(-3))).toEqual(new Set(ofOlder))
      expect(pages[0]?.length).toBeLessThanOrEqual(500)
    }
    const alias = aliasIn(world, older, "leafline")
    for (const after of ["WS-0000000000", `${alias}.%F0%9F%98%80`, `${alias}.${"x".repeat(2_000)}`])
      expect((await watched.call("leafline", "GET", `/v1/restrictions?after=${after}`)).statusCode).toBe(400)
  })
})
