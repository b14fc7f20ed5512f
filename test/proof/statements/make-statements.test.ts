import { describe, expect, it } from "@jest/globals"
import { compactVerify, importJWK } from "jose"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import type { SharedRow } from "../../../shared/base/contracts/statement.ts"
import { statementMade } from "../../../shared/base/contracts/statement-made.ts"
import { verifyStatementChain } from "../../../shared/proof/statements/verify-chain.ts"
import { compareShared, verifyLeaves } from "../../../shared/proof/statements/verify-disclosures.ts"
import { verifyLists } from "../../../shared/proof/statements/verify-lists.ts"
import { hashOfStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { newStream } from "../../../shared/watch/lookups/reporting/kept-rows.ts"
import { aliasIn, seen, soleCase, timelineHeadIn, walkAnomaly } from "../../desk/breach-world.ts"
import { changeOpenCase } from "../../desk/change-open-case.ts"
import { statementWorld } from "./statement-world.ts"

const parties = ["leafline", "maplebooks", "northpost"]
const nextMorning = "2026-11-02T01:05:00.000Z"

type World = Awaited<ReturnType<typeof statementWorld>>

/** Notes the findings that were sent to parties, as the function does that sends them. */
async function noteSent(world: World): Promise<void> {
  for (const audience of parties)
    await world.noteFindings(
      world.exchange.published(accessAnomalyDetected, audience).map(({ metadata, data }) => ({
        contract: accessAnomalyDetected,
        data,
        metadata: { ...metadata, audience, belongsTo: data.anomalyId },
      })),
    )
}

/** Leafline and Northpost have a case, and were sent its finding. */
async function worldWithCase(options: { isCounted?: boolean } = {}): Promise<World> {
  const world = await statementWorld(options)
  await world.disclose(seen(1), seen(2), seen(3))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  await noteSent(world)
  return world
}

describe("a statement", () => {
  it("says to each party what the ledger has of its lookups of the day, in names that it knows (promise: statement-in-known-names)", async () => {
    const world = await statementWorld()
    await world.disclose(
      seen(1),
      seen(2),
      seen(3, { retailerId: "maplebooks", tool: "guarded", proof: "postalCode", reportedBy: undefined }),
    )
    world.setTime(nextMorning)
    expect(await world.make()).toBe(3)

    const [leafline] = world.told("leafline")
    expect(leafline?.statement).toMatchObject({
      party: "leafline",
      number: 1,
      day: "2026-11-01",
      previous: null,
      disclosures: 2,
      ledger: { size: 2 },
      lookups: [{ tool: "observed:northpost", proof: "none", entries: 2 }],
      shared: [{ alias: "Northpost", disclosures: 2 }],
      findings: { anomalyIds: [] },
      cases: { open: [] },
      watch: [{ tool: "observed:northpost", unwatched: [], uncounted: [], unjudged: [] }],
    })
    const [northpost] = world.told("northpost")
    expect(northpost?.statement).toMatchObject({ disclosures: 3, ledger: { size: 3 } })
    expect(northpost?.statement.lookups).toEqual([
      { tool: "guarded", proof: "postalCode", entries: 1 },
      { tool: "observed:northpost", proof: "none", entries: 2 },
    ])
  })

  it("is a compact JWS, which a library verifies", async () => {
    const world = await statementWorld()
    world.setTime(nextMorning)
    await world.make()
    const [event] = world.exchange.published(statementMade, "leafline")
    const [key] = world.keys.keys
    if (event === undefined || key === undefined) throw new Error("there is one")
    const { endorsements: _none, ...jwk } = key
    const { payload, protectedHeader } = await compactVerify(event.data.statement, await importJWK(jwk))
    expect(protectedHeader).toMatchObject({ alg: "ES256", typ: "wayseal-statement+jws" })
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ party: "leafline", day: "2026-11-01" })
  })

  it("of an empty day has the root of an empty tree", async () => {
    const world = await statementWorld()
    world.setTime(nextMorning)
    await world.make()
    const [first] = world.told("maplebooks")
    expect(first?.statement.ledger).toEqual({ size: 0, root: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" })
  })

  it("names findings and open cases as the party knows them, with the heads of its timelines", async () => {
    const world = await worldWithCase()
    const sent = world.exchange.published(accessAnomalyDetected, "leafline")
    world.setTime(nextMorning)
    await world.make()
    const [stated] = world.told("leafline")
    const { caseId } = soleCase(world)
    const head = timelineHeadIn(world, { caseId }, "leafline")
    expect(stated?.statement.findings).toEqual({ anomalyIds: [sent[0]?.data.anomalyId] })
    expect(stated?.statement.cases).toEqual({
      open: [{ caseAlias: aliasIn(world, { caseId }, "leafline"), head: { seq: head?.seq, hash: head?.hash } }],
    })
    expect(world.told("maplebooks")[0]?.statement.cases).toEqual({ open: [] })
  })

  it("is not made before the day has been over for an hour, and once alone", async () => {
    const world = await statementWorld()
    await world.make()
    world.setTime("2026-11-02T00:59:00.000Z")
    await world.make()
    expect(world.told("leafline").map(({ statement }) => statement.day)).toEqual(["2026-10-31"])
    world.setTime(nextMorning)
    expect(await world.make()).toBe(3)
    expect(await world.make()).toBe(0)
    expect(world.told("leafline").map(({ statement }) => statement.day)).toEqual(["2026-10-31", "2026-11-01"])
  })

  it("comes for every day that was missed, in one chain", async () => {
    const world = await statementWorld()
    await world.make()
    await world.disclose(seen(1))
    world.setTime("2026-11-05T12:00:00.000Z")
    await world.make()
    for (const party of parties) {
      const told = world.told(party)
      expect(told.map(({ statement }) => [statement.number, statement.day])).toEqual([
        [1, "2026-10-31"],
        [2, "2026-11-01"],
        [3, "2026-11-02"],
        [4, "2026-11-03"],
        [5, "2026-11-04"],
      ])
      expect(verifyStatementChain(told)).toEqual([])
    }
  })

  it("of a party does not wait for one of another party that fails", async () => {
    const world = await statementWorld()
    world.setTime(nextMorning)
    let failed = false
    world.onEffect(async (point) => {
      if (failed || !point.startsWith("statements.putItem:")) return
      failed = true
      throw new Error("poison")
    })
    await expect(world.make()).rejects.toThrow("poison")
    expect(parties.flatMap((party) => world.told(party))).toHaveLength(2)
    expect(world.telemetry.counts["StatementNotMade"]).toBe(1)
    await world.make()
    for (const party of parties) expect(world.told(party)).toHaveLength(1)
  })
})

describe("statements", () => {
  it("are the same after a crash at any effect, and each is told", async () => {
    for (let stopAt = 1; ; stopAt += 1) {
      const world = await statementWorld()
      await world.disclose(seen(1), seen(2), seen(3, { retailerId: "maplebooks" }))
      world.setTime(nextMorning)
      let effects = 0
      world.onEffect(async () => {
        effects += 1
        if (effects >= stopAt) throw new Error("crash")
      })
      const stopped = await world.make().then(
        () => false,
        () => true,
      )
      world.onEffect(async () => {})
      const kept = new Map(world.statements.rows().map((row) => [row.party, row.statement]))
      world.setTime("2026-11-02T01:20:00.000Z")
      await world.make()
      for (const party of parties) {
        const told = world.told(party)
        expect(new Set(told.map(({ hash }) => hash)).size).toBe(1)
        const [one] = told
        const before = kept.get(party)
        if (before !== undefined) expect(one?.hash).toBe(hashOfStatement(before))
        const ids = world.exchange.published(statementMade, party).map(({ metadata }) => metadata.id)
        expect(new Set(ids).size).toBe(1)
        if (one !== undefined) expect(verifyLeaves(await world.leaves(party, "2026-11-01"), one.statement)).toEqual([])
      }
      if (!stopped) break
    }
  })

  it("of runs at the same time are one", async () => {
    const world = await statementWorld()
    await world.disclose(seen(1))
    world.setTime(nextMorning)
    await Promise.all([world.make(), world.make(), world.make()])
    for (const party of parties) expect(new Set(world.told(party).map(({ hash }) => hash)).size).toBe(1)
  })

  it("of a retailer and its carrier have the same root over what they share, and name no others", async () => {
    const world = await statementWorld()
    await world.disclose(seen(1), seen(2), seen(3, { retailerId: "maplebooks" }))
    world.setTime(nextMorning)
    await world.make()
    const [leafline, maplebooks, northpost] = parties.map((party) => world.told(party)[0]?.statement)
    if (leafline === undefined || maplebooks === undefined || northpost === undefined) throw new Error("all are told")
    expect(compareShared(leafline, northpost)).toBeUndefined()
    expect(compareShared(maplebooks, northpost)).toBeUndefined()
    expect(compareShared(leafline, maplebooks)).toBe("notShared")
    // The discreet retailer is named to nobody, the other one to its carrier.
    expect(northpost.shared.map(({ alias }) => alias).sort()).toEqual(["Maple Books", undefined])
    expect(JSON.stringify(northpost)).not.toMatch(/leafline/i)
    const [row] = leafline.shared
    if (row === undefined) throw new Error("there is one")
    expect(compareShared({ ...leafline, shared: [{ ...row, root: maplebooks.ledger.root }] }, northpost)).toBe(
      "differs",
    )
  })

  it("name to both the cases and the findings that both have, by names that tell nobody else anything", async () => {
    const world = await worldWithCase()
    world.setTime(nextMorning)
    await world.make()
    const [leafline, maplebooks, northpost] = parties.map((party) => world.told(party)[0]?.statement)
    if (leafline === undefined || maplebooks === undefined || northpost === undefined) throw new Error("all are told")
    const [ours, theirs] = [leafline, northpost].map(({ shared }) => shared.find(({ cases }) => cases?.length === 1))
    expect(ours?.cases?.[0]?.name).toBe(theirs?.cases?.[0]?.name)
    expect(ours?.cases?.[0]?.caseAlias).not.toBe(theirs?.cases?.[0]?.caseAlias)
    expect([ours?.findings, theirs?.findings]).toEqual([leafline.findings.anomalyIds, leafline.findings.anomalyIds])
    expect(compareShared(leafline, northpost)).toBeUndefined()
    expect(maplebooks.shared).toEqual([])
    expect(parties.flatMap((party) => world.told(party).flatMap(({ statement }) => verifyLists(statement)))).toEqual([])
  })

  it("differ where a case or a finding was told to one of the two alone", async () => {
    const world = await worldWithCase()
    world.setTime(nextMorning)
    await world.make()
    const [leafline, northpost] = ["leafline", "northpost"].map((party) => world.told(party)[0]?.statement)
    if (leafline === undefined || northpost === undefined) throw new Error("both are told")
    const without = (changes: Partial<SharedRow>) => northpost.shared.map((row) => ({ ...row, ...changes }))
    expect(compareShared(leafline, { ...northpost, shared: without({ cases: [] }) })).toBe("differs")
    expect(compareShared(leafline, { ...northpost, shared: without({ findings: [] }) })).toBe("differs")
  })

  it("are made again as they were after a restore, whatever happened since", async () => {
    const world = await worldWithCase({ isCounted: false })
    const row = newStream("northpost", "str_statement_000001", world.clock())
    const [since, until] = ["2026-11-01T22:00:00.000Z", "2026-11-01T23:00:00.000Z"]
    const covered = [{ from: "2026-11-01T08:00:00.000Z", until: since }]
    const open = { interruptionId: "i-1", reason: "noCount" as const, since, foundAt: until, retailerIds: ["leafline"] }
    await world.streams.begin({ ...row, covered, open, retailers: [{ retailerId: "leafline", day: "2026-11-01" }] })
    world.setTime(nextMorning)
    await world.make()
    const first = parties.flatMap((party) => world.told(party))
    expect(first.flatMap(({ statement: { cases } }) => cases.open)).toHaveLength(2)
    expect(first.flatMap(({ statement: { watch } }) => watch.map(({ uncounted }) => uncounted))).toEqual(
      Array(2).fill([{ from: "2026-11-01T00:00:00.000Z", until: "2026-11-01T08:00:00.000Z" }]),
    )

    world.setTime("2026-11-02T20:00:00.000Z")
    const at = "2026-11-02T19:00:00.000Z"
    await world.disclose(...[11, 12, 13, 14].map((number) => seen(number, { at })))
    await world.disclose(...[21, 22, 23].map((number) => seen(number, { at, retailerId: "maplebooks" })))
    await world.anomalies.raise(
      walkAnomaly({ anomalyId: "anm-of-the-next-day", detectedAt: "2026-11-02T19:30:00.000Z" }),
    )
    await world.settle()
    await noteSent(world)
    expect(soleCase(world).parties).toContain("maplebooks")
    const later = world.clock().toISOString()
    const past = { interruptionId: "i-1", reason: "noCount" as const, since, until, foundAt: until, endedAt: later }
    const found = { ...past, interruptionId: "i-2", since: "2026-11-01T09:00:00.000Z", foundAt: later, filledAt: later }
    const { open: _, ...resumed } = { ...row, covered, past: [found, { ...past, filledAt: later }] }
    await world.streams.replace({ ...resumed, revision: 1 }, 0)
    await changeOpenCase(world.desk, soleCase(world).caseId, (current) => ({
      case: { ...current, state: "closed", closedAt: later },
    }))
    const again = await world.makeAnew()
    const byParty = (statements: typeof first) =>
      Object.fromEntries(statements.map(({ statement, hash }) => [statement.party, [statement, hash]]))
    expect(byParty(again)).toEqual(byParty(first))
    for (const party of parties)
      expect(verifyStatementChain([...first, ...again].filter(({ statement }) => statement.party === party))).toEqual(
        [],
      )
  })

  it("hold nothing that names a visitor, and no key of the hub", async () => {
    const world = await statementWorld()
    await world.disclose(seen(1), seen(2, { provenForExposure: true, proof: "postalCode" }))
    world.setTime(nextMorning)
    await world.make()
    const texts = parties.flatMap((party) => world.told(party).map(({ statement }) => JSON.stringify(statement)))
    const leaves = await Promise.all(parties.map((party) => world.leaves(party, "2026-11-01")))
    for (const text of [...texts, JSON.stringify(leaves)])
      expect(text).not.toMatch(/of-walker|walker-of|network#|subject#|SHIPMENT#|tok_|NP0000/)
    // A carrier's own ids of lookups, and a retailer's own of shipments, go back to it alone.
    const [leafline, , northpost] = leaves.map((of) => JSON.stringify(of))
    expect(leafline).not.toContain("accessId")
    expect(northpost).not.toContain("shipmentId")
  })
})
