import { describe, expect, it } from "@jest/globals"
import { recordNotified } from "../../../shared/breach-desk/actions/record-notified.ts"
import { participantOf } from "../../../shared/breach-desk/cases/participant.ts"
import { countPending } from "../../../shared/breach-desk/exposures/count-pending.ts"
import { mergeCases } from "../../../shared/breach-desk/merging/merge-cases.ts"
import { occasionOfAnomaly } from "../../../shared/breach-desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/breach-desk/opening/open-case.ts"
import { headMessage, verifyChain } from "../../../shared/breach-desk/timeline.ts"
import { accessAnomalyDetected } from "../../../shared/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/contracts/breach-case-opened.ts"
import { breachCaseUpdated } from "../../../shared/contracts/breach-case-updated.ts"
import { blocksOf } from "../../../shared/detection/retailers/number-blocks.ts"
import { breachParties, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

/** Records exposed in any case. */
function exposed(world: ReturnType<typeof breachWorld>): string[] {
  return world
    .rowsOf("exposure")
    .map((row) => row.recordId)
    .sort()
}

describe("a walk in a carrier's tool", () => {
  it("opens one case with the exposures so far and tells carrier and retailer each of its own", async () => {
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
    expect(JSON.stringify(toCarrier)).not.toMatch(/leafline|s5/i)
    expect(world.exchange.published(breachCaseOpened, "maplebooks")).toEqual([])
    expect(world.mail.sent.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "northpost"])
  })

  it("tells the carrier, and it alone, which lookups and whose token contributed", async () => {
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

  it("grows exactly while it goes on and repeats the alert at each factor of ten", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    for (let number = 6; number <= 230; number++) {
      await world.disclosures.append(seen(number))
      if (number % 3 === 0) await world.disclosures.append(seen(number, { accessId: `again-${number}` }))
    }
    await world.settle()
    expect(soleCase(world).exposures).toBe(230)
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 230, exposures: 230 })
    expect(world.exchange.published(breachCaseOpened).length).toBe(2)
    const growth = world.exchange.published(breachCaseUpdated, "leafline")
    expect(growth.map(({ data }) => data.counts.shipments)).toEqual([10, 100])
    expect(growth.every(({ data }) => data.reason === "growth")).toBe(true)
  })

  it("is one walk under the names that its accessor had before and has after the secret rotates", async () => {
    const world = breachWorld()
    const renamed = { subject: "subject#walker-renamed", network: "network#home-renamed" }
    const otherKeys = Object.values(renamed)
    await world.disclosures.append(seen(1, renamed))
    await world.disclosures.append(seen(2))
    await world.anomalies.raise(walkAnomaly({ otherKeys }))
    await world.settle()
    await world.disclosures.append(seen(3, renamed))
    await world.disclosures.append(seen(4, { ...renamed, subject: "subject#neighbour" }))
    const { subject, network } = renamed
    await world.anomalies.raise(walkAnomaly({ anomalyId: "found-anew", accessorKey: subject, subject, network }))
    await world.settle()
    expect(exposed(world)).toEqual([1, 2, 3].map((number) => `SHIPMENT#leafline#s${number}`))
    expect(soleCase(world).state).toBe("open")
    const told = world.exchange.published(accessAnomalyDetected, "northpost")[0]?.data.accessIds
    expect(told).toEqual(expect.arrayContaining(["acc-walker-2", "acc-subject-walker-renamed-1"]))
  })

  it("counts what a network showed under its name before the secret rotates", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, { subject: "subject#cookie-1", network: "network#home-before" }))
    await world.disclosures.append(seen(2, { subject: "subject#cookie-2" }))
    const ofNetwork = { accessorKey: "network#home-of-walker", subject: undefined, otherKeys: ["network#home-before"] }
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, anomalyId: "anomaly-of-network" }))
    await world.settle()
    expect(exposed(world)).toEqual(["SHIPMENT#leafline#s1", "SHIPMENT#leafline#s2"])
  })

  it("leaves out whoever proved to be entitled, and strangers of the same network", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.disclosures.append(seen(2, { subject: "subject#neighbour", accessorToken: "tok_neighbour" }))
    await world.disclosures.append(seen(3, { proof: "linkToken", provenForExposure: true }))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(world.rowsOf("exposure").map((row) => row.recordId)).toEqual(["SHIPMENT#leafline#s1"])
  })

  it("takes a right postal code for a guess among others once its accessor crossed, from the beginning of the episode", async () => {
    const world = breachWorld()
    const byPostalCode = { proof: "postalCode", provenForExposure: true } as const
    await world.disclosures.append(seen(1, { ...byPostalCode, at: "2026-10-30T10:00:00.000Z" }))
    await world.disclosures.append(seen(2, byPostalCode))
    await world.disclosures.append(seen(3, { ...byPostalCode, subject: "subject#neighbour" }))
    await world.anomalies.raise(walkAnomaly({ chart: "guess" }))
    await world.settle()
    await world.disclosures.append(seen(4, byPostalCode))
    await world.disclosures.append(seen(5, { proof: "linkToken", provenForExposure: true }))
    await world.settle()
    expect(exposed(world)).toEqual(["SHIPMENT#leafline#s2", "SHIPMENT#leafline#s4"])
  })

  it("counts everybody of a network from the beginning of the episode when the network itself crossed", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, { at: "2026-10-20T10:00:00.000Z" }))
    for (let number = 2; number <= 9; number++) {
      await world.disclosures.append(seen(number, { subject: `subject#cookie-${number}` }))
    }
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: "network#home-of-walker", subject: undefined, anomalyId: "anomaly-of-network" }),
    )
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((number) => `SHIPMENT#leafline#s${number}`))
  })

  it("takes right postal codes of a whole network for guesses during the episode in which others were guessed there", async () => {
    const world = breachWorld()
    const byPostalCode = { proof: "postalCode", provenForExposure: true } as const
    const at = (time: string) => ({ at: `2026-11-01T${time}Z`, subject: `subject#cookie-${time}` })
    await world.disclosures.append(seen(1, { ...byPostalCode, ...at("13:59:59.000") }))
    await world.disclosures.append(seen(2, { ...byPostalCode, ...at("14:00:10.000") }))
    await world.disclosures.append(seen(3, { ...byPostalCode, ...at("14:00:50.900") }))
    await world.disclosures.append(seen(4, { proof: "linkToken", provenForExposure: true, ...at("14:00:30.000") }))
    await world.disclosures.append(seen(5, { ...byPostalCode, ...at("14:00:51.000") }))
    const ofNetwork = { accessorKey: "network#home-of-walker", subject: undefined, chart: "guess" } as const
    const evidence = { ...walkAnomaly().evidence, references: 10, hits: 2, challengeFailed: 8 }
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, evidence, anomalyId: "anomaly-of-network" }))
    await world.settle()
    // Restricted by now, the guard calls what it still answers there unproven; a day later strangers prove again.
    await world.disclosures.append(
      seen(6, {
        proof: "postalCode",
        provenForExposure: false,
        ...at("14:20:00.000"),
        network: "network#home-of-walker",
      }),
    )
    await world.disclosures.append(seen(7, { ...byPostalCode, ...at("23:00:00.000") }))
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 6].map((number) => `SHIPMENT#leafline#s${number}`))

    // The next episode there is counted by itself, and the first stays.
    const next = {
      from: "2026-11-03T09:00:00.000Z",
      crossedAt: "2026-11-03T09:01:00.000Z",
      anomalyId: "anomaly-of-later",
    }
    await world.disclosures.append(
      seen(8, { ...byPostalCode, at: "2026-11-03T09:00:30.000Z", subject: "subject#later" }),
    )
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, evidence, ...next }))
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 6, 8].map((number) => `SHIPMENT#leafline#s${number}`))
  })

  it("is one case across retailers, networks and charts, and no retailer hears of another", async () => {
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

  it("makes two open cases one when an anomaly shows that their accessors are one, losing nothing and nobody", async () => {
    const world = breachWorld()
    const cafe = { network: "network#cafe", subject: "subject#cookie-at-cafe", accessorToken: "tok_cafe" }
    for (let number = 1; number <= 4; number++)
      await world.disclosures.append(seen(number, { subject: "subject#cookie-at-home" }))
    for (let number = 4; number <= 9; number++)
      await world.disclosures.append(seen(number, { ...cafe, accessId: `cafe-${number}` }))
    const home = { accessorKey: "network#home-of-walker", subject: undefined }
    await world.anomalies.raise(walkAnomaly({ ...home, anomalyId: "anomaly-home" }))
    await world.settle()
    world.passSeconds(5)
    await world.anomalies.raise(
      walkAnomaly({
        accessorKey: cafe.network,
        network: cafe.network,
        subject: undefined,
        anomalyId: "anomaly-cafe",
        retailerId: "maplebooks",
      }),
    )
    await world.settle()
    expect(world.heads().map((row) => row.state)).toEqual(["open", "open"])
    const cafeAlias = world.rowsOf("party").find((row) => row.partyId === "maplebooks")?.alias ?? ""

    await world.anomalies.raise(
      walkAnomaly({ anomalyId: "anomaly-bridge", network: cafe.network, accessorKey: "subject#walker-of-2018" }),
    )
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-bridge-2" }))
    await world.disclosures.append(seen(10, { ...cafe, accessId: "cafe-10" }))
    await world.settle()
    expect(
      world
        .heads()
        .map((row) => row.state)
        .sort(),
    ).toEqual(["merged", "open"])
    const survivor = world.heads().find((row) => row.state === "open")
    expect(survivor).toMatchObject({
      exposures: 11,
      merging: [],
      parties: expect.arrayContaining(["leafline", "maplebooks", "northpost"]),
    })
    expect(partyIn(world, "leafline").shipments).toBe(10)
    const maplebooks = world.directory.byId("maplebooks")
    expect(maplebooks && (await participantOf(world.desk, maplebooks, cafeAlias))?.current.caseId).toBe(
      survivor?.caseId,
    )
    const merged = world.exchange.published(breachCaseUpdated).filter(({ data }) => data.reason === "merged")
    expect(new Set(merged.map(({ metadata }) => metadata.audience))).toEqual(new Set(["leafline", "northpost"]))
    const taken = world.rowsOf("timeline").filter(({ entry }) => entry.type === "CaseTakenIn")
    const ended = world.heads().find((row) => row.state === "merged")?.heads ?? {}
    expect(taken.map(({ copies: [copy] }) => [copy?.partyId, copy?.entry.data["fromHead"]])).toEqual(
      ["northpost", "leafline"].map((id) => [id, { seq: ended[id]?.seq, hash: ended[id]?.hash }]),
    )
  })

  it("opens nothing on a notice or in shadow, and tells nobody of a shadow", async () => {
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

  it("opens a new case once the old one is closed, but not for an anomaly that belonged to the old one", async () => {
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

  it("holds what was seen without proof among the numbers as possible exposures, while the episode goes on", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    const at = (hours: number, seconds = 0) =>
      new Date(Date.parse("2026-11-01T14:00:00.000Z") + hours * 3_600_000 + seconds * 1000).toISOString()
    let people = 0
    const look = (number: number, when: string, changes: Parameters<typeof seen>[1] = {}) =>
      world.disclosures.append(
        seen(number, {
          at: when,
          block,
          subject: `subject#somebody-${++people}`,
          network: `network#home-${people}`,
          ...changes,
        }),
      )
    const anomaly = (from: string, crossedAt: string) =>
      walkAnomaly({
        anomalyId: `anomaly-of-block-${Date.parse(crossedAt)}`,
        accessorKey: block,
        subject: undefined,
        network: undefined,
        chart: "block",
        from,
        crossedAt,
      })
    await look(1, at(-1))
    for (let number = 2; number <= 9; number++) await look(number, at(0, number * 10))
    await look(9, at(0, 100))
    await look(10, at(0, 110), { block: "block#leafline#8" })
    await look(11, at(0, 120), { proof: "linkToken", provenForExposure: true })
    await world.anomalies.raise(anomaly(at(0), at(0, 60)))
    await world.settle()
    expect(world.rowsOf("exposure").every(({ possible }) => possible === true)).toBe(true)
    expect(partyIn(world, "leafline")).toMatchObject({
      shipments: 0,
      exposures: 0,
      shipmentsByField: {},
      possible: { shipments: 8, exposures: 9, alerted: 8 },
    })
    const [opened] = world.exchange.published(breachCaseOpened, "leafline")
    expect(opened?.data.counts).toEqual({ shipments: 0, shareOfTotal: 0, possibleShipments: 8 })

    for (let number = 12; number <= 14; number++) await look(number, at(23, number))
    await look(15, at(25))
    await world.settle()
    expect(partyIn(world, "leafline").possible).toEqual({ shipments: 11, exposures: 12, alerted: 10 })
    expect(
      world.exchange.published(breachCaseUpdated, "leafline").map(({ data }) => data.counts.possibleShipments),
    ).toEqual([10])
    await world.anomalies.raise(anomaly(at(23), at(30)))
    await world.settle()
    expect(soleCase(world).exposures).toBe(0)
    expect(partyIn(world, "leafline").possible).toMatchObject({ shipments: 12, exposures: 13 })
    expect(partyIn(world, "northpost").possible).toMatchObject({ shipments: 12, exposures: 13 })
  })

  it("finds the lookups of every block that lies in a block of misses, and whoever crossed by themselves for certain", async () => {
    const world = breachWorld()
    const missBlock = "missBlock#leafline#3"
    const [first = "", second = ""] = blocksOf(missBlock)
    await world.disclosures.append(seen(1, { block: first }))
    await world.disclosures.append(seen(2, { block: second, subject: "subject#stranger", network: "network#strange" }))
    const { subject: _, network: __, ...ofBlock } = walkAnomaly({ accessorKey: missBlock, chart: "blockMisses" })
    await world.anomalies.raise({ ...ofBlock, anomalyId: "anomaly-of-misses" })
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 0, possible: { shipments: 2, exposures: 2 } })
    // The accessor of one of them crosses too, and is found to be of the same case by a report of both.
    await openOrJoin(world.desk, {
      ...occasionOfAnomaly(walkAnomaly(), "story"),
      neighbours: [first],
    })
    await countPending(world.desk, soleCase(world).caseId)
    expect(soleCase(world).exposures).toBe(1)
    expect(partyIn(world, "leafline")).toMatchObject({
      shipments: 1,
      exposures: 1,
      possible: { shipments: 1, exposures: 1 },
    })
    expect(world.rowsOf("affected").map(({ shipmentId, possible }) => [shipmentId, possible])).toEqual([
      ["s1", undefined],
      ["s2", true],
    ])
    // A public notice that stands for all who were exposed says nothing of those who possibly were.
    const [leafline] = breachParties
    if (leafline === undefined) throw new Error("no such party")
    await recordNotified(
      { ...world.desk, records: world.records },
      { party: leafline, caseAlias: partyIn(world, "leafline").alias, eventId: "notice" },
      { method: "publicNotice", notifiedAt: "2026-11-02T10:00:00.000Z", recipients: { kind: "public", shipments: 1 } },
    )
    expect(world.rowsOf("affected").map(({ shipmentId, receipts }) => [shipmentId, Object.keys(receipts)])).toEqual([
      ["s1", ["leafline"]],
      ["s2", []],
    ])
  })

  it("counts possible exposures once when their case is joined with another", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    await world.disclosures.append(seen(1, { retailerId: "maplebooks" }))
    await world.anomalies.raise(walkAnomaly({ retailerId: "maplebooks" }))
    await world.settle()
    world.passSeconds(5)
    for (const number of [2, 3])
      await world.disclosures.append(
        seen(number, { block, subject: `subject#${number}`, network: `network#${number}` }),
      )
    const { subject: _, network: __, ...ofBlock } = walkAnomaly({ accessorKey: block, chart: "block" })
    await world.anomalies.raise({ ...ofBlock, anomalyId: "anomaly-of-block" })
    await world.settle()
    expect(world.heads().map(({ state }) => state)).toEqual(["open", "open"])
    const bridge = occasionOfAnomaly(walkAnomaly({ anomalyId: "anomaly-bridge", retailerId: "maplebooks" }), "story")
    const { caseId } = await openOrJoin(world.desk, { ...bridge, neighbours: [block] })
    await mergeCases(world.desk, caseId)
    await world.settle()
    expect(partyIn(world, "leafline").possible).toEqual({ shipments: 2, exposures: 2, alerted: 2 })
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, possible: { shipments: 2, exposures: 2 } })
  })

  it("joins a walk that no accessor shows from block to block", async () => {
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
    expect(soleCase(world).keys.map((key) => key.accessorKey)).toEqual(["block#leafline#7", "block#leafline#8"])
    expect(world.restrictions.rows()).toEqual([])
  })

  it("writes a timeline that verifies against the head every party was sent", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 12; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const { head, heads, aliases, caseId } = soleCase(world)
    const rows = world.rowsOf("timeline").sort((one, other) => one.entry.seq - other.entry.seq)
    const chains = ["leafline", "northpost"].map((id) => ({
      name: aliases[id] ?? "",
      signed: heads[id],
      entries: rows.flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === id ? [copy.entry] : []))),
    }))
    for (const { name, signed, entries } of [
      ...chains,
      { name: caseId, signed: head, entries: rows.map(({ entry }) => entry) },
    ]) {
      const { seq = 0, hash = "", mac } = signed ?? {}
      expect(verifyChain(entries, { seq, hash })).toMatchObject({ ok: true })
      expect(mac).toBe(await world.desk.macHead(headMessage(name, { seq, hash })))
    }
    for (const { data } of world.exchange.published(breachCaseOpened)) {
      const chain = chains.find(({ name }) => name === data.caseAlias)
      expect(chain?.entries[data.timelineHead.seq - 1]?.hash).toBe(data.timelineHead.hash)
    }
    // The hub's own record holds with each entry the hashes of the copies, so that no copy can be written anew either.
    for (const { entry, copies } of rows) {
      expect(entry.data["copies"]).toEqual(Object.fromEntries(copies.map((copy) => [copy.partyId, copy.entry.hash])))
    }
  })
})
