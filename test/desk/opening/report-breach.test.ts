import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import type { NamedLookups } from "../../../shared/desk/cases/evidence-query.ts"
import { openReportedCase, type Report } from "../../../shared/desk/opening/report-breach.ts"
import { aliasIn, type BreachWorld, breachWorld, seen, shipParcel, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const secondOf = (number: number) => new Date(Date.parse("2026-11-01T14:00:00.000Z") + number * 10_000).toISOString()

/** A report about what was seen in the carrier's tool at the second of one lookup. */
const reportOf = (number: number, change: Partial<Report> = {}): Report => ({
  id: `report-${number}`,
  finder: "finder",
  tool: "observed:northpost",
  receivedAt: "2026-11-01T15:00:00.000Z",
  evidence: { kind: "timeRange", since: secondOf(number), until: secondOf(number) },
  ...change,
})

const nothing = { evidence: { kind: "accessorToken", accessorToken: "tok_nobody" } } as const

async function report(world: BreachWorld, partyId: string, reports: readonly Report[]) {
  const party = world.directory.named(partyId)
  if (party === undefined) throw new Error("no such party")
  for (const one of reports) await openReportedCase(world.desk, party, one)
  await world.settle()
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const alertsTo = (world: BreachWorld, partyId: string) => world.exchange.published(breachCaseOpened, partyId).length
const reportsSeenBy = (world: BreachWorld, partyId: string) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies.filter((copy) => copy.partyId === partyId))
    .filter(({ entry }) => entry.type === "BreachReported" || entry.type === "BreachCaseOpened").length

describe("a report whose evidence finds nothing", () => {
  it("stays with its reporter, thirty times a day", async () => {
    const world = breachWorld()
    await report(
      world,
      "leafline",
      numbers(30).map((number) => reportOf(number, nothing)),
    )
    expect(alertsTo(world, "northpost")).toBe(0)
    expect(world.mail.sent.every(({ partyId }) => partyId === "leafline")).toBe(true)
    expect([world.heads().length, alertsTo(world, "leafline")]).toEqual([5, 5])
    expect(reportsSeenBy(world, "leafline")).toBe(30)
    const listed = await caller(world)("northpost", "GET", "/v1/cases")
    expect(listed.json).toEqual({ cases: [] })
  })

  it("opens for the others when the reporter adds a log in which something is found", async () => {
    const world = breachWorld()
    await report(world, "leafline", [reportOf(1, nothing)])
    await shipParcel(world, "leafline", 1)
    const alias = aliasIn(world, soleCase(world), "leafline")
    const access = {
      accessId: "line-1",
      at: secondOf(1),
      reference: "s1",
      accessor: "somebody",
      fields: ["delivery-date"],
    }
    await caller(world)("leafline", "POST", `/v1/cases/${alias}/accesses`, { accesses: [access] })
    expect(alertsTo(world, "northpost")).toBe(1)
  })
})

describe("reports of one party about one tool", () => {
  it("open a case each with duties of its own if they find something, also after thirty that found nothing", async () => {
    const world = breachWorld()
    for (const number of numbers(6)) await world.disclosures.append(seen(number))
    const empty = numbers(30).map((number) => reportOf(100 + number, nothing))
    await report(world, "leafline", [...empty, ...numbers(6).map((number) => reportOf(number))])
    const cases = Map.groupBy(world.rowsOf("exposure"), ({ caseId }) => caseId)
    expect([...cases.values()].map(([first, ...others]) => [first?.shipmentId, others.length])).toEqual(
      numbers(6).map((number) => [`s${number}`, 0]),
    )
    for (const caseId of cases.keys())
      expect(world.rowsOf("duty").some(({ caseId: of, duty }) => of === caseId && duty.party === "northpost")).toBe(
        true,
      )
    expect([world.heads().length, alertsTo(world, "northpost")]).toEqual([11, 6])
  })

  it("alert others of twenty cases a day; the others join the last, and none is lost", async () => {
    const world = breachWorld()
    for (const number of numbers(23)) await world.disclosures.append(seen(number))
    const reports = numbers(23).map((number) => reportOf(number))
    await report(world, "leafline", reports)
    expect([world.heads().length, alertsTo(world, "northpost")]).toEqual([20, 20])
    expect([reportsSeenBy(world, "leafline"), reportsSeenBy(world, "northpost")]).toEqual([23, 23])
    expect(world.rowsOf("exposure").map(({ shipmentId }) => shipmentId)).toHaveLength(23)
    await report(world, "leafline", reports)
    expect([world.heads().length, reportsSeenBy(world, "leafline")]).toEqual([20, 23])
  })

  it("open cases again on the next day, or when one of the twenty is closed", async () => {
    const world = breachWorld()
    for (const number of numbers(24)) await world.disclosures.append(seen(number))
    await report(
      world,
      "leafline",
      numbers(21).map((number) => reportOf(number)),
    )
    const [first] = world.heads()
    if (first === undefined) throw new Error("no case")
    await world.cases.commit({
      case: { ...first, version: first.version + 1, state: "closed", partyId: "hub#closed" },
      items: [],
      pointers: [],
    })
    await report(world, "leafline", [reportOf(22), reportOf(23)])
    expect(world.heads()).toHaveLength(21)
    world.passSeconds(86_400)
    await report(world, "leafline", [reportOf(24)])
    expect(world.heads()).toHaveLength(22)
  })
})

describe("a report about all times", () => {
  it("searches the days that the ledger can hold", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    const asked: NamedLookups[] = []
    const { evidence } = world.desk
    world.desk.evidence = {
      page(query, after) {
        asked.push(query.named)
        return evidence.page(query, after)
      },
    }
    const always = { kind: "timeRange", since: "0001-01-01T00:00:00.000Z", until: "9999-12-31T23:59:59.000Z" } as const
    await report(world, "leafline", [reportOf(1, { evidence: always })])
    const days = { kind: "timeRange", since: "2025-09-24T14:10:00.000Z", until: "2026-11-02T14:10:00.000Z" } as const
    expect(asked).toEqual([days, days])
    expect(world.rowsOf("exposure")).toHaveLength(1)
  })
})
