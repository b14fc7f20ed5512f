import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { ApprovalKind } from "../../../shared/base/contracts/words.ts"
import { actingDesk, asked } from "../acting-desk.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { type BreachWorld, breachParties, partyIn, servedWorld, type WorldOptions } from "../breach-world.ts"
import { crashAtEachEffect } from "../crash-at-each-effect.ts"
import { at } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"

const anna = "officer-anna-3f9c"
const bert = "officer-bert-81d2"
const carla = "officer-carla-77aa"

/** Leafline has these approved by a second person. */
const withApprovals = (...approvals: ApprovalKind[]): Required<Pick<WorldOptions, "parties">> => ({
  parties: breachParties.map((party) => (party.id === "leafline" ? { ...party, approvals } : party)),
})

const pathIn = (world: BreachWorld, partyId = "leafline") => `/v1/cases/${partyIn(world, partyId).alias}`

/** @param where the path in the case, or path and headers */
const post = (world: BreachWorld, by: string, where: string | readonly [string, object], body: unknown) => {
  const [path, headers] = typeof where === "string" ? [where, {}] : where
  return caller(world, { ...headers })(by, "POST", `${pathIn(world, by.split(":")[0])}${path}`, body)
}

const waitingSchema = z.object({ approvals: z.array(z.looseObject({ approvalId: z.string() })) })

const waiting = async (world: BreachWorld, partyId = `leafline:${bert}`) =>
  waitingSchema.parse((await caller(world)(partyId, "GET", `${pathIn(world, partyId.split(":")[0])}/approvals`)).json)
    .approvals

const decide = (world: BreachWorld, officer: string, decision: object, headers = {}) =>
  post(world, `leafline:${officer}`, ["/approvals", headers], decision)

const assessment = {
  assessment: {
    ...asked.leafline,
    met: "no",
    reasons: ["noRealRisk"],
    assessedBy: "privacy officer",
    assessedAt: at,
  },
}

/** The duty of Leafline to report to its regulator, and the step that says it did. */
async function report(world: BreachWorld) {
  const { json } = await caller(world)("leafline", "GET", pathIn(world))
  const { duties } = z.object({ duties: z.array(z.object({ dutyId: z.string(), kind: z.string() })) }).parse(json)
  const dutyId = duties.find(({ kind }) => kind === "tellRegulator")?.dutyId ?? "none"
  const step = { operation: "discharge", receipt: { kind: "regulatorReceipt", reference: "CANARY-7", at } }
  return { path: `/duties/${dutyId}`, body: { step } }
}

const stateOfReport = (world: BreachWorld) =>
  world.rowsOf("duty").find(({ duty }) => duty.party === "leafline" && duty.kind === "tellRegulator")?.duty.state

/** Type, and what Leafline's own copy says of persons, of each entry about what Leafline did. */
const notedIn = (world: BreachWorld) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies.filter(({ partyId }) => partyId === "leafline"))
    .filter(({ entry }) => entry.actor === partyIn(world, "leafline").alias)
    .map(({ entry: { type, data } }) => [type, data["officer"], data["approvedBy"]])

describe("an action that a second person has to approve", () => {
  it.each(["report", "assessment"] as const)(
    "waits, and happens once another officer approves it: %s",
    async (kind) => {
      const world = await servedWorld(3, withApprovals(kind))
      const { path, body } = kind === "report" ? await report(world) : { path: "/facts", body: assessment }
      const before = JSON.stringify([world.rowsOf("duty"), world.rowsOf("party")])
      const answer = await post(world, `leafline:${anna}`, path, body)
      const { approvalId } = answer.json
      expect([answer.statusCode, answer.json]).toEqual([202, { outcome: "awaitsApproval", approvalId }])
      expect(JSON.stringify([world.rowsOf("duty"), world.rowsOf("party")])).toBe(before)
      expect(await waiting(world)).toEqual([
        { approvalId, kind, requestedAt: at, requestedBy: anna, request: expect.objectContaining({}) },
      ])
      const done = await decide(world, bert, { approvalId, decision: "approve" })
      expect([done.statusCode, done.json["outcome"]]).toEqual([200, "done"])
      expect(await waiting(world)).toEqual([])
      if (kind === "report") expect(stateOfReport(world)).toBe("discharged")
      else expect(Object.values(partyIn(world, "leafline").assessments ?? {})).toMatchObject([{ met: "no" }])
      expect(notedIn(world)).toEqual([
        ["ApprovalRequested", anna, undefined],
        [kind === "report" ? "DutyDischarged" : "FactsStated", anna, bert],
      ])
    },
  )

  it("is the closing of a case, which one person alone cannot close", async () => {
    const world = await servedWorld(3, withApprovals("closing"))
    for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
    await post(world, "northpost", "/closing", { outcome: "falseAlarm" })
    const { json } = await post(world, `leafline:${anna}`, "/closing", { outcome: "falseAlarm" })
    expect(world.heads().map(({ state }) => state)).toEqual(["open"])
    expect((await decide(world, bert, { approvalId: json["approvalId"], decision: "approve" })).json).toEqual({
      outcome: "done",
      state: "falseAlarm",
    })
    expect(world.heads().map(({ state }) => state)).toEqual(["falseAlarm"])
    expect(notedIn(world).at(-1)).toEqual(["BreachCaseClosed", anna, bert])
  })

  it("is refused at once if the case does not allow it", async () => {
    const world = await servedWorld(3, withApprovals("closing"))
    const answer = await post(world, `leafline:${anna}`, "/closing", { outcome: "resolved" })
    expect([answer.statusCode, answer.json["code"]]).toEqual([409, "notClosable"])
    expect(await waiting(world)).toEqual([])
  })

  it("cannot be approved by the person who asked, who can take it back", async () => {
    const world = await servedWorld(3, withApprovals("report"))
    const { path, body } = await report(world)
    const { approvalId } = (await post(world, `leafline:${anna}`, path, body)).json
    const own = await decide(world, anna, { approvalId, decision: "approve" })
    expect([own.statusCode, own.json["code"]]).toEqual([403, "ownApproval"])
    expect(await waiting(world)).toHaveLength(1)
    expect((await decide(world, anna, { approvalId, decision: "decline" })).json).toEqual({
      outcome: "done",
      approvalId,
    })
    expect([stateOfReport(world), await waiting(world)]).toEqual(["open", []])
    expect((await decide(world, bert, { approvalId, decision: "approve" })).json).toMatchObject({
      code: "approvalDecided",
    })
    expect(notedIn(world).at(-1)).toEqual(["ApprovalDeclined", anna, undefined])
  })

  it("is refused to a program, which can do all else", async () => {
    const world = await servedWorld(3, withApprovals("report", "closing"))
    const { path, body } = await report(world)
    for (const [where, what] of [
      [path, body],
      ["/closing", { outcome: "falseAlarm" }],
      ["/approvals", { approvalId: "none", decision: "approve" }],
    ] as const) {
      const answer = await post(world, "leafline", where, what)
      expect([where, answer.statusCode, answer.json["code"]]).toEqual([where, 403, "approvalNeedsPerson"])
      expect(answer.json["detail"]).toContain("a person has to ask for it")
    }
    expect((await post(world, "leafline", "/facts", assessment)).statusCode).toBe(200)
    await assessAsNoBreach(world, "northpost")
    expect((await post(world, "northpost", "/closing", { outcome: "falseAlarm" })).statusCode).toBe(200)
  })

  it("is dropped if the case no longer allows it once somebody approves it, and says why", async () => {
    const world = await servedWorld(3, withApprovals("closing"))
    for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
    await post(world, "northpost", "/closing", { outcome: "falseAlarm" })
    const close = async (officer: string) =>
      (await post(world, `leafline:${officer}`, "/closing", { outcome: "falseAlarm" })).json["approvalId"]
    const [first, second] = [await close(anna), await close(carla)]
    expect((await decide(world, bert, { approvalId: first, decision: "approve" })).statusCode).toBe(200)
    for (const _ of ["first", "again"]) {
      const late = await decide(world, bert, { approvalId: second, decision: "approve" })
      expect([late.statusCode, late.json["code"]]).toEqual([409, "approvalLapsed"])
      expect(late.json["detail"]).toContain("The case is closed.")
    }
    expect(notedIn(world).at(-1)).toEqual(["ApprovalLapsed", bert, undefined])
    expect(await waiting(world)).toEqual([])
  })

  it("still waits if the approver did not see the case as it is", async () => {
    const world = await servedWorld(3, withApprovals("report"))
    const { path, body } = await report(world)
    const { approvalId } = (await post(world, `leafline:${anna}`, path, body)).json
    const { headers } = await caller(world)("leafline", "GET", pathIn(world))
    await post(world, `leafline:${carla}`, "/notes", { text: "Wait." })
    const stale = { "if-match": headers["etag"] ?? "" }
    expect((await decide(world, bert, { approvalId, decision: "approve" }, stale)).statusCode).toBe(412)
    expect(await waiting(world)).toHaveLength(1)
  })

  it("is one action under one key, wherever asking for it crashes", async () => {
    const crashes = await crashAtEachEffect({
      options: withApprovals("report"),
      prepare: report,
      send: (world, { path, body }) => post(world, `leafline:${anna}`, [path, { "idempotency-key": "report-1" }], body),
      check: async (world, _, { json }) => {
        expect((await waiting(world)).map(({ approvalId }) => approvalId)).toEqual([json["approvalId"]])
        expect(stateOfReport(world)).toBe("open")
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it("is done once, wherever approving it crashes", async () => {
    const crashes = await crashAtEachEffect({
      options: withApprovals("report"),
      prepare: async (world) => {
        const { path, body } = await report(world)
        return (await post(world, `leafline:${anna}`, path, body)).json["approvalId"]
      },
      send: (world, approvalId) =>
        decide(world, bert, { approvalId, decision: "approve" }, { "idempotency-key": "approval-1" }),
      check: async (world) => {
        expect([stateOfReport(world), await waiting(world)]).toEqual(["discharged", []])
        expect(notedIn(world).filter(([type]) => type === "DutyDischarged")).toEqual([["DutyDischarged", anna, bert]])
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })

  it.each(["approve", "decline"])("is decided once if two officers decide at the same time: %s", async (other) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      let roll = seed
      const interrupt = async () => {
        roll = (Math.imul(roll, 1_664_525) + 1_013_904_223) >>> 0
        for (let left = roll % 5; left > 0; left -= 1) await Promise.resolve()
      }
      const world = await servedWorld(3, { ...withApprovals("report"), interrupt })
      const { path, body } = await report(world)
      const { approvalId } = (await post(world, `leafline:${anna}`, path, body)).json
      const answers = await Promise.all([
        decide(world, bert, { approvalId, decision: "approve" }),
        decide(world, carla, { approvalId, decision: other }),
      ])
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
      const isApproved = other === "approve" || answers[0]?.statusCode === 200
      expect(stateOfReport(world)).toBe(isApproved ? "discharged" : "open")
      expect(notedIn(world).length).toBe(2)
    }
  })
})

describe("what waits for approval", () => {
  it("is at rest sealed, and not kept once it is decided", async () => {
    const world = await servedWorld(3, withApprovals("report"))
    const { path, body } = await report(world)
    const { approvalId } = (await post(world, `leafline:${anna}`, path, body)).json
    const rows = () => JSON.stringify([world.cases.rows(), world.exchange.events, world.mail.sent])
    expect(rows()).not.toContain("CANARY")
    expect(JSON.stringify(await waiting(world))).toContain("CANARY-7")
    await decide(world, bert, { approvalId, decision: "decline" })
    expect(rows()).not.toContain("CANARY")
    expect(world.rowsOf("approval")).toEqual([expect.not.objectContaining({ sealedRequest: expect.anything() })])
  })

  it("is seen and decided by its own party alone", async () => {
    const desk = await actingDesk(withApprovals("report"))
    const { path, body } = await report(desk.world)
    const { approvalId } = (await post(desk.world, `leafline:${anna}`, path, body)).json
    expect(await waiting(desk.world, `northpost:${carla}`)).toEqual([])
    for (const decision of ["approve", "decline"]) {
      const answer = await post(desk.world, `northpost:${carla}`, "/approvals", { approvalId, decision })
      expect([answer.statusCode, answer.json["code"]]).toEqual([404, "unknownApproval"])
    }
    await decide(desk.world, bert, { approvalId, decision: "approve" })
    const others = desk.world
      .rowsOf("timeline")
      .map(({ copies, entry }) => [entry, copies.filter(({ partyId }) => partyId !== "leafline")])
    for (const word of [anna, bert, String(approvalId)]) expect(JSON.stringify(others)).not.toContain(word)
  })
})
