import { describe, expect, it } from "@jest/globals"
import { breachCaseClosed } from "../../../shared/base/contracts/breach-case-events.ts"
import {
  forwardedDutyDeclined,
  forwardedDutyDischarged,
  forwardedDutyRequested,
  forwardedDutyTakenOver,
} from "../../../shared/base/contracts/duty-events.ts"
import {
  forwardedIndividualsNotified,
  individualsNotified,
} from "../../../shared/base/contracts/individuals-notified.ts"
import { forwardedMeasureRecorded } from "../../../shared/base/contracts/measure-recorded.ts"
import { closeCase } from "../../../shared/desk/actions/close-case.ts"
import { verifyChain } from "../../../shared/desk/timeline.ts"
import { partyIn, soleCase } from "../breach-world.ts"
import { actionIn, dutyIn, shipmentIds, walkedWorld } from "./walked-world.ts"

describe("the breach of 2018", () => {
  it("ends in a closed case: the duty to notify people is requested, declined and taken over, and all people are notified", async () => {
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
    expect(await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipmentIds(1, 4) }, "told-1"))).toBe(
      "done",
    )
    expect(await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipmentIds(1, 4) }, "told-1"))).toBe(
      "repeated",
    )
    await run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipmentIds(3, 4) }, "told-again"))
    expect(partyIn(world, "leafline").notified).toMatchObject({ direct: 4, publicNotice: 0 })
    await run(desk.notify("leafline", { kind: "public", shipments: 9 }, "told-public", "publicNotice"))
    expect(partyIn(world, "leafline").notified).toMatchObject({ direct: 4, publicNotice: 1 })
    expect(partyIn(world, "northpost").notified).toMatchObject({ direct: 4, publicNotice: 1 })
    expect(
      world.exchange.published(forwardedIndividualsNotified, "northpost").map(({ data }) => data.shipments),
    ).toEqual([4, 2, 1])
    expect(JSON.stringify(world.exchange.published(forwardedIndividualsNotified))).not.toMatch(/"s[1-5]"|leafline/)

    const action = actionIn(world, "leafline", "close-early")
    expect(await closeCase(desk.desk, action, "resolved")).toMatchObject({ refused: "notClosable" })

    await run(desk.discharge("leafline", "ca-privacy-act", "tellIndividuals", "individualsNotified"))
    for (const { duty } of world.rowsOf("duty").filter(({ duty }) => duty.state !== "discharged")) {
      const receipts = {
        tellRegulator: "regulatorReceipt",
        supplementReport: "regulatorReceipt",
        tellIndividuals: "individualsNotified",
        keepRecord: "recordEntry",
        tellOtherOrganisation: "organisationNotified",
      } as const
      const receipt = receipts[duty.kind]
      expect(await run(desk.discharge(duty.party, duty.law, duty.kind, receipt))).toBe("done")
    }
    expect(JSON.stringify(world.exchange.published(forwardedDutyDischarged))).not.toContain("FILE-1")
    await run(desk.measure("northpost", "containmentAttested"))
    expect(await closeCase(desk.desk, { ...action, actionId: "unexplained" }, "resolved")).toMatchObject({
      obstacles: [{ code: "publicNoticeUnexplained" }],
    })
    const explained = { publicNoticeGround: "noContactDetails", recipients: { kind: "public", shipments: 9 } } as const
    await run(
      desk.send("leafline", individualsNotified, {
        ...explained,
        method: "publicNotice",
        notifiedAt: world.clock().toISOString(),
      }),
    )
    expect(partyIn(world, "leafline").notified).toMatchObject({ direct: 4, publicNotice: 1 })
    expect(world.exchange.published(forwardedMeasureRecorded, "leafline")).toHaveLength(1)

    expect(await closeCase(desk.desk, { ...action, actionId: "close" }, "resolved")).toMatchObject({
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
})
