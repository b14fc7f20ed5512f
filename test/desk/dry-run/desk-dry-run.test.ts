import { describe, expect, it } from "@jest/globals"
import { drillAcknowledged } from "../../../shared/base/contracts/alert-drills.ts"
import { breachFactsStated } from "../../../shared/base/contracts/breach-facts-stated.ts"
import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import { caseClosingRequested } from "../../../shared/base/contracts/case-closing-requested.ts"
import { contractsFrom, exchangeContracts } from "../../../shared/base/contracts/catalogue.ts"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { deskContracts } from "../../../shared/base/contracts/desk-contracts.ts"
import {
  restrictionReleaseRequested,
  restrictionRenewalRequested,
} from "../../../shared/base/contracts/restriction-requests.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { DeskEvent } from "../../../shared/desk/actions/run-breach-desk.ts"
import { dryRunWithoutDesk } from "../../../shared/desk/dry-run/dry-run-cases.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { inFull } from "../../../shared/parties/received-event.ts"
import { makeDryRun } from "../../../shared/parties/reception/dry-run.ts"
import { memoryDrills } from "../../parties/memory-stores.ts"
import { shipmentIds, walkedWorld } from "../actions/walked-world.ts"
import { soleCase } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { dryRunOver } from "./dry-run-over.ts"

/** A case of a walk, and a dry run over its tables. */
async function dryDesk() {
  const story = await walkedWorld()
  const { world } = story
  const drills = memoryDrills()
  const dryRun = dryRunOver(world, drills)
  const validate = async (party: Party, contract: EventContract, data: unknown, id = "event-1") => {
    const occurredAt = world.clock().toISOString()
    const metadata = { id, occurredAt, correlationId: "story", version: contract.version }
    const arrived = { detailType: contract.detailType, detail: { metadata, data } }
    return dryRun(party, { ...arrived, eventBridgeId: "not-sent", receivedAt: occurredAt })
  }
  const rows = () => JSON.stringify([world.cases.rows(), world.restrictions.rows(), drills.rows()])
  const partyNamed = (id: string) => {
    const party = world.directory.named(id)
    if (party === undefined) throw new Error("no such party")
    return party
  }
  return { ...story, drills, rows, partyNamed, validate, at: () => world.clock().toISOString() }
}

/** Whether the hub passes on to other parties what a party did. */
const isPassedOn = (type: string) =>
  exchangeContracts.some(({ detailType, form }) => form === "forwarded" && detailType === type)

describe("a dry run of what parties do about a case", () => {
  it("answers as the desk then answers, foresees what it passes on, and leaves every row as it was", async () => {
    const desk = await dryDesk()
    const { send, at, world } = desk
    const restrictionId = world.restrictions.rows()[0]?.restrictionId ?? ""
    const until = "2026-11-09T00:00:00.000Z"
    const story: (() => DeskEvent)[] = [
      () => desk.acknowledge("leafline", "acknowledged"),
      () => desk.acknowledge("leafline", "acknowledged"),
      () => desk.acknowledgeUnder("leafline", "WS-0000000000"),
      () => send("leafline", caseClosingRequested, { outcome: "resolved", at: at() }, "acknowledged"),
      () => send("leafline", breachFactsStated, { determinedAt: at(), causes: ["proofNotAsked"], at: at() }),
      () => desk.request("leafline", "ca-privacy-act"),
      () => desk.takeOver("leafline", "ca-privacy-act"),
      () => desk.decline("northpost", "ca-privacy-act"),
      () => desk.takeOver("leafline", "ca-privacy-act"),
      () => desk.measure("northpost", "accessorRefused"),
      () => desk.notify("leafline", { kind: "shipmentIds", shipmentIds: [...shipmentIds(1, 3), "unknown"] }),
      () => desk.notify("leafline", { kind: "public", shipments: 5 }, "public-1", "publicNotice"),
      () => send("leafline", caseClosingRequested, { outcome: "resolved", at: at() }),
      () => send("northpost", restrictionRenewalRequested, { restrictionId, until, at: at() }),
      () => send("northpost", restrictionRenewalRequested, { restrictionId, until, at: at() }),
      () => send("maplebooks", restrictionReleaseRequested, { restrictionId, at: at() }),
      () => send("leafline", restrictionReleaseRequested, { restrictionId, at: at() }),
      () => send("northpost", restrictionReleaseRequested, { restrictionId, at: at() }),
      () => send("northpost", restrictionReleaseRequested, { restrictionId, at: at() }),
    ]
    const outcomes = new Set<string>()
    const passedOn = new Set<string>()
    for (const next of story) {
      const event = next()
      const before = desk.rows()
      const result = await desk.validate(event.party, event.contract, event.data, event.metadata.id)
      expect(desk.rows()).toBe(before)
      const foreseen = result && inFull(result.handled)
      const known = desk.world.exchange.events.length
      expect(foreseen).toEqual(inFull(await desk.run(event)))
      outcomes.add(foreseen?.outcome ?? "")
      for (const { "detail-type": type } of desk.world.exchange.events.slice(known)) {
        if (!isPassedOn(type)) continue
        expect(result?.follows.map(({ detailType }) => detailType)).toContain(type)
        passedOn.add(type)
      }
    }
    expect(passedOn.size).toBe(6)
    expect([...outcomes].sort()).toEqual(["done", "rejected", "released", "renewed", "repeated", "unchanged"])
  })

  it("takes a report unless it was received in the future, and opens no case", async () => {
    const { validate, partyNamed, rows, at, world } = await dryDesk()
    const before = rows()
    const report = {
      tool: "observed:northpost",
      finder: "recipient",
      receivedAt: at(),
      evidence: { kind: "timeRange", since: "2026-11-01T13:00:00.000Z", until: "2026-11-01T14:00:00.000Z" },
    }
    const leafline = partyNamed("leafline")
    expect(await validate(leafline, breachReported, report)).toMatchObject({
      handled: { outcome: "opened" },
      effect: "new",
    })
    const late = new Date(world.clock().getTime() + 40 * 60_000).toISOString()
    expect(await validate(leafline, breachReported, { ...report, receivedAt: late })).toMatchObject({
      handled: { outcome: "rejected", problems: [{ path: "data.receivedAt", rule: "tooBig" }] },
    })
    expect(rows()).toBe(before)
  })

  it("knows a report that the party sent, and rejects another one under its id", async () => {
    const { validate, partyNamed, at, world } = await dryDesk()
    const leafline = partyNamed("leafline")
    const evidence = {
      kind: "timeRange",
      since: "2026-11-01T13:00:00.000Z",
      until: "2026-11-01T14:00:00.000Z",
    } as const
    const report = { tool: "observed:northpost", finder: "recipient", receivedAt: at(), evidence } as const
    const metadata = { id: "report-1", occurredAt: at(), correlationId: "story", version: 1 }
    const { detailType } = breachReported
    const received = { contract: breachReported, detailType, party: leafline, eventBridgeId: "eb-1", receivedAt: at() }
    await world.use.openReported({ ...received, metadata, data: breachReported.data.parse(report) })
    const again = await validate(leafline, breachReported, report, "report-1")
    expect(again).toMatchObject({ handled: { outcome: "repeated" }, effect: "repeat" })
    expect(await validate(leafline, breachReported, { ...report, finder: "staff" }, "report-1")).toMatchObject({
      handled: { outcome: "rejected", problems: [{ path: "metadata.id", rule: "idReused" }] },
    })
    expect(await validate(leafline, breachReported, report, "report-2")).toMatchObject({
      handled: { outcome: "opened" },
    })
  })

  it("says that only a later call can say while a merge changes the case, and passes any other failure on", async () => {
    const { notify, validate, world } = await dryDesk()
    const { data, contract, party } = notify("leafline", { kind: "public", shipments: 5 }, "public-1", "publicNotice")
    const merging = ["case-b"]
    await changeOpenCase(world.desk, soleCase(world).caseId, (current) => ({ case: { ...current, merging } }))
    expect(await validate(party, contract, data)).toBeUndefined()
    const failing = { ...world, cases: { ...world.cases, items: () => Promise.reject(new Error("throttled")) } }
    const metadata = { id: "event-1", occurredAt: "2026-11-01T14:10:00.000Z", correlationId: "story", version: 1 }
    const arrived = { detailType: contract.detailType, detail: { metadata, data } }
    const run = dryRunOver(failing)
    await expect(
      run(party, { ...arrived, eventBridgeId: "not-sent", receivedAt: metadata.occurredAt }),
    ).rejects.toThrow("throttled")
  })

  it("fails for an event that no context takes, so that nobody reads an answer into that", async () => {
    const { partyNamed, world } = await dryDesk()
    const arrived = { detailType: "ShipmentCreated", detail: {}, eventBridgeId: "not-sent", receivedAt: "" }
    const run = makeDryRun([() => []], world.clock)
    await expect(async () => run(partyNamed("leafline"), arrived)).rejects.toMatchObject({ name: "NothingTakes" })
  })

  it("knows the drills of the party", async () => {
    const { validate, partyNamed, drills, rows } = await dryDesk()
    const [{ drillId } = { drillId: "" }] = drillAcknowledged.examples
    const northpost = partyNamed("northpost")
    await drills.begin({ drillId, partyId: "northpost", requestedAt: "2026-11-01T14:00:00.000Z", expiresAt: 1 })
    const before = rows()
    const acknowledgement = { drillId, at: "2026-11-01T14:05:00.000Z" }
    expect(await validate(northpost, drillAcknowledged, acknowledgement)).toMatchObject({
      handled: { outcome: "acknowledged" },
    })
    expect(await validate(partyNamed("leafline"), drillAcknowledged, acknowledgement)).toMatchObject({
      handled: { problems: [{ path: "data.drillId", rule: "unknownReference" }] },
    })
    expect(rows()).toBe(before)
    await drills.acknowledge(drillId, "northpost", acknowledgement.at)
    expect(await validate(northpost, drillAcknowledged, acknowledgement)).toMatchObject({
      handled: { outcome: "repeated" },
    })
  })

  it("names the bad entries of reported lookups, and does not say whether the hub knows the good ones", async () => {
    const { validate, partyNamed } = await dryDesk()
    const [{ accesses } = { accesses: [] }] = trackingAccessed.examples
    const [access] = accesses
    const data = {
      accesses: [
        access,
        { ...access, reference: { kind: "orderReference", retailerAlias: "No one", orderReference: "X-1" } },
      ],
    }
    const result = await validate(partyNamed("northpost"), trackingAccessed, data)
    expect(result).toEqual({
      handled: {
        outcome: "checked",
        problems: [{ path: "data.accesses[].reference.retailerAlias", rule: "unknownParty", index: 1 }],
      },
      follows: [],
    })
  })

  it("rejects what the desk would take, in a stage without one", async () => {
    const { partyNamed, world } = await dryDesk()
    const dryRun = makeDryRun([dryRunWithoutDesk], world.clock)
    const party = partyNamed("leafline")
    for (const contract of [breachReported, ...deskContracts].filter((one) =>
      contractsFrom(party.kind).includes(one),
    )) {
      const occurredAt = world.clock().toISOString()
      const metadata = { id: "event-1", occurredAt, correlationId: "story", version: contract.version }
      const { detailType } = contract
      const arrived = { detailType, detail: { metadata, data: contract.examples[0] } }
      const result = await dryRun(party, { ...arrived, eventBridgeId: "not-sent", receivedAt: occurredAt })
      const problems = [{ path: "detail-type", rule: "notAllowed" }]
      expect([detailType, result?.handled]).toEqual([detailType, { outcome: "rejected", problems }])
    }
  })

  it("handles every event that parties send", async () => {
    const { validate, partyNamed } = await dryDesk()
    for (const id of ["leafline", "northpost"]) {
      const party = partyNamed(id)
      for (const contract of contractsFrom(party.kind))
        expect(await validate(party, contract, contract.examples[0])).toHaveProperty("handled")
    }
  })
})
