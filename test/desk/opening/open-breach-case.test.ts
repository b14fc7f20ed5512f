import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import { breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { keysIn } from "../keys-in.ts"

describe("an announced anomaly", () => {
  it("opens one case with the exposures so far and alerts carrier and retailer each of its own side (promise: both-are-alerted)", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()

    expect(soleCase(world)).toMatchObject({ state: "open", exposures: 5, toAlert: [] })
    const [toRetailer, ...further] = world.exchange.published(breachCaseOpened, "leafline")
    expect(further).toEqual([])
    expect(toRetailer?.data).toMatchObject({
      origin: "anomaly",
      tool: "observed:northpost",
      counts: { shipments: 5, shareOfTotal: 5 / 225_000 },
      fieldsExposed: ["delivery-date", "signatory-name-or-initials", "postal-code", "nature-of-delivery"],
      reportedByCarrier: true,
      firstExposureAt: "2026-11-01T14:00:10.000Z",
      lastExposureAt: "2026-11-01T14:00:50.000Z",
    })
    expect(toRetailer?.data.fieldsNotExposed).toEqual(expect.arrayContaining(["address", "payment", "purchaser"]))
    expect(toRetailer?.data.duties.map((duty) => duty.law)).toEqual(expect.arrayContaining(["ca-on-fippa"]))
    const [toCarrier] = world.exchange.published(breachCaseOpened, "northpost")
    expect(toCarrier?.data.caseAlias).not.toBe(toRetailer?.data.caseAlias)
    expect(toCarrier?.data.duties.every((duty) => duty.law === "ca-privacy-act")).toBe(true)
    expect(JSON.stringify(toCarrier)).not.toMatch(/leafline|"s5"/i)
    expect(world.exchange.published(breachCaseOpened, "maplebooks")).toEqual([])
    expect(world.mail.sent.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "northpost"])
  })

  it("measures how long its alerts took to be written, but not when it is announced again", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    const anomaly = walkAnomaly()
    await world.anomalies.raise(anomaly)
    await world.settle()
    const sinceFound = { metric: "AlertDelay", milliseconds: world.clock().getTime() - Date.parse(anomaly.detectedAt) }
    expect(world.telemetry.durations.filter(({ milliseconds }) => milliseconds > 0)).toEqual([sinceFound])
    world.passSeconds(3_600)
    await world.use.raise(anomaly)
    await world.settle()
    expect(world.telemetry.durations.filter(({ milliseconds }) => milliseconds > 0)).toEqual([sinceFound])
  })

  it("shows only to the carrier which lookups and which token contributed", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data.accessorTokens).toEqual(["tok_walker"])
    expect(toCarrier?.data.accessIds).toEqual(expect.arrayContaining(["acc-walker-1", "acc-walker-5"]))
    const [toRetailer] = world.exchange.published(accessAnomalyDetected, "leafline")
    expect(toRetailer?.data.accessIds).toBeUndefined()
    expect(toRetailer?.data.accessorTokens).toBeUndefined()
  })

  it("opens one case across retailers, networks and charts, and no retailer learns of another", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    for (let number = 50; number <= 55; number++) {
      await world.disclosures.append(seen(number, { retailerId: "maplebooks" }))
    }
    await world.anomalies.raise(walkAnomaly())
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-two", retailerId: "maplebooks", chart: "guess" }))
    await world.anomalies.raise(
      walkAnomaly({ anomalyId: "anomaly-net", accessorKey: "network#home-of-walker", subject: undefined }),
    )
    await world.settle()
    expect(soleCase(world)).toMatchObject({ charts: ["guess", "walk"], exposures: 11 })
    for (const [partyId, shipments] of [
      ["leafline", 5],
      ["maplebooks", 6],
      ["northpost", 11],
    ] as const) {
      const opened = world.exchange.published(breachCaseOpened, partyId)
      expect(opened.map(({ metadata }) => metadata.id)).toHaveLength(1)
      expect(partyIn(world, partyId).shipments).toBe(shipments)
    }
    expect(JSON.stringify(world.exchange.published(breachCaseOpened, "maplebooks"))).not.toMatch(/leafline/i)
  })

  it("opens no case for a notice or in shadow, and announces a shadow to nobody (promise: shadow-finding-alerts-nobody)", async () => {
    const world = breachWorld()
    await world.anomalies.raise(walkAnomaly({ severity: "notice", anomalyId: "anomaly-notice" }))
    await world.anomalies.raise(walkAnomaly({ shadow: true, anomalyId: "anomaly-shadow" }))
    await world.settle()
    expect(world.heads()).toEqual([])
    expect(
      world.exchange
        .published(accessAnomalyDetected)
        .map(({ metadata }) => metadata.audience)
        .sort(),
    ).toEqual(["leafline", "northpost"])
    expect(world.restrictions.rows()).toEqual([])
  })

  it("opens a new case once the old one is closed, but not for an anomaly of the old one", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const first = soleCase(world)
    await world.cases.commit({
      case: { ...first, version: first.version + 1, state: "closed", partyId: "hub#closed" },
      items: [],
      pointers: [],
    })
    await world.use.raise(walkAnomaly())
    await world.settle()
    expect(world.heads()).toHaveLength(1)
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-next-day" }))
    await world.settle()
    expect(
      world
        .heads()
        .map((row) => row.state)
        .sort(),
    ).toEqual(["closed", "open"])
  })

  it("adds the next block of a walk that shows no accessor to the same case", async () => {
    const world = breachWorld()
    const block = (number: number) =>
      walkAnomaly({
        anomalyId: `anomaly-block-${number}`,
        accessorKey: `block#leafline#${number}`,
        subject: undefined,
        network: undefined,
        chart: "block",
      })
    await world.anomalies.raise(block(7))
    await world.anomalies.raise(block(8))
    await world.settle()
    expect(keysIn(world)).toEqual(["block#leafline#7", "block#leafline#8"])
    expect(world.restrictions.rows()).toEqual([])
  })
})

describe("a report", () => {
  /** A world with lookups of leafline's parcels, and the report of them under an id. */
  async function reportedWorld() {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    const reporter = world.directory.named("leafline")
    const [example] = breachReported.examples
    if (reporter === undefined || example === undefined) throw new Error("no such party")
    const report = (since: string) =>
      world.use.openReported({
        contract: breachReported,
        detailType: "BreachReported",
        party: reporter,
        eventBridgeId: "event-bridge-1",
        metadata: { id: "id-canary", occurredAt: example.receivedAt, correlationId: "correlation-canary", version: 1 },
        data: breachReported.data.parse({
          ...example,
          evidence: { kind: "timeRange", since, until: "2026-11-01T15:00:00.000Z" },
        }),
        receivedAt: example.receivedAt,
      })
    return { world, report }
  }

  it("opens a case, and what the reporter wrote into its metadata reaches no other party", async () => {
    const { world, report } = await reportedWorld()
    await report("2026-11-01T14:00:00.000Z")
    await world.settle()
    expect(world.exchange.published(breachCaseOpened, "northpost")).toHaveLength(1)
    expect(JSON.stringify(world.exchange.events)).not.toContain("canary")
    expect(JSON.stringify([soleCase(world), world.rowsOf("timeline")])).not.toContain("correlation-canary")
  })

  it("is rejected if it says something else under the id of an earlier one, and a repeat is not", async () => {
    const { world, report } = await reportedWorld()
    expect(await report("2026-11-01T14:00:00.000Z")).toBe("opened")
    expect(await report("2026-11-01T14:00:00.000Z")).toBe("duplicate")
    const rows = JSON.stringify(world.cases.rows())
    expect(await report("2026-11-01T13:00:00.000Z")).toEqual({
      outcome: "rejected",
      problems: [{ path: "metadata.id", rule: "idReused" }],
    })
    expect(JSON.stringify(world.cases.rows())).toBe(rows)
  })
})
