import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { breachParties, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { caller } from "../desk-caller.ts"
import { daySeconds, forged, guarded, shown, watchedWorld } from "./watched-world.ts"

describe("an anomaly of which the ledger shows nothing", () => {
  it("restricts and is announced, and opens nobody a case with duties", async () => {
    const { world, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    expect(world.restrictions.rows()).toHaveLength(1)
    expect(world.exchange.published(accessAnomalyDetected).length).toBeGreaterThan(1)
    expect(world.exchange.published(breachCaseOpened)).toEqual([])
    expect([world.rowsOf("party"), world.rowsOf("duty"), world.mail.sent]).toEqual([[], [], []])
    for (const partyId of ["leafline", "northpost"]) {
      expect((await caller(world)(partyId, "GET", "/v1/cases")).json).toEqual({ cases: [] })
    }
  })

  it("is listed to the parties that it concerns as a refused attempt, with its restriction", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    expect(await attemptsOf("leafline")).toEqual({ attempts: [] })
    await letPass(120)
    const attempt = {
      day: "2026-11-01",
      tool: "guarded",
      chart: "walk",
      vouchedBy: { kind: "hub", how: "seen" },
      standsFor: "network",
      restriction: { state: "standing", scope: "network" },
    }
    expect(await attemptsOf("leafline")).toMatchObject({
      attempts: [{ ...attempt, restriction: { mayDecide: false } }],
    })
    expect(await attemptsOf("northpost")).toMatchObject({
      attempts: [{ ...attempt, restriction: { mayDecide: true } }],
    })
    expect(await attemptsOf("maplebooks")).toEqual({ attempts: [] })
  })

  it("is listed with no restriction that another retailer's lookups brought about later", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(2 * daySeconds)
    const crossedAt = world.clock().toISOString()
    const again = { anomalyId: "anomaly-of-books", retailerId: "maplebooks", from: crossedAt, crossedAt }
    await world.anomalies.raise({ ...forged(1), ...again, detectedAt: crossedAt })
    await world.settle()
    await letPass(120)
    expect(await attemptsOf("maplebooks")).toMatchObject({ attempts: [{ restriction: { state: "standing" } }] })
    const listed = await attemptsOf("leafline")
    expect(listed).toMatchObject({ attempts: [{ standsFor: "network" }] })
    expect(JSON.stringify(listed)).not.toContain("restriction")
  })

  it("can be released by the carrier that it concerns alone", async () => {
    const { world, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    const [restriction] = world.restrictions.rows()
    const release = (partyId: string) =>
      caller(world)(partyId, "DELETE", `/v1/restrictions/${restriction?.restrictionId}`)
    expect((await release("maplebooks")).statusCode).toBe(404)
    expect((await release("leafline")).statusCode).toBe(403)
    expect((await release("northpost")).statusCode).toBe(200)
    expect(world.restrictions.rows()[0]?.releasedAt).toBeDefined()
  })

  it("is told of once, with all others of the day, and without a deadline, in the language of the party", async () => {
    const inFrench = breachParties.map((party) =>
      party.kind === "carrier" ? { ...party, language: "fr" as const } : party,
    )
    const { world, attemptsOf, letPass } = watchedWorld({ parties: inFrench })
    for (let place = 1; place <= 12; place++) await world.anomalies.raise(forged(place))
    await world.settle()
    await letPass(3_600)
    expect(world.mail.sent).toEqual([])
    await letPass(daySeconds)
    await letPass(60)
    await letPass(daySeconds)
    expect(world.mail.sent.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "northpost"])
    for (const { mail } of world.mail.sent) {
      expect([mail.subject, mail.text]).toMatchSnapshot()
      expect(mail.calendar).toBeUndefined()
    }
    expect(await attemptsOf("leafline")).toMatchObject({ attempts: { length: 12 } })
  })

  it("is one for a day and an accessor, however often that accessor crosses a threshold", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    for (const anomalyId of ["anomaly-first", "anomaly-second"]) {
      await world.anomalies.raise({ ...forged(1), anomalyId })
      await world.settle()
      await letPass(120)
    }
    expect(await attemptsOf("leafline")).toMatchObject({ attempts: [{ anomalyId: "anomaly-second" }] })
    await letPass(daySeconds)
    expect(world.mail.sent.map(({ mail }) => /ranges of numbers: (\d+)$/m.exec(mail.text)?.[1])).toEqual(["1", "1"])
  })

  it("is put away with a reason: its restriction stays, no mail tells of it, and one more anomaly opens it again", async () => {
    const { world, attemptsOf, attemptNamed, close, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    const early = { attempts: [{ attemptId: "2026-11-01.not-counted-yet" }] }
    expect(await close("leafline", early, "ownTest")).toMatchObject({ statusCode: 404 })
    await letPass(120)
    const listed = await attemptsOf("leafline")
    expect((await close("maplebooks", listed, "ownTest")).json["code"]).toBe("unknownAttempt")
    expect((await close("leafline:usr_anna", listed, "ownTest")).statusCode).toBe(200)
    expect((await close("leafline", listed, "ownTest")).statusCode).toBe(200)
    const by = "usr_anna"
    expect(await attemptNamed("leafline")).toMatchObject({
      closed: { reason: "ownTest", by, at: world.clock().toISOString() },
      restriction: { state: "standing" },
    })
    expect(await attemptNamed("northpost")).not.toHaveProperty("closed")
    await letPass(daySeconds)
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["northpost"])
    await close("leafline", listed, "mistake")
    expect(await attemptNamed("leafline")).toMatchObject({ closed: { reason: "mistake" } })
  })

  it("is open again after one more anomaly of its accessor on that day", async () => {
    const { world, attemptsOf, attemptNamed, close, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await close("leafline", await attemptsOf("leafline"), "mistake")
    await world.anomalies.raise({ ...forged(1), anomalyId: "anomaly-again" })
    await world.settle()
    await letPass(120)
    expect(await attemptNamed("leafline")).not.toHaveProperty("closed")
  })

  it("is not closed once something was shown: that is a case", async () => {
    const { world, attemptsOf, close, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    const listed = await attemptsOf("leafline")
    await world.disclosures.append(seen(6, shown))
    await world.settle()
    expect((await close("leafline", listed, "guessing")).json["code"]).toBe("unknownAttempt")
  })

  it("asks of a party only what a law asks of attempts, of one that holds the data for another", async () => {
    const roles = { northpost: [{ role: "holder" as const }], leafline: [] }
    const parties = breachParties.map((party) => ({
      ...party,
      laws: ["ca-qc-private-sector-act" as const, "ca-pipeda" as const],
      roles: party.id === "northpost" ? roles.northpost : roles.leafline,
    }))
    const { world, attemptNamed, letPass } = watchedWorld({ parties })
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await letPass(120)
    expect(await attemptNamed("leafline")).toMatchObject({ asked: [] })
    expect(await attemptNamed("northpost")).toMatchObject({
      asked: [{ law: "ca-qc-private-sector-act", wording: expect.stringContaining("attempted violation") }],
    })
    expect(world.rowsOf("duty")).toEqual([])
  })

  it("comes in pages", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    for (let place = 1; place <= 3; place++) await world.anomalies.raise(forged(place))
    await world.settle()
    await letPass(120)
    const first = await attemptsOf("leafline", "?limit=2")
    expect(first).toMatchObject({ attempts: { length: 2 } })
    const second = await attemptsOf("leafline", `?limit=2&after=${first["next"]}`)
    expect(second).toMatchObject({ attempts: { length: 1 } })
    expect(second["next"]).toBeUndefined()
    for (const name of ["2026-11-01.unknown", `2026-11-01.${"x".repeat(2_000)}`, "x".repeat(3_000)]) {
      const answer = await caller(world)("leafline", "GET", `/v1/refused-attempts?after=${name}`)
      expect(answer.statusCode).toBe(400)
    }
  })
})

describe("an attempt of which the ledger shows something later", () => {
  it("becomes a case at once for the parties of which something was shown", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await world.disclosures.append(seen(6, shown))
    await world.settle()
    expect(soleCase(world)).toMatchObject({ exposures: 1, parties: ["leafline", "northpost"], toAlert: [] })
    for (const partyId of ["leafline", "northpost"]) {
      expect(world.exchange.published(breachCaseOpened, partyId)).toHaveLength(1)
      expect(partyIn(world, partyId)).toMatchObject({ shipments: 1, vouchedBy: { kind: "hub", how: "seen" } })
      const told = world.rowsOf("timeline").flatMap(({ copies }) => copies.filter((one) => one.partyId === partyId))
      expect(told.map(({ entry }) => [entry.seq, entry.type])).toEqual([
        [1, "BreachCaseOpened"],
        [2, "PartyAlerted"],
      ])
      expect(await attemptsOf(partyId)).toEqual({ attempts: [] })
    }
    await letPass(daySeconds)
    await letPass(daySeconds)
    expect(world.mail.sent.filter(({ mail }) => mail.subject.includes("refused attempts"))).toEqual([])
  })

  it("stays an attempt for a party of which nothing was shown", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    await world.anomalies.raise({ ...forged(1), carrierIds: ["northpost"] })
    await world.anomalies.raise({ ...forged(1), anomalyId: "anomaly-of-books", retailerId: "maplebooks" })
    await world.settle()
    await world.disclosures.append(seen(6, shown))
    await world.settle()
    await letPass(120)
    expect(soleCase(world).parties).toEqual(["leafline", "northpost"])
    expect(await attemptsOf("maplebooks")).toMatchObject({ attempts: { length: 1 } })
    expect(JSON.stringify(await attemptsOf("maplebooks"))).not.toMatch(/leafline/i)
  })

  it("becomes a case also when it was set aside, and what strangers see later on that network does not make one", async () => {
    const { world, letPass, watched } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await letPass(daySeconds)
    expect(await watched()).toEqual([])
    world.passSeconds(60)
    await world.disclosures.append(seen(7, { ...shown, at: world.clock().toISOString() }))
    world.passSeconds(3_600)
    await world.disclosures.append(seen(8, { ...shown, at: world.clock().toISOString() }))
    await world.settle()
    await letPass(60)
    expect(world.exchange.published(breachCaseOpened)).toEqual([])
    await world.disclosures.append(seen(6, shown))
    await world.settle()
    await letPass(60)
    expect(soleCase(world)).toMatchObject({ exposures: 1, partyId: "hub" })
    expect(world.exchange.published(breachCaseOpened, "leafline")).toHaveLength(1)
  })

  it("is no case of a later anomaly of the same accessor once it was set aside", async () => {
    const { world, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await letPass(daySeconds)
    const crossedAt = world.clock().toISOString()
    await world.anomalies.raise({ ...forged(1), anomalyId: "anomaly-again", from: crossedAt, crossedAt })
    await world.settle()
    expect(world.heads()).toHaveLength(2)
  })

  it("becomes a case of its own by what the ledger shows late of its time, however often it was set aside since", async () => {
    const { world, letPass } = watchedWorld()
    for (const anomalyId of ["anomaly-forged-1", "anomaly-again", "anomaly-once-more"]) {
      const crossedAt = world.clock().toISOString()
      const first = anomalyId === "anomaly-forged-1" ? {} : { from: crossedAt, crossedAt }
      await world.anomalies.raise({ ...forged(1), ...first, anomalyId })
      await world.settle()
      await letPass(120)
      await letPass(daySeconds)
    }
    expect(world.heads()).toHaveLength(3)
    await world.disclosures.append(seen(6, shown))
    await world.settle()
    await letPass(60)
    expect(world.exchange.published(breachCaseOpened, "leafline")).toHaveLength(1)
    const [, ...later] = world.heads().sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
    expect(
      world
        .heads()
        .map(({ parties }) => parties.length)
        .sort(),
    ).toEqual([0, 0, 2])
    expect(later.flatMap(({ parties }) => parties)).toEqual([])
  })

  it("is counted by the case into which it was merged, also what the ledger shows late of before it was set aside", async () => {
    const { world, letPass } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await letPass(daySeconds)
    const { caseId: setAside } = soleCase(world)
    const crossedAt = world.clock().toISOString()
    await world.anomalies.raise({ ...forged(1), anomalyId: "anomaly-again", from: crossedAt, crossedAt })
    const elsewhere = { subject: "subject#elsewhere", network: "network#elsewhere" }
    await world.disclosures.append(seen(9, elsewhere))
    await world.anomalies.raise(walkAnomaly({ ...elsewhere, accessorKey: elsewhere.subject, anomalyId: "elsewhere" }))
    await world.settle()
    const { caseId = "" } = world.heads().find(({ parties }) => parties.length > 0) ?? {}
    await changeOpenCase(world.desk, caseId, (current) => ({ case: { ...current, merging: [setAside] } }))
    // Whoever was to count this one found the case ended.
    await world.disclosures.append(seen(6, shown))
    world.pending.splice(0)
    await letPass(120)
    const exposures = async () => (await world.cases.get(caseId))?.exposures
    expect([await exposures(), (await world.cases.get(setAside))?.mergedInto]).toEqual([2, caseId])
    await world.disclosures.append(seen(7, shown))
    await world.settle()
    expect(await exposures()).toBe(3)
  })

  it("is part of a case that is opened for the same accessor, whichever was first", async () => {
    const { world, letPass } = watchedWorld()
    const network = "network#forger-number-1"
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(120)
    await world.disclosures.append(seen(6, { ...shown, network: "network#elsewhere", subject: "subject#elsewhere" }))
    // Hours later, so that it is not the hour but the network that shows that both are one breach.
    const later = { from: "2026-11-01T18:00:10.000Z", crossedAt: "2026-11-01T18:00:50.000Z" }
    await world.anomalies.raise(
      walkAnomaly({ ...guarded, ...later, accessorKey: "subject#elsewhere", subject: "subject#elsewhere", network }),
    )
    await world.settle()
    expect(soleCase(world)).toMatchObject({ exposures: 1, parties: ["leafline", "northpost"] })
    expect(world.rowsOf("anomaly").filter(({ caseId }) => caseId === soleCase(world).caseId)).toHaveLength(2)
  })
})

describe("a case whose accessor was shown something", () => {
  it("has no party of which nothing was shown", async () => {
    const { world, attemptsOf, letPass } = watchedWorld()
    await world.disclosures.append(seen(1, { retailerId: "maplebooks" }))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await letPass(120)
    expect([...soleCase(world).parties].sort()).toEqual(["maplebooks", "northpost"])
    expect(await attemptsOf("leafline")).toMatchObject({ attempts: { length: 1 } })
  })

  it("opens for a credential that read too much with a proof, during the episode", async () => {
    const { world } = watchedWorld()
    const proven = { proof: "party", provenForExposure: true } as const
    await world.disclosures.append(seen(1, { ...proven, at: "2026-11-01T14:00:20.000Z" }))
    await world.anomalies.raise(walkAnomaly({ chart: "quota" }))
    await world.settle()
    expect(world.exchange.published(breachCaseOpened, "leafline")).toHaveLength(1)
  })
})
