import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened, breachCaseUpdated } from "../../shared/base/contracts/breach-case-events.ts"
import { pendingRow } from "../../shared/desk/cases/accessor-keys.ts"
import { countPending } from "../../shared/desk/exposures/count-pending.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { type BreachWorld, breachWorld, seen, soleCase, walkAnomaly } from "./breach-world.ts"
import { reportLookupsOf } from "./carrier-report.ts"
import { changeOpenCase } from "./change-open-case.ts"
import { keysIn } from "./keys-in.ts"

const from = "2026-11-01T14:00:00.000Z"

/** A case that still has to count these lookups of its walker. */
async function worldWithUncounted(lookups: number): Promise<BreachWorld> {
  const world = breachWorld()
  await world.disclosures.append(seen(1))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  for (let number = 2; number <= lookups; number++) {
    const at = new Date(Date.parse(from) + number * 100).toISOString()
    await world.disclosures.append(seen(number, { at }))
  }
  world.pending.splice(0)
  await plan(world)
  return world
}

function alertsOf(world: BreachWorld, partyId: string): number {
  return world.exchange.published(breachCaseOpened, partyId).length
}

/** As after an anomaly that attributes more to the case. */
async function plan(world: BreachWorld): Promise<void> {
  const { caseId } = soleCase(world)
  const pending = { accessorKey: "subject#walker-of-2018", from, dueAt: world.clock().toISOString() }
  await changeOpenCase(world.desk, caseId, (current) => ({ case: current, items: [pendingRow(caseId, pending)] }))
}

describe("a case of many exposures", () => {
  it("is counted page by page, and each call goes on where the last one stopped", async () => {
    const world = await worldWithUncounted(2_650)
    const { caseId } = soleCase(world)
    const counted: number[] = []
    while (world.rowsOf("pending").length > 0) {
      await countPending(world.desk, caseId, { until: 0 })
      counted.push(soleCase(world).exposures)
    }
    expect(counted).toEqual([1_000, 2_000, 2_650])
  })

  it("keeps no duty of a younger case waiting while it is counted", async () => {
    const world = await worldWithUncounted(3_500)
    const elsewhere = { subject: "subject#elsewhere", network: "network#elsewhere" }
    world.passSeconds(60)
    await world.disclosures.append(seen(2_000, { ...elsewhere, retailerId: "maplebooks" }))
    const younger = {
      ...elsewhere,
      accessorKey: elsewhere.subject,
      anomalyId: "anomaly-younger",
      retailerId: "maplebooks",
    }
    await world.anomalies.raise(walkAnomaly(younger))
    await world.settle()
    world.passSeconds(5 * 3600)
    const slow = {
      ...world.desk.disclosures,
      ofAccessor: (...given: Parameters<typeof world.disclosures.ofAccessor>) => {
        world.passSeconds(30)
        return world.disclosures.ofAccessor(...given)
      },
    }
    await makeWatchDuties({ ...world.desk, disclosures: slow })()
    await world.settle()
    const escalated = world.exchange.published(breachCaseUpdated).filter(({ data }) => data.reason === "escalation")
    expect(escalated.map(({ metadata }) => metadata.audience)).toContain("maplebooks")
    const [older] = world.heads()
    expect(older?.exposures).toBe(2_000)
    expect(world.rowsOf("pending").some(({ caseId }) => caseId === older?.caseId)).toBe(true)
  })
})

describe("a reported token that belongs to many accessors", () => {
  it("gives the case all of them, also after a crash between two transactions", async () => {
    const world = breachWorld()
    const subjects = Array.from({ length: 50 }, (_, index) => `subject#device-${index}`)
    for (const [index, subject] of subjects.entries()) await world.disclosures.append(seen(index + 1, { subject }))
    let commits = 0
    const commit: typeof world.cases.commit = (change) => {
      if (++commits === 2) throw new Error("crashed")
      return world.cases.commit(change)
    }
    const crashing = { ...world, desk: { ...world.desk, write: world.writerOver({ ...world.cases, commit }) } }
    await expect(reportLookupsOf("token", crashing)).rejects.toThrow("crashed")
    await reportLookupsOf("token", world)
    expect(keysIn(world).sort()).toEqual(subjects.sort())
    expect(soleCase(world).exposures).toBe(50)
  })
})

describe("a report of a token of thousands of lookups", () => {
  const late = { subject: "subject#younger-device-of-2018", network: "network#elsewhere" }

  /** A report whose last accessor comes after its first page. Another open case has that accessor. */
  async function twoCases(order: "report first" | "anomaly first") {
    const world = breachWorld()
    for (let number = 1; number <= 1_400; number++) {
      const at = new Date(Date.parse(from) + number * 1_000).toISOString()
      await world.disclosures.append(seen(number, { at, ...(number > 1_200 ? late : {}) }))
    }
    world.pending.splice(0)
    const ofAnomaly = () => world.anomalies.raise(walkAnomaly({ ...late, accessorKey: late.subject }))
    const { evidence } = world.desk
    const slow: typeof evidence = {
      page(query, after) {
        world.passSeconds(30)
        return evidence.page(query, after)
      },
    }
    const ofReport = () => reportLookupsOf("token", { ...world, desk: { ...world.desk, evidence: slow } })
    for (const open of order === "report first" ? [ofReport, ofAnomaly] : [ofAnomaly, ofReport]) {
      await open()
      await world.settle()
      world.passSeconds(1)
    }
    expect(world.heads().filter(({ state }) => state === "open")).toHaveLength(2)
    const [oldest] = world.heads().sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
    return { world, oldest: oldest?.caseId }
  }

  it.each(["report first", "anomaly first"] as const)(
    "merges with a case that has one of its later accessors: %s",
    async (order) => {
      const { world, oldest } = await twoCases(order)
      for (let run = 0; run < 4; run++) {
        await makeWatchDuties(world.desk)()
        await world.settle()
        world.passSeconds(100)
      }
      const open = world.heads().filter(({ state }) => state === "open")
      expect(open).toMatchObject([{ caseId: oldest, exposures: 1_400, merging: [] }])
      expect(world.heads().filter(({ state }) => state === "merged")).toHaveLength(1)
      const keys = world.rowsOf("key").filter(({ caseId }) => caseId === oldest)
      expect(keys.map(({ accessorKey }) => accessorKey)).toEqual(
        expect.arrayContaining(["subject#walker-of-2018", late.subject]),
      )
      const waiting = [...world.rowsOf("search"), ...world.rowsOf("pending")]
      expect(waiting.filter(({ caseId }) => caseId === oldest)).toEqual([])
    },
  )
})

/** A world with so many lookups of one day that a carrier reports. Each page of the search takes twelve seconds. */
async function reportedWorld(lookups: number) {
  const world = breachWorld()
  for (let number = 1; number <= lookups; number++) {
    const at = new Date(Date.parse(from) + number * 1_000).toISOString()
    await world.disclosures.append(seen(number, { at, subject: `subject#visitor-${number % 7}` }))
  }
  world.pending.splice(0)
  const asked: (string | undefined)[] = []
  const { evidence } = world.desk
  world.desk.evidence = {
    page(query, after) {
      asked.push(after?.sortKey)
      world.passSeconds(12)
      return evidence.page(query, after)
    },
  }
  return { world, asked, report: () => reportLookupsOf("day", world) }
}

describe("a report about many lookups", () => {
  it("opens its case in seconds, and the watch counts the rest, each page once", async () => {
    const { world, asked, report } = await reportedWorld(4_500)
    await report()
    await world.settle()
    const { exposures: first } = soleCase(world)
    expect(first).toBeLessThan(4_500)
    expect(alertsOf(world, "northpost")).toBeGreaterThan(0)
    expect(world.rowsOf("search")).toHaveLength(1)
    await report()
    const { exposures: second } = soleCase(world)
    expect(second).toBeGreaterThan(first)
    expect(second).toBeLessThan(4_500)
    await makeWatchDuties(world.desk)()
    expect(soleCase(world).exposures).toBe(4_500)
    expect(world.rowsOf("search")).toEqual([])
    const counted = asked.filter((after) => after !== undefined)
    expect(new Set(counted).size).toBe(counted.length)
  })

  it("goes on after a crash at any commit, and counts each lookup once", async () => {
    for (const crashAt of [2, 9, 20, 33]) {
      const { world, report } = await reportedWorld(1_200)
      const { commit } = world.cases
      let commits = 0
      world.desk.write = world.writerOver({
        ...world.cases,
        commit: (change) => {
          if (++commits === crashAt) throw new Error("crashed")
          return commit(change)
        },
      })
      await expect(report()).rejects.toThrow("crashed")
      await makeWatchDuties(world.desk)()
      expect(soleCase(world).exposures).toBe(1_200)
      expect(world.rowsOf("search")).toEqual([])
    }
  })

  it("is counted by the case into which its case is merged", async () => {
    const { world, report } = await reportedWorld(2_500)
    const other = { subject: "subject#elsewhere", network: "network#elsewhere" }
    await world.disclosures.append(seen(9_000, { ...other, at: "2026-10-30T10:00:00.000Z" }))
    await world.anomalies.raise(walkAnomaly({ ...other, accessorKey: other.subject }))
    await world.settle()
    const { caseId: survivorId } = soleCase(world)
    const { caseId: mergedId } = await report()
    await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging: [mergedId] } }))
    expect(world.rowsOf("search").map(({ caseId }) => caseId)).toEqual([mergedId])
    await makeWatchDuties(world.desk)()
    expect(soleCase(world)).toMatchObject({ caseId: survivorId, exposures: 2_501 })
    expect(world.rowsOf("search").map(({ caseId }) => caseId)).toEqual([mergedId])
  })
})

describe("a merge of a case of many exposures", () => {
  it("stops in time, goes on where it stopped, and keeps the case from closing meanwhile", async () => {
    const { world, report } = await reportedWorld(1_100)
    const { caseId: mergedId } = await report()
    const other = { subject: "subject#elsewhere", network: "network#elsewhere" }
    await world.anomalies.raise(walkAnomaly({ ...other, accessorKey: other.subject }))
    await world.settle()
    const survivorId = world.heads().find(({ caseId }) => caseId !== mergedId)?.caseId ?? ""
    await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging: [mergedId] } }))
    const read: (string | undefined)[] = []
    world.desk.cases = {
      ...world.cases,
      list: (caseId, prefix, page) => {
        if (prefix === "EXPOSURE#") read.push(page?.after)
        if (prefix === "EXPOSURE#") world.passSeconds(30)
        return world.cases.list(caseId, prefix, page)
      },
    }
    const counted: number[] = []
    for (let run = 0; run < 4; run++) {
      expect(world.heads().find(({ caseId }) => caseId === survivorId)?.merging).toEqual([mergedId])
      await makeWatchDuties(world.desk)()
      counted.push(soleCase(world).exposures)
    }
    // The fourth run moves the receipts and the rest.
    expect(counted).toEqual([400, 800, 1_100, 1_100])
    // One page more than there are: each run begins behind the last full page.
    expect(new Set(read).size).toBe(6)
    expect(read).toHaveLength(7)
    expect(soleCase(world)).toMatchObject({ caseId: survivorId, merging: [] })
  })
})

describe("a case of many anomalies", () => {
  it("has a row that does not grow with them", async () => {
    const world = breachWorld()
    const sizes: number[] = []
    for (let number = 1; number <= 300; number++) {
      const subject = `subject#cookie-${number}`
      await world.disclosures.append(seen(number, { subject }))
      await world.anomalies.raise(
        walkAnomaly({ accessorKey: subject, subject, anomalyId: `anomaly-${number}`, behindRestriction: true }),
      )
      await world.settle()
      sizes.push(JSON.stringify(soleCase(world)).length)
    }
    expect(keysIn(world).length).toBeGreaterThanOrEqual(300)
    expect((sizes.at(-1) ?? 0) - (sizes[2] ?? 0)).toBeLessThan(10)
    const others = [...world.rowsOf("heads"), ...world.rowsOf("party"), ...world.rowsOf("key")]
    expect(Math.max(...others.map((row) => JSON.stringify(row).length))).toBeLessThan(3_000)
  })
})
