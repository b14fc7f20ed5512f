import { describe, expect, it } from "@jest/globals"
import { breachCaseUpdated } from "../../../shared/base/contracts/breach-case-events.ts"
import { caseKeys } from "../../../shared/desk/cases/case-keys.ts"
import { participantOf } from "../../../shared/desk/cases/participant.ts"
import { takeKeys } from "../../../shared/desk/exposures/take-keys.ts"
import { joinedParty } from "../../../shared/desk/merging/decide-party.ts"
import { endAsMerged } from "../../../shared/desk/merging/end-as-merged.ts"
import { mergeCases } from "../../../shared/desk/merging/merge-cases.ts"
import { occasionOfAnomaly } from "../../../shared/desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/desk/opening/open-case.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { breachWorld, partyIn, seen, soleCase, timelineHeadIn, walkAnomaly } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { createShipment, parcelIdIn, seenUnclaimed } from "../exposures/unclaimed-parcels.ts"
import { addThirdCase, twoCases } from "./two-cases.ts"

describe("two cases that turn out to be one breach", () => {
  it("merges two open cases when an anomaly shows that their accessors are one, and loses nothing", async () => {
    const world = breachWorld()
    const cafe = { network: "network#cafe", subject: "subject#cookie-at-cafe" }
    for (let number = 1; number <= 4; number++)
      await world.disclosures.append(seen(number, { subject: "subject#cookie-at-home" }))
    for (let number = 4; number <= 9; number++)
      await world.disclosures.append(seen(number, { ...cafe, accessId: `cafe-${number}` }))
    await world.disclosures.append(seen(20, { ...cafe, accessId: "cafe-20", retailerId: "maplebooks" }))
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
      exposures: 12,
      merging: [],
      parties: expect.arrayContaining(["leafline", "maplebooks", "northpost"]),
    })
    expect(partyIn(world, "leafline").shipments).toBe(10)
    const maplebooks = world.directory.named("maplebooks")
    expect(maplebooks && (await participantOf(world.desk, maplebooks, cafeAlias))?.current.caseId).toBe(
      survivor?.caseId,
    )
    const merged = world.exchange.published(breachCaseUpdated).filter(({ data }) => data.reason === "merged")
    expect(new Set(merged.map(({ metadata }) => metadata.audience))).toEqual(new Set(["leafline", "northpost"]))
    const taken = world.rowsOf("timeline").filter(({ entry }) => entry.type === "CaseTakenIn")
    const ended = world.heads().find((row) => row.state === "merged")
    if (ended === undefined) throw new Error("no case was merged")
    const headOf = (id: string) => timelineHeadIn(world, ended, id)
    expect(taken.map(({ copies: [copy] }) => [copy?.partyId, copy?.entry.data["fromHead"]])).toEqual(
      ["leafline", "northpost"].map((id) => [id, { seq: headOf(id)?.seq, hash: headOf(id)?.hash }]),
    )
  })

  it("counts possible exposures once when their case is merged into another", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    await world.disclosures.append(seen(1, { retailerId: "maplebooks" }))
    await world.anomalies.raise(walkAnomaly({ retailerId: "maplebooks" }))
    await world.settle()
    world.passSeconds(5)
    for (const number of [2, 3])
      await world.disclosures.append(
        seen(number, { block, subject: `subject#of-${number}`, network: `network#of-${number}` }),
      )
    const { subject: _, network: __, ...ofBlock } = walkAnomaly({ accessorKey: block, chart: "block" })
    await world.anomalies.raise({ ...ofBlock, anomalyId: "anomaly-of-block" })
    await world.settle()
    expect(world.heads().map(({ state }) => state)).toEqual(["open", "open"])
    const foundAt = world.clock().toISOString()
    world.passSeconds(60)
    const bridge = occasionOfAnomaly(walkAnomaly({ anomalyId: "anomaly-bridge", retailerId: "maplebooks" }), [])
    const { caseId } = await openOrJoin(world.desk, { ...bridge, neighbours: [block] })
    await mergeCases(world.desk, caseId)
    await world.settle()
    expect(partyIn(world, "leafline").possible).toMatchObject({ shipments: 2, exposures: 2, alerted: 2 })
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, possible: { shipments: 2, exposures: 2 } })
    // A merge tells nobody more than each case did, so that what parties assessed in them still holds.
    for (const party of ["leafline", "northpost"]) expect(partyIn(world, party).grownAt).toBe(foundAt)
  })

  it("attributes to an accessor whatever one of the cases did, also if the surviving one had its pointer", async () => {
    const world = breachWorld()
    const [device, elsewhere] = ["subject#device", "subject#elsewhere"]
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: "network#home-of-walker", subject: undefined, otherKeys: [device] }),
    )
    await world.settle()
    const survivorId = soleCase(world).caseId
    world.passSeconds(5)
    const other = { accessorKey: elsewhere, subject: elsewhere, network: "network#elsewhere", retailerId: "maplebooks" }
    await world.disclosures.append(seen(2, { ...other, accessId: "elsewhere" }))
    await world.anomalies.raise(walkAnomaly({ ...other, anomalyId: "anomaly-elsewhere" }))
    await world.settle()
    const mergedId = world.heads().find(({ caseId }) => caseId !== survivorId)?.caseId ?? ""
    await takeKeys(world.desk, mergedId, [{ accessorKey: device, attributesFrom: "2026-11-01T00:00:00.000Z" }])
    const ofDevice = { subject: device, network: "network#of-device" }
    await world.disclosures.append(seen(3, ofDevice))
    await world.settle()
    await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging: [mergedId] } }))
    await makeWatchDuties(world.desk)()
    expect(soleCase(world)).toMatchObject({ caseId: survivorId, exposures: 3 })
    await world.disclosures.append(seen(4, ofDevice))
    await world.settle()
    expect(soleCase(world).exposures).toBe(4)
  })

  it("has a public notice pass all shipments anew, which had passed some of the merged case", async () => {
    const { world, survivorId, younger } = await twoCases()
    const { caseId } = younger
    const of = { dueAt: "2026-11-02T10:00:00.000Z", partyId: "maplebooks" }
    const receipt = { at: of.dueAt, method: "publicNotice", public: true, receipt: "notice" } as const
    const key = caseKeys.notice(caseId, { ...of, actionId: "notice" })
    const row = { ...key, caseId, type: "notice", ...of, receipt } as const
    await changeOpenCase(world.desk, caseId, () => ({ items: [{ ...row, givenTo: "AFFECTED#one" }] }))
    await mergeCases(world.desk, survivorId)
    const { pk } = caseKeys.case(survivorId)
    expect(await world.desk.cases.items([{ pk, sk: row.sk }])).toEqual([{ ...row, pk, caseId: survivorId }])
  })

  it("goes on with a search that the merged case had begun, where that stands", async () => {
    const { world, survivorId, younger } = await twoCases()
    const { caseId } = younger
    const of = { dueAt: "2026-11-02T10:00:00.000Z", reportId: "report" }
    const key = caseKeys.search(caseId, of)
    const search = {
      carrierId: "northpost",
      tool: "observed:northpost",
      named: { kind: "accessIds", accessIds: ["access-2"] },
    } as const
    const searchedTo = { subject: "subject#at-cafe", sortKey: "2026-11-01T14:00:00.000Z#access-1" }
    const row = { ...key, caseId, type: "search", dueAt: of.dueAt, search, searchedTo } as const
    await changeOpenCase(world.desk, caseId, () => ({ items: [row] }))
    await mergeCases(world.desk, survivorId)
    const { pk } = caseKeys.case(survivorId)
    expect(await world.desk.cases.items([{ pk, sk: row.sk }])).toEqual([{ ...row, pk, caseId: survivorId }])
  })

  it("has the earlier discovery of both", async () => {
    const { world, survivorId, younger } = await twoCases()
    const discoveredAt = "2026-10-30T10:00:00.000Z"
    await changeOpenCase(world.desk, younger.caseId, (current) => ({ case: { ...current, discoveredAt } }))
    await mergeCases(world.desk, survivorId)
    expect(await world.desk.cases.get(survivorId)).toMatchObject({ state: "open", discoveredAt })
  })

  it("also merges what the merged case still had to merge", async () => {
    const { world, survivorId, younger } = await twoCases()
    const { caseId: third } = await addThirdCase(world)
    await changeOpenCase(world.desk, younger.caseId, (current) => ({ case: { ...current, merging: [third] } }))
    await mergeCases(world.desk, survivorId)
    expect(await world.desk.cases.get(third)).toMatchObject({ state: "merged", mergedInto: survivorId })
    expect(soleCase(world)).toMatchObject({ caseId: survivorId, exposures: 3, merging: [] })
  })

  it("goes on behind the rows that release 0.1.0 noted as moved", async () => {
    const { world, survivorId, younger } = await twoCases()
    const [moved, ...others] = world.rowsOf("exposure").filter(({ caseId }) => caseId === younger.caseId)
    const { sk: answer = "" } = moved ?? {}
    const sk = `MARKER#MERGED#${younger.caseId}#TO#EXPOSURE#`
    const note = {
      pk: `CASE#${survivorId}`,
      sk,
      caseId: survivorId,
      type: "marker",
      at: younger.openedAt,
      answer,
    } as const
    await changeOpenCase(world.desk, survivorId, () => ({ items: [note] }))
    await mergeCases(world.desk, survivorId)
    expect([others.length, soleCase(world).exposures]).toEqual([0, 1])
  })

  it("gives receipts for a parcel to the shipment that claimed it while the cases merged", async () => {
    const { world, survivorId, younger } = await twoCases()
    const { caseId } = younger
    const parcel = parcelIdIn(world, 5)
    await world.disclosures.append(seenUnclaimed(world, 5, { network: "network#cafe", subject: "subject#at-cafe" }))
    await world.settle()
    const row = world.rowsOf("affected").find(({ recordId }) => recordId === parcel)
    if (row?.caseId !== caseId) throw new Error("the parcel is in another case")
    const receipt = { at: row.firstAt, method: "letter", public: false, receipt: "letter" }
    await changeOpenCase(world.desk, caseId, () => ({ items: [{ ...row, receipts: { northpost: receipt } }] }))
    await endAsMerged(world.desk, caseId, survivorId)
    await createShipment(world, 5)
    await world.settle()
    await mergeCases(world.desk, survivorId)
    const claimed = world.rowsOf("affected").filter(({ shipmentId }) => shipmentId === "s5")
    expect(claimed).toMatchObject([{ caseId: survivorId, receipts: { northpost: receipt } }])
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 2, notified: { direct: 1 } })
  })

  it("keeps the earlier promise to write to people again, and what they were notified of", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const row = partyIn(world, "leafline")
    const [early, late] = ["2026-11-20T17:00:00Z", "2026-11-25T17:00:00Z"]
    const notifiedFacts = { from: early, to: early, shipments: 1, fields: ["address"] }
    const merged = { ...row, alias: "WS-OTHER", notifiedFacts, writeAgainBy: early }
    expect(joinedParty(row, merged)).toMatchObject({ notifiedFacts, writeAgainBy: early })
    expect(joinedParty({ ...row, writeAgainBy: late }, merged).writeAgainBy).toBe(early)
    expect(joinedParty({ ...row, writeAgainBy: late }, row).writeAgainBy).toBe(late)
  })

  it("keeps what regulators asked in either case, and whom the party told", async () => {
    const { world } = await twoCases()
    const [row] = world.rowsOf("party")
    if (row === undefined) throw new Error("no party")
    const [at, dueAt] = ["2026-11-02T10:00:00Z", "2026-11-20T17:00:00Z"]
    const question = { regulator: "OPC", reference: "1", text: "Why?", at, dueAt, alarms: { escalations: 0 } }
    const asked = (questionId: string) => ({
      ...row,
      correspondence: { questions: [{ questionId, ...question }], told: [] },
    })
    const idsOf = (joined: typeof row) => joined.correspondence?.questions.map(({ questionId }) => questionId)
    expect(idsOf(joinedParty(row, asked("other")))).toEqual(["other"])
    expect(idsOf(joinedParty(asked("one"), asked("other")))).toEqual(["one", "other"])
  })

  it("keeps who stands by name for an answer, and of two for the same test whom the surviving case names", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const row = partyIn(world, "leafline")
    const [anna, bert] = ["Anna Roy", "Bert Cole"].map((by) => ({ by, at: "2026-11-02T10:00:00Z" }))
    const confirmedBy = (confirmations: object) => ({ ...row, confirmations: { ...confirmations } })
    expect(joinedParty(row, confirmedBy({ a: bert })).confirmations).toEqual({ a: bert })
    expect(joinedParty(confirmedBy({ a: anna }), confirmedBy({ a: bert, b: bert })).confirmations).toEqual({
      a: anna,
      b: bert,
    })
    expect(joinedParty(row, row)).not.toHaveProperty("confirmations")
  })
})
