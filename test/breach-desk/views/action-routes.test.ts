import { describe, expect, it } from "@jest/globals"
import { dutyIdOf } from "../../../shared/breach-desk/cases/duty-rows.ts"
import { partyIn, soleCase } from "../breach-world.ts"
import { at, deskActions } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

describe("acting on a case over the API", () => {
  it("allows on another party's duty only a request and an offer, or a take-over when it is due", async () => {
    const { world, call } = await servedCase()
    const parties = ["leafline", "northpost"] as const
    for (const partyId of parties) {
      const alias = partyIn(world, partyId).alias
      for (const { duty } of world.rowsOf("duty").filter((row) => row.duty.party !== partyId)) {
        const dutyId = dutyIdOf(soleCase(world), duty)
        const objects = { caseAlias: alias, dutyId, restrictionId: "", shipmentId: "" }
        for (const { path, body } of deskActions(objects)["POST /v1/cases/{caseAlias}/duties/{dutyId}"] ?? []) {
          const before = world
            .rowsOf("duty")
            .find((row) => row.duty.party === duty.party && row.duty.law === duty.law && row.duty.kind === duty.kind)
          const answer = await call(partyId, "POST", path, body)
          const operation = JSON.stringify(body).match(/"operation":"(\w+)"/)?.[1] ?? ""
          const after = world.rowsOf("duty").find((row) => row.sk === before?.sk)
          if (["request", "offer"].includes(operation)) continue
          expect([operation, answer.statusCode >= 400]).toEqual([operation, true])
          expect(after).toEqual(before)
        }
      }
    }
  })

  it("has no second effect under the same idempotency key", async () => {
    const { world, call } = await servedCase()
    const alias = partyIn(world, "northpost").alias
    const measure = { kind: "containment", code: "containmentAttested", at }
    const record = (key: string) =>
      caller(world, { "idempotency-key": key })("northpost", "POST", `/v1/cases/${alias}/measures`, measure)
    expect((await record("measure-1")).json).toMatchObject({ outcome: "done" })
    expect((await record("measure-1")).json).toMatchObject({ outcome: "repeated" })
    expect(world.rowsOf("measure")).toHaveLength(1)
    expect((await record("no spaces")).statusCode).toBe(400)
    const closing = await call("northpost", "POST", `/v1/cases/${alias}/closing`, { outcome: "resolved" })
    expect(closing.statusCode).toBe(409)
    expect(closing.json["obstacles"]).toContainEqual({ code: "peopleToldByNobody", untold: expect.any(Number) })
    expect(closing.body).not.toContain("leafline")
  })

  it("is answered with 503 and retry-after while the case is merged into another", async () => {
    const { world, call } = await servedCase()
    const current = soleCase(world)
    await world.cases.commit({
      case: { ...current, version: current.version + 1, state: "merged", mergedInto: "case-that-goes-on" },
      items: [],
      pointers: [],
    })
    const base = `/v1/cases/${current.aliases["leafline"]}`
    for (const [path, body] of [
      ["/acknowledgements", {}],
      ["/receipts", { method: "email", notifiedAt: at, recipients: { kind: "shipmentIds", shipmentIds: ["s1"] } }],
      ["/accesses", { accesses: [{ accessId: "a", at, reference: "s1", accessor: "tok", fields: ["phase"] }] }],
    ] as const) {
      const answer = await call("leafline", "POST", `${base}${path}`, body)
      expect([answer.statusCode, answer.json["code"], answer.headers["retry-after"]]).toEqual([503, "caseBusy", "30"])
    }
  })
})
