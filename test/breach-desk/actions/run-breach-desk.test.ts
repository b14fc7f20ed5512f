import { describe, expect, it } from "@jest/globals"
import { closeCase } from "../../../shared/breach-desk/actions/close-case.ts"
import { type DeskEvent, makeRunBreachDesk } from "../../../shared/breach-desk/actions/run-breach-desk.ts"
import { stateFacts } from "../../../shared/breach-desk/actions/state-facts.ts"
import type { DischargeReceipt } from "../../../shared/breach-desk/duties/duty.ts"
import { shipmentsDigest } from "../../../shared/breach-desk/notices/notice-receipts.ts"
import { verifyChain } from "../../../shared/breach-desk/timeline.ts"
import { makeWatchDuties } from "../../../shared/breach-desk/watch-duties.ts"
import {
  breachAlertAcknowledged,
  forwardedBreachAlertAcknowledged,
} from "../../../shared/contracts/breach-alert-acknowledged.ts"
import { breachCaseClosed } from "../../../shared/contracts/breach-case-closed.ts"
import { breachCaseOpened } from "../../../shared/contracts/breach-case-opened.ts"
import { breachCaseUpdated } from "../../../shared/contracts/breach-case-updated.ts"
import { breachFactsStated } from "../../../shared/contracts/breach-facts-stated.ts"
import { caseClosingRequested } from "../../../shared/contracts/case-closing-requested.ts"
import type { ProducerDataOf } from "../../../shared/contracts/define-event.ts"
import {
  dutyAssessed,
  dutyDeclined,
  dutyDischarged,
  dutyHandedBack,
  dutyOfferAnswered,
  dutyOffered,
  dutyRequested,
  dutyTakenOver,
  forwardedDutyAssessed,
  forwardedDutyDeclined,
  forwardedDutyDischarged,
  forwardedDutyHandedBack,
  forwardedDutyOfferAnswered,
  forwardedDutyOffered,
  forwardedDutyRequested,
  forwardedDutyTakenOver,
} from "../../../shared/contracts/duty-events.ts"
import { dutyOverdue } from "../../../shared/contracts/duty-overdue.ts"
import { dutyUnanswered } from "../../../shared/contracts/duty-unanswered.ts"
import { forwardedIndividualsNotified, individualsNotified } from "../../../shared/contracts/individuals-notified.ts"
import { forwardedMeasureRecorded, measureRecorded } from "../../../shared/contracts/measure-recorded.ts"
import { restrictionReleaseRequested } from "../../../shared/contracts/restriction-release-requested.ts"
import { restrictionRenewalRequested } from "../../../shared/contracts/restriction-renewal-requested.ts"
import type { DutyKind, LawId } from "../../../shared/contracts/words.ts"
import { lawId } from "../../../shared/contracts/words.ts"
import { type BreachWorld, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

/** A world in which a walk has become a case of so many shipments, and parties act by events. */
async function walkedWorld(shipments = 5, options: Parameters<typeof breachWorld>[0] = {}) {
  const world = breachWorld(options)
  for (let number = 1; number <= shipments; number++) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  const desk = { ...world.desk, records: world.records, restrictions: world.restrictions }
  const run = makeRunBreachDesk(desk)
  let sent = 0
  const aliasOf = (partyId: string) => partyIn(world, partyId).alias

  function event<Contract extends DeskEvent["contract"]>(
    partyId: string,
    contract: Contract,
    data: Omit<ProducerDataOf<Contract>, "caseAlias"> & { caseAlias?: string },
    id?: string,
  ): DeskEvent
  function event(partyId: string, contract: DeskEvent["contract"], data: object, id?: string): object {
    const party = world.directory.byId(partyId)
    if (party === undefined) throw new Error("no such party")
    sent += 1
    const metadata = {
      id: id ?? `event-${sent}`,
      occurredAt: world.clock().toISOString(),
      correlationId: "story",
      version: 1,
    }
    return {
      contract,
      detailType: contract.detailType,
      party,
      eventBridgeId: `eb-${sent}`,
      metadata,
      data: contract.data.parse(
        "caseAlias" in data || "restrictionId" in data ? data : { ...data, caseAlias: aliasOf(partyId) },
      ),
      receivedAt: metadata.occurredAt,
    }
  }
  const at = () => world.clock().toISOString()
  const duty = (law: LawId, kind: DutyKind) => ({ law, kind })

  return {
    world,
    desk,
    aliasOf,
    run: async (made: DeskEvent) => {
      const outcome = await run(made)
      await world.settle()
      return outcome
    },
    acknowledge: (partyId: string, id?: string) => event(partyId, breachAlertAcknowledged, { at: at() }, id),
    request: (partyId: string, law: LawId) =>
      event(partyId, dutyRequested, { duty: duty(law, "tellIndividuals"), at: at() }),
    decline: (partyId: string, law: LawId) =>
      event(partyId, dutyDeclined, { duty: duty(law, "tellIndividuals"), reason: "requesterShouldTell", at: at() }),
    takeOver: (partyId: string, law: LawId, reason: "declined" | "unanswered" = "declined") =>
      event(partyId, dutyTakenOver, { duty: duty(law, "tellIndividuals"), reason, at: at() }),
    discharge: (partyId: string, law: LawId, kind: DutyKind, receipt: DischargeReceipt["kind"]) =>
      event(partyId, dutyDischarged, {
        duty: duty(law, kind),
        receipt: { kind: receipt, reference: "FILE-1", at: at() },
        at: at(),
      }),
    measure: (partyId: string, code: "containmentAttested" | "accessorRefused") =>
      event(partyId, measureRecorded, { measure: { kind: "containment", code, at: at() } }),
    send: event,
    notify: (partyId: string, recipients: Recipients, id?: string, method: "email" | "publicNotice" = "email") =>
      event(partyId, individualsNotified, { method, notifiedAt: at(), recipients }, id),
    acknowledgeUnder: (partyId: string, caseAlias: string) =>
      event(partyId, breachAlertAcknowledged, { caseAlias, at: at() }),
  }
}

type Recipients = ProducerDataOf<typeof individualsNotified>["recipients"]

const shipments = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => `s${from + place}`)

function dutyIn(world: BreachWorld, partyId: string, kind: string) {
  const row = world.rowsOf("duty").find(({ duty }) => duty.party === partyId && duty.kind === kind)
  if (row === undefined) throw new Error("no such duty")
  return row.duty
}

describe("parties at the breach desk", () => {
  it("acknowledge once, and the other party hears of it under its own alias and without a discreet name", async () => {
    const { world, run, acknowledge, aliasOf } = await walkedWorld()
    expect(await run(acknowledge("leafline", "ack-1"))).toBe("done")
    expect(await run(acknowledge("leafline", "ack-1"))).toBe("repeated")
    await run(acknowledge("leafline", "ack-2"))
    const heard = world.exchange.published(forwardedBreachAlertAcknowledged)
    expect(heard.map(({ metadata, data }) => [metadata.audience, data.caseAlias, data.actor])).toEqual([
      ["northpost", aliasOf("northpost"), { kind: "retailer" }],
    ])
    await run(acknowledge("northpost"))
    expect(
      world.exchange.published(forwardedBreachAlertAcknowledged, "leafline").map(({ data }) => data.actor),
    ).toEqual([{ kind: "carrier", alias: "Northpost" }])
    expect(partyIn(world, "leafline").acknowledgedAt).toBeDefined()
  })

  it("cannot act on a case that they only know the alias of", async () => {
    const { world, run, acknowledgeUnder, aliasOf } = await walkedWorld()
    const foreign = [
      ["maplebooks", aliasOf("leafline")],
      ["maplebooks", aliasOf("northpost")],
      ["maplebooks", "WS-0000000000"],
      ["northpost", aliasOf("leafline")],
      ["leafline", aliasOf("northpost")],
    ] as const
    for (const [partyId, caseAlias] of foreign) {
      expect(await run(acknowledgeUnder(partyId, caseAlias))).toEqual({
        outcome: "rejected",
        problems: [{ path: "data.caseAlias", rule: "unknownReference" }],
      })
    }
    expect(world.rowsOf("party").every((row) => row.acknowledgedAt === undefined)).toBe(true)
  })

  it("go through 2018: requested, declined, taken over, 4 told and 1 by public notice, both regulators told, closed", async () => {
    const desk = await walkedWorld(5)
    const { world, run } = desk
    expect(await run(desk.request("leafline", "ca-privacy-act"))).toBe("done")
    await run(desk.request("leafline", "ca-privacy-act"))
    expect(dutyIn(world, "northpost", "tellIndividuals").requests).toHaveLength(2)
    expect(world.exchange.published(forwardedDutyRequested, "northpost")).toHaveLength(2)
    expect(await run(desk.decline("northpost", "ca-privacy-act"))).toBe("done")
    expect(world.exchange.published(forwardedDutyDeclined, "leafline").map(({ data }) => data.reason)).toEqual([
      "requesterShouldTell",
    ])
    expect(await run(desk.takeOver("leafline", "ca-privacy-act"))).toBe("done")
    expect(world.exchange.published(forwardedDutyTakenOver, "northpost").map(({ data }) => data.reason)).toEqual([
      "declined",
    ])

    expect(
      await run(desk.discharge("leafline", "ca-privacy-act", "tellIndividuals", "individualsNotified")),
    ).toMatchObject({ outcome: "rejected" })
    expect(await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipments(1, 4) }, "told-1"))).toBe(
      "done",
    )
    expect(await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipments(1, 4) }, "told-1"))).toBe(
      "repeated",
    )
    await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipments(3, 4) }, "told-again"))
    expect(partyIn(world, "leafline").notified).toMatchObject({ direct: 4, publicNotice: 0 })
    await run(desk.notify("leafline", { kind: "public", shipments: 9 }, "told-public", "publicNotice"))
    expect(partyIn(world, "leafline").notified).toMatchObject({ direct: 4, publicNotice: 1 })
    expect(partyIn(world, "northpost").notified).toMatchObject({ direct: 4, publicNotice: 1 })
    expect(
      world.exchange.published(forwardedIndividualsNotified, "northpost").map(({ data }) => data.shipments),
    ).toEqual([4, 2, 1])
    expect(JSON.stringify(world.exchange.published(forwardedIndividualsNotified))).not.toMatch(/"s[1-5]"|leafline/)

    const action = {
      party: world.directory.byId("leafline") ?? fail(),
      caseAlias: desk.aliasOf("leafline"),
      eventId: "close-early",
    }
    expect(await closeCase(desk.desk, action, "resolved")).toMatchObject({ refused: "notClosable" })

    await run(desk.discharge("leafline", "ca-privacy-act", "tellIndividuals", "individualsNotified"))
    for (const { duty } of world.rowsOf("duty").filter(({ duty }) => duty.state !== "discharged")) {
      const receipts = {
        tellRegulator: "regulatorReceipt",
        tellIndividuals: "individualsNotified",
        keepRecord: "recordEntry",
        tellOtherOrganisation: "organisationNotified",
      } as const
      const receipt = receipts[duty.kind]
      expect(await run(desk.discharge(duty.party, lawId.parse(duty.law), duty.kind, receipt))).toBe("done")
    }
    expect(JSON.stringify(world.exchange.published(forwardedDutyDischarged))).not.toContain("FILE-1")
    await run(desk.measure("northpost", "containmentAttested"))
    expect(world.exchange.published(forwardedMeasureRecorded, "leafline")).toHaveLength(1)

    expect(await closeCase(desk.desk, { ...action, eventId: "close" }, "resolved")).toMatchObject({
      outcome: "done",
      state: "closed",
    })
    await world.settle()
    expect(soleCase(world)).toMatchObject({ state: "closed", partyId: "hub#closed" })
    expect(
      world.exchange
        .published(breachCaseClosed)
        .map(({ metadata }) => metadata.audience)
        .sort(),
    ).toEqual(["leafline", "northpost"])
    const { head } = soleCase(world)
    const entries = world
      .rowsOf("timeline")
      .map((row) => row.entry)
      .sort((one, other) => one.seq - other.seq)
    expect(verifyChain(entries, { seq: head.seq, hash: head.hash })).toMatchObject({ ok: true })
    const altered = entries.map((entry, place) =>
      place === 3 ? { ...entry, data: { ...entry.data, altered: true } } : entry,
    )
    expect(verifyChain(altered, { seq: head.seq, hash: head.hash })).toMatchObject({ ok: false, firstBadSeq: 4 })
  })

  it("leave in the chain of the party that told people, and in no other, which shipments its receipt was for", async () => {
    const desk = await walkedWorld(3)
    await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: ["s2", "s1"] }))
    const copies = desk.world.rowsOf("timeline").flatMap((row) => row.copies)
    const digests = copies.flatMap(({ partyId, entry: { data } }) =>
      data["shipmentsDigest"] === undefined ? [] : [{ partyId, digest: data["shipmentsDigest"] }],
    )
    expect(digests).toEqual([{ partyId: "leafline", digest: shipmentsDigest(["s1", "s2"]) }])
  })

  it("tell receipts for shipments that are not of the case by their place alone", async () => {
    const desk = await walkedWorld(3)
    const outcome = await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: ["s1", "s99", "s2"] }))
    expect(outcome).toEqual({
      outcome: "done",
      problems: [{ path: "data.recipients.shipmentIds[]", rule: "unknownReference", index: 1 }],
    })
    expect(partyIn(desk.world, "leafline").notified.direct).toBe(2)
    expect(await desk.run(desk.notify("northpost", { kind: "shipmentIds", shipmentIds: ["s3"] }))).toMatchObject({
      outcome: "rejected",
    })
  })

  it("count 500 receipts of one event in several transactions, exactly", async () => {
    const desk = await walkedWorld(300)
    await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipments(1, 300) }))
    expect(partyIn(desk.world, "leafline").notified).toMatchObject({ direct: 300 })
    expect(desk.world.rowsOf("affected").every((row) => row.receipts["leafline"] !== undefined)).toBe(true)
  })

  it("close a false alarm only when every party says so, which releases whoever was refused", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    expect(world.restrictions.rows().every((row) => row.releasedAt === undefined)).toBe(true)
    const action = (partyId: string) => ({
      party: world.directory.byId(partyId) ?? fail(),
      caseAlias: desk.aliasOf(partyId),
      eventId: `false-${partyId}`,
    })
    expect(await closeCase(desk.desk, action("leafline"), "falseAlarm")).toMatchObject({ state: "open" })
    expect(world.restrictions.rows().every((row) => row.releasedAt === undefined)).toBe(true)
    expect(await closeCase(desk.desk, action("leafline"), "falseAlarm")).toEqual({ outcome: "repeated", state: "open" })
    expect(await closeCase(desk.desk, action("northpost"), "falseAlarm")).toMatchObject({ state: "falseAlarm" })
    await world.settle()
    expect(world.restrictions.rows().map((row) => row.releasedBy)).toEqual([
      { kind: "falseAlarm", caseId: world.heads()[0]?.caseId },
    ])
    expect(world.exchange.published(breachCaseClosed).every(({ data }) => data.outcome === "falseAlarm")).toBe(true)
  })

  it("are excused from telling by an assessment of their own, and by nobody else's", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    const assess = (partyId: string) =>
      stateFacts(
        desk.desk,
        {
          party: world.directory.byId(partyId) ?? fail(),
          caseAlias: desk.aliasOf(partyId),
          eventId: `assess-${partyId}`,
        },
        {
          assessment: {
            realRiskOfSignificantHarm: "no",
            sensitivity: "low",
            probabilityOfMisuse: "low",
            reasons: ["noRealRisk"],
            assessedBy: "privacy officer",
            assessedAt: world.clock().toISOString(),
          },
        },
      )
    await assess("leafline")
    const close = await closeCase(
      desk.desk,
      { party: world.directory.byId("leafline") ?? fail(), caseAlias: desk.aliasOf("leafline"), eventId: "c1" },
      "resolved",
    )
    if (!("refused" in close)) throw new Error("closed while the carrier has people nobody told")
    expect(close.obstacles?.map(({ code }) => code)).toEqual(expect.arrayContaining(["peopleToldByNobodyElsewhere"]))
    expect(close.obstacles?.some(({ code }) => code === "peopleToldByNobody")).toBe(false)
  })
})

describe("what parties can do over HTTPS", () => {
  const assessment: ProducerDataOf<typeof dutyAssessed>["assessment"] = {
    realRiskOfSignificantHarm: "no",
    sensitivity: "low",
    probabilityOfMisuse: "low",
    reasons: ["noRealRisk"],
    assessedBy: "privacy officer",
    assessedAt: "2026-11-01T15:00:00.000Z",
  }
  const telling = { law: "ca-privacy-act", kind: "tellIndividuals" } as const

  it("they can do by events too: offer, refuse, offer again, accept, hand back, assess", async () => {
    const desk = await walkedWorld()
    const { world, run, send } = desk
    const at = world.clock().toISOString()
    expect(await run(send("leafline", dutyOffered, { duty: telling, at }))).toBe("done")
    expect(await run(send("northpost", dutyOfferAnswered, { duty: telling, answer: "refused", at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals").state).toBe("open")
    await run(send("leafline", dutyOffered, { duty: telling, at }))
    expect(await run(send("northpost", dutyOfferAnswered, { duty: telling, answer: "accepted", at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals")).toMatchObject({
      state: "takenOver",
      takenOver: { by: "leafline" },
    })
    expect(await run(send("leafline", dutyHandedBack, { duty: telling, at }))).toBe("done")
    expect(await run(send("northpost", dutyAssessed, { duty: telling, assessment, at }))).toBe("done")
    expect(dutyIn(world, "northpost", "tellIndividuals").state).toBe("notOwed")
    expect(world.exchange.published(forwardedDutyOffered, "northpost")).toHaveLength(2)
    expect(world.exchange.published(forwardedDutyOfferAnswered, "leafline").map(({ data }) => data.answer)).toEqual([
      "refused",
    ])
    expect(world.exchange.published(forwardedDutyTakenOver, "leafline").map(({ data }) => data.reason)).toEqual([
      "agreed",
    ])
    expect(world.exchange.published(forwardedDutyHandedBack, "northpost")).toHaveLength(1)
    const assessed = world.exchange.published(forwardedDutyAssessed, "leafline")
    expect(assessed).toHaveLength(1)
    expect(JSON.stringify(assessed)).not.toContain("noRealRisk")
  })

  it("they can do by events too: state facts, ask for closing, renew and release a restriction", async () => {
    const desk = await walkedWorld()
    const { world, run, send } = desk
    const at = world.clock().toISOString()
    expect(
      await run(send("leafline", breachFactsStated, { determinedAt: at, assessment, causes: ["proofNotAsked"], at })),
    ).toBe("done")
    expect(partyIn(world, "leafline")).toMatchObject({
      determinedAt: at,
      assessment: { reasons: ["noRealRisk"] },
      causes: ["proofNotAsked"],
    })
    expect(await run(send("leafline", caseClosingRequested, { outcome: "resolved", at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.outcome", rule: "conflict" }],
    })
    const restrictionId = world.restrictions.rows()[0]?.restrictionId ?? ""
    const until = "2026-11-09T00:00:00.000Z"
    expect(await run(send("northpost", restrictionRenewalRequested, { restrictionId, until, at }))).toBe("renewed")
    expect(await run(send("maplebooks", restrictionReleaseRequested, { restrictionId, at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.restrictionId", rule: "unknownReference" }],
    })
    expect(await run(send("leafline", restrictionReleaseRequested, { restrictionId, at }))).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.restrictionId", rule: "notYours" }],
    })
    expect(await run(send("northpost", restrictionReleaseRequested, { restrictionId, at }))).toBe("released")
    expect(world.restrictions.rows()[0]).toMatchObject({ until, releasedBy: { kind: "party", partyId: "northpost" } })
  })
})

describe("time at the breach desk", () => {
  it("escalates an alert that nobody acknowledges, and stops once somebody does", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    const watch = makeWatchDuties(world.desk)
    await watch()
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated)).toEqual([])
    world.passSeconds(4 * 3600)
    await desk.run(desk.acknowledge("northpost"))
    await watch()
    await watch()
    await world.settle()
    const escalated = world.exchange.published(breachCaseUpdated).filter(({ data }) => data.reason === "escalation")
    expect(escalated.map(({ metadata }) => metadata.audience)).toEqual(["leafline"])
    expect(world.mail.sent.filter(({ level }) => level === "escalation").map(({ partyId }) => partyId)).toEqual([
      "leafline",
    ])
  })

  it("calls a request unanswered after its time, so that it may be taken over, and duties overdue", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    const watch = makeWatchDuties(world.desk)
    await desk.run(desk.request("leafline", "ca-privacy-act"))
    expect(await desk.run(desk.takeOver("leafline", "ca-privacy-act", "unanswered"))).toMatchObject({
      outcome: "rejected",
    })
    world.passSeconds(25 * 3600)
    await watch()
    await world.settle()
    expect(
      world.exchange
        .published(dutyUnanswered)
        .map(({ metadata }) => metadata.audience)
        .sort(),
    ).toEqual(["leafline", "northpost"])
    expect(await desk.run(desk.takeOver("leafline", "ca-privacy-act", "unanswered"))).toBe("done")
    world.passSeconds(30 * 86_400)
    await watch()
    await watch()
    await world.settle()
    const overdue = world.exchange.published(dutyOverdue)
    expect(new Set(overdue.map(({ metadata }) => metadata.id)).size).toBe(overdue.length)
    expect(overdue.some(({ data }) => data.owner === "self" && data.duty.kind === "tellRegulator")).toBe(true)
  })

  it("tells how far a case grew once it has stopped growing", async () => {
    const desk = await walkedWorld(5)
    const { world } = desk
    for (let number = 6; number <= 8; number++) await world.disclosures.append(seen(number))
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated)).toEqual([])
    world.passSeconds(3600)
    await makeWatchDuties(world.desk)()
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated, "leafline").map(({ data }) => data.counts.shipments)).toEqual([
      8,
    ])
  })

  it("counts what the index of networks had hidden, and tells parties whom a crash left untold", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: "network#home-of-walker", anomalyId: "anomaly-net", subject: undefined }),
    )
    await world.settle()
    // The stream had carried this one on before the case opened, and the index did not show it yet.
    await world.disclosures.append(seen(4, { subject: "subject#other-cookie", at: "2026-11-01T14:00:45.000Z" }))
    world.pending.splice(0)
    expect(soleCase(world).exposures).toBe(3)
    const obstacles = async (eventId: string) => {
      const party = world.directory.byId("northpost") ?? fail()
      const closing = await closeCase(
        world.desk,
        { party, caseAlias: partyIn(world, "northpost").alias, eventId },
        "resolved",
      )
      return "refused" in closing ? closing.obstacles?.map(({ code }) => code) : []
    }
    expect(await obstacles("close-early")).toContain("exposuresNotCounted")
    world.passSeconds(120)
    await makeWatchDuties(world.desk)()
    expect(await obstacles("close-counted")).not.toContain("exposuresNotCounted")
    expect(soleCase(world)).toMatchObject({ exposures: 4, pending: [] })
    await world.settle()
    expect(world.exchange.published(breachCaseOpened)).toHaveLength(2)
  })
})

function fail(): never {
  throw new Error("no such party")
}
