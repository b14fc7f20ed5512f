import { describe, expect, it } from "@jest/globals"
import { actingDesk, asked, type Id } from "../acting-desk.ts"

describe("a time that a party states", () => {
  it("is refused in the future, with the field, whatever it is the time of", async () => {
    const { world, post, call, view } = await actingDesk()
    const future = "2031-01-01T00:00:00Z"
    const { duties } = await view("leafline")
    const dutyId = duties.find(({ kind }) => kind === "tellRegulator")?.dutyId
    const receipt = { kind: "regulatorReceipt", reference: "FILE-1", at: future }
    const evidence = { kind: "accessorToken", accessorToken: "tok_walker" }
    const recipients = { kind: "public", shipments: 1 }
    const held = () => JSON.stringify([world.rowsOf("party"), world.rowsOf("duty"), world.rowsOf("timeline")])
    const before = held()
    for (const [path, body, field] of [
      ["/acknowledgements", { at: future }, "body.at"],
      ["/measures", { kind: "containment", code: "containmentAttested", at: future }, "body.at"],
      ["/receipts", { method: "publicNotice", notifiedAt: future, recipients }, "body.notifiedAt"],
      [`/duties/${dutyId}`, { step: { operation: "accept" }, at: future }, "body.at"],
      [`/duties/${dutyId}`, { step: { operation: "discharge", receipt } }, "body.step.receipt.at"],
    ] as const) {
      const { statusCode, json } = await post("leafline", path, body)
      expect([path, statusCode, json["problems"]]).toEqual([path, 400, [{ path: field, rule: "tooBig" }]])
    }
    const report = { finder: "staff", tool: "observed:northpost", receivedAt: future, evidence }
    expect((await call("leafline", "POST", "/v1/cases", report)).json["problems"]).toEqual([
      { path: "body.receivedAt", rule: "tooBig" },
    ])
    expect(held()).toBe(before)
  })

  it("is refused of a notice or a receipt before the breach, unless the party knew of it earlier", async () => {
    const { post, view } = await actingDesk()
    const early = "2026-10-20T12:00:00Z"
    const notice = { method: "email", notifiedAt: early, recipients: { kind: "shipmentIds", shipmentIds: ["s1"] } }
    const { duties } = await view("leafline")
    const dutyId = duties.find(({ kind }) => kind === "tellRegulator")?.dutyId
    const receipt = { kind: "regulatorReceipt", reference: "FILE-1", at: early }
    const discharge = () => post("leafline", `/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
    expect((await post("leafline", "/receipts", notice)).json["problems"]).toEqual([
      { path: "body.notifiedAt", rule: "tooSmall" },
    ])
    expect((await discharge()).json["problems"]).toEqual([{ path: "body.step.receipt.at", rule: "tooSmall" }])
    await post("leafline", "/facts", { discoveredAt: early, earlyDateReason: "knownFromElsewhere" })
    expect((await post("leafline", "/receipts", notice)).json).toMatchObject({ outcome: "done", shipments: 1 })
    expect((await discharge()).json).toMatchObject({ state: "discharged" })
  })

  it("lets nobody take over a duty early, or use a prohibition that has ended", async () => {
    const { call, post, pathOf, view, now } = await actingDesk()
    const dutyOf = async (party: Id) =>
      (await view(party)).duties.find(({ kind }) => kind === "tellIndividuals")?.dutyId
    const carriers = await dutyOf("northpost")
    await post("northpost", `/duties/${carriers}`, { step: { operation: "accept" } })
    const takeOver = { step: { operation: "takeOver" }, at: "2031-01-01T00:00:00Z" }
    expect((await call("leafline", "POST", `${pathOf("leafline")}/duties/${carriers}`, takeOver)).statusCode).toBe(400)
    const assessment = {
      ...asked.leafline,
      met: "yes",
      reasons: ["lawEnforcementProhibits"],
      until: "2026-10-31T00:00:00Z",
      assessedBy: "privacy officer",
      assessedAt: now(),
    }
    const step = { operation: "assessNotOwed", assessment }
    const ended = await post("leafline", `/duties/${await dutyOf("leafline")}`, { step, at: "2026-10-01T00:00:00Z" })
    expect(ended.json["code"]).toBe("prohibitionEnded")
  })
})
