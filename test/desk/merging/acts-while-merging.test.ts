import { describe, expect, it } from "@jest/globals"
import { actOnDuty } from "../../../shared/desk/actions/act-on-duty.ts"
import { caseKeys } from "../../../shared/desk/cases/case-keys.ts"
import { timelineOf } from "../../../shared/desk/cases/own-timeline.ts"
import type { DutyAction } from "../../../shared/desk/duties/duty-operations.ts"
import { endAsMerged } from "../../../shared/desk/merging/end-as-merged.ts"
import { mergeCases } from "../../../shared/desk/merging/merge-cases.ts"
import { moveRows } from "../../../shared/desk/merging/move-rows.ts"
import { verifyChain } from "../../../shared/desk/timeline.ts"
import { aliasIn, type BreachWorld, partyIn, soleCase, timelineHeadIn } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { caller } from "../desk-caller.ts"
import { addThirdCase, twoCases } from "./two-cases.ts"

/** The desk, which crashes when it comes to some rows of a case. */
function crashing(world: BreachWorld, isThere: (caseId: string, under: string) => boolean) {
  const { list } = world.cases
  const cases = {
    ...world.cases,
    list: (...given: Parameters<typeof list>) => {
      const [caseId, under] = given
      if (isThere(caseId, under)) throw new Error("crash")
      return list(...given)
    },
  }
  return { ...world.desk, cases }
}

describe("what a party does while its case is merged", () => {
  it("moves a duty once, so that a repeat does not undo what its party did about it since", async () => {
    const { world, survivorId, younger } = await twoCases()
    const northpost = world.directory.named("northpost")
    if (northpost === undefined) throw new Error("no such party")
    const action = { party: northpost, caseAlias: aliasIn(world, younger, "northpost") }
    const at = world.clock().toISOString()
    const duty = { law: "ca-privacy-act", kind: "tellRegulator" } as const
    const act = (actionId: string, step: DutyAction) =>
      actOnDuty(world.desk, { ...action, actionId }, { duty, step, at })
    expect(await act("accepts", { operation: "accept" })).toMatchObject({ outcome: "done" })
    await mergeCases(world.desk, survivorId)
    const declined = await act("declines", { operation: "decline", reason: "notInControl" })
    expect(declined).toMatchObject({ outcome: "done", caseId: survivorId })
    await moveRows(world.desk, { merged: younger, survivorId, until: Number.POSITIVE_INFINITY })
    const [moved] = await world.desk.cases.items([caseKeys.duty(survivorId, { ...duty, party: "northpost" })])
    expect(moved).toMatchObject({ duty: { state: "declined" } })
  })

  it("moves a duty once also when the case that took it is merged itself, before it took all", async () => {
    const { world, survivorId, younger } = await twoCases()
    const third = await addThirdCase(world)
    const northpost = world.directory.named("northpost")
    if (northpost === undefined) throw new Error("no such party")
    const action = { party: northpost, caseAlias: aliasIn(world, third, "northpost") }
    const at = world.clock().toISOString()
    const duty = { law: "ca-privacy-act", kind: "tellRegulator" } as const
    const act = (actionId: string, step: DutyAction) =>
      actOnDuty(world.desk, { ...action, actionId }, { duty, step, at })
    expect(await act("accepts", { operation: "accept" })).toMatchObject({ outcome: "done" })
    await changeOpenCase(world.desk, younger.caseId, (row) => ({ case: { ...row, merging: [third.caseId] } }))
    const merged = await endAsMerged(world.desk, third.caseId, younger.caseId)
    if (merged === undefined) throw new Error("not merged")
    await moveRows(world.desk, { merged, survivorId: younger.caseId, until: Number.POSITIVE_INFINITY })
    await changeOpenCase(world.desk, survivorId, (row) => ({ case: { ...row, merging: [younger.caseId] } }))
    await expect(
      mergeCases(
        crashing(world, (caseId) => caseId === third.caseId),
        survivorId,
      ),
    ).rejects.toThrow("crash")
    expect(await act("declines", { operation: "decline", reason: "notInControl" })).toMatchObject({ outcome: "done" })
    await mergeCases(world.desk, survivorId)
    const [moved] = await world.desk.cases.items([caseKeys.duty(survivorId, { ...duty, party: "northpost" })])
    expect(moved).toMatchObject({ duty: { state: "declined" } })
  })

  it("lets a letter that came back wait until all receipts are moved, so that none comes after it", async () => {
    const { world, survivorId, younger } = await twoCases()
    const alias = aliasIn(world, younger, "maplebooks")
    const post = (path: string, body: object) =>
      caller(world, { "idempotency-key": path })("maplebooks", "POST", `/v1/cases/${alias}/${path}`, body)
    const at = world.clock().toISOString()
    const recipients = { kind: "shipmentIds", shipmentIds: ["s2"] }
    expect((await post("receipts", { method: "letter", notifiedAt: at, recipients })).statusCode).toBe(200)
    await expect(
      mergeCases(
        crashing(world, (_caseId, under) => under === "AFFECTED#"),
        survivorId,
      ),
    ).rejects.toThrow("crash")
    const returned = () => post("returned-notices", { returnedAt: at, recipients })
    expect((await returned()).statusCode).toBe(503)
    await mergeCases(world.desk, survivorId)
    expect(await returned()).toMatchObject({ statusCode: 200, json: { shipments: 1 } })
    expect(partyIn(world, "maplebooks")).toMatchObject({ shipments: 1, notified: { direct: 0 } })
  })

  it("keeps a party's timeline one chain when it renews a restriction while its case is merged", async () => {
    const { world, survivorId, younger } = await twoCases()
    const [restriction] = world.restrictions.rows().filter(({ anomalyId }) => anomalyId === "anomaly-cafe")
    const path = `/v1/restrictions/${restriction?.restrictionId}/renewals`
    const renew = () => caller(world)("maplebooks", "POST", path, { until: "2026-11-10T00:00:00.000Z" })
    await endAsMerged(world.desk, younger.caseId, survivorId)
    expect([(await renew()).statusCode, world.restrictions.rows().every(({ until }) => until < "2026-11-10")]).toEqual([
      503,
      true,
    ])
    await expect(
      mergeCases(
        crashing(world, (_caseId, under) => under === "ANOMALY#"),
        survivorId,
      ),
    ).rejects.toThrow("crash")
    expect((await renew()).statusCode).toBe(200)
    await mergeCases(world.desk, survivorId)
    const [current, own] = [soleCase(world), partyIn(world, "maplebooks")]
    const entries = (await timelineOf(world.desk, { current, own })).map(({ entry }) => entry)
    expect(entries.at(-1)).toMatchObject({ type: "RestrictionRenewed", actor: own.alias })
    const { seq = 0, hash = "" } = timelineHeadIn(world, current, "maplebooks") ?? {}
    expect(verifyChain(entries, { seq, hash })).toMatchObject({ ok: true })
  })
})
