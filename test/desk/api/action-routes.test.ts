import { describe, expect, it } from "@jest/globals"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { sha256 } from "../../../shared/desk/timeline.ts"
import { aliasIn, partyIn, soleCase } from "../breach-world.ts"
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
        const dutyId = dutyIdOf(partyIn(world, duty.party).alias, duty)
        const objects = { caseAlias: alias, dutyId, restrictionId: "", shipmentId: "", documentId: "" }
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
    const first = await record("measure-1")
    expect(first.json["outcome"]).toBe("done")
    expect(JSON.stringify(world.cases.rows())).not.toContain("measure-1")
    expect(await record("measure-1")).toEqual(first)
    expect(world.rowsOf("measure")).toHaveLength(1)
    expect((await record("no spaces")).statusCode).toBe(400)
    const closing = await call("northpost", "POST", `/v1/cases/${alias}/closing`, { outcome: "resolved" })
    expect(closing.statusCode).toBe(409)
    expect(closing.json["obstacles"]).toContainEqual({
      code: "peopleToldByNobody",
      untold: expect.any(Number),
      laws: ["ca-privacy-act"],
      remedy: { en: expect.stringContaining("POST "), fr: expect.stringContaining("POST ") },
    })
    expect(closing.body).not.toContain("leafline")
  })

  it("leaves nothing of a request that could be found by trying what it said", async () => {
    const contents = []
    for (const secret of ["one", "another"]) {
      const { world } = await servedCase()
      const desk = {
        ...world.desk,
        hashUnderKey: (...parts: readonly string[]) => `${secret} ${sha256(parts.join("|"))}`,
      }
      const alias = partyIn(world, "northpost").alias
      const measure = { kind: "containment", code: "containmentAttested", at }
      await caller({ ...world, desk }, { "idempotency-key": "m-1" })(
        "northpost",
        "POST",
        `/v1/cases/${alias}/measures`,
        measure,
      )
      contents.push(world.rowsOf("command").map(({ content }) => content))
    }
    expect(contents[0]).not.toEqual(contents[1])
  })

  it("has one effect for each token, and the same answer for each repeat", async () => {
    const { world } = await servedCase()
    const alias = partyIn(world, "northpost").alias
    const measure = { kind: "containment", code: "containmentAttested", at }
    const withOneToken = caller(world, {}, "token-0815")
    const answers = []
    for (let times = 0; times < 5; times++)
      answers.push((await withOneToken("northpost", "POST", `/v1/cases/${alias}/measures`, measure)).body)
    expect(new Set(answers).size).toBe(1)
    expect(world.rowsOf("measure")).toHaveLength(1)
    expect(world.rowsOf("timeline").filter(({ entry }) => entry.type === "MeasureRecorded")).toHaveLength(1)
  })

  it("is refused under a token or key that another request used, and changes nothing", async () => {
    const { world } = await servedCase()
    const cases = `/v1/cases/${partyIn(world, "northpost").alias}`
    const measure = { kind: "containment", code: "containmentAttested", at }
    for (const [call, status, code] of [
      [caller(world, {}, "token-0815"), 401, "tokenReplayed"],
      [caller(world, { "idempotency-key": "key-1" }), 422, "idempotencyKeyReused"],
    ] as const) {
      await call("northpost", "POST", `${cases}/measures`, measure)
      const before = JSON.stringify(world.cases.rows())
      const others = [
        await call("northpost", "POST", `${cases}/measures`, { ...measure, kind: "mitigation" }),
        await call("northpost", "POST", `${cases}/acknowledgements`, {}),
        await call("northpost", "POST", "/v1/cases/WS-0000000000/measures", measure),
      ]
      expect(others.map(({ statusCode, json }) => [statusCode, json["code"]])).toEqual(others.map(() => [status, code]))
      expect(JSON.stringify(world.cases.rows())).toBe(before)
      const own = `/v1/cases/${partyIn(world, "leafline").alias}/acknowledgements`
      expect((await call("leafline", "POST", own, {})).statusCode).toBe(200)
    }
  })

  it("is refused for a moment while the same request is under way, and then gets its answer", async () => {
    const { world } = await servedCase()
    const measures = `/v1/cases/${partyIn(world, "northpost").alias}/measures`
    const measure = { kind: "containment", code: "containmentAttested", at }
    const call = caller(world, { "idempotency-key": "key-1" })
    const repeats: Awaited<ReturnType<typeof call>>[] = []
    const write = world.writerOver({
      ...world.cases,
      commit: async (change) => {
        repeats.push(await call("northpost", "POST", measures, measure))
        return world.cases.commit(change)
      },
    })
    const slow = caller({ ...world, desk: { ...world.desk, write } }, { "idempotency-key": "key-1" })
    const first = await slow("northpost", "POST", measures, measure)
    expect(first.statusCode).toBe(200)
    expect(repeats[0]).toMatchObject({ statusCode: 409, headers: { "retry-after": "2" } })
    expect(repeats[0]?.json["code"]).toBe("requestInProgress")
    expect((await call("northpost", "POST", measures, measure)).body).toBe(first.body)
  })

  it("can be sent again after a crash, once the first can no longer be under way", async () => {
    const { world } = await servedCase()
    const measures = `/v1/cases/${partyIn(world, "northpost").alias}/measures`
    const measure = { kind: "containment", code: "containmentAttested", at }
    const crashed = new Promise<never>(() => undefined)
    const write = world.writerOver({ ...world.cases, commit: () => crashed })
    const dying = caller({ ...world, desk: { ...world.desk, write } }, { "idempotency-key": "key-1" })
    void dying("northpost", "POST", measures, measure)
    await world.settle()
    const call = caller(world, { "idempotency-key": "key-1" })
    expect((await call("northpost", "POST", measures, measure)).json["code"]).toBe("requestInProgress")
    const later = { ...world, clock: () => new Date(world.clock().getTime() + 31_000) }
    const after = await caller(later, { "idempotency-key": "key-1" })("northpost", "POST", measures, measure)
    expect(after.json).toMatchObject({ outcome: "done" })
  })

  it("can be sent again at once after a fault", async () => {
    const { world } = await servedCase()
    const measures = `/v1/cases/${partyIn(world, "northpost").alias}/measures`
    const measure = { kind: "containment", code: "containmentAttested", at }
    const write = world.writerOver({ ...world.cases, commit: () => Promise.reject(new Error("no connection")) })
    const broken = caller({ ...world, desk: { ...world.desk, write } }, { "idempotency-key": "key-1" })
    expect((await broken("northpost", "POST", measures, measure)).statusCode).toBe(500)
    const call = caller(world, { "idempotency-key": "key-1" })
    expect((await call("northpost", "POST", measures, measure)).json).toMatchObject({ outcome: "done" })
  })

  it("can be sent again at once if only its answer could not be stored, and has one effect", async () => {
    const { world } = await servedCase()
    const measures = `/v1/cases/${partyIn(world, "northpost").alias}/measures`
    const measure = { kind: "containment", code: "containmentAttested", at }
    const storeCommand: typeof world.cases.storeCommand = (command) =>
      command.answer === undefined ? world.cases.storeCommand(command) : Promise.reject(new Error("throttled"))
    const cases = { ...world.cases, storeCommand }
    const broken = caller({ ...world, desk: { ...world.desk, cases } }, { "idempotency-key": "key-1" })
    expect((await broken("northpost", "POST", measures, measure)).statusCode).toBe(500)
    const again = await caller(world, { "idempotency-key": "key-1" })("northpost", "POST", measures, measure)
    expect(again.json).toMatchObject({ outcome: "repeated" })
    expect(world.rowsOf("measure")).toHaveLength(1)
  })

  it("can be sent again after a refusal", async () => {
    const { world } = await servedCase()
    const closing = `/v1/cases/${partyIn(world, "northpost").alias}/closing`
    const call = caller(world, {}, "token-0815")
    for (let times = 0; times < 2; times++) {
      const answer = await call("northpost", "POST", closing, { outcome: "resolved" })
      expect([answer.statusCode, answer.json["code"]]).toEqual([409, "notClosable"])
    }
  })

  it("is answered with 503 and retry-after while the case is merged into another", async () => {
    const { world, call } = await servedCase()
    const current = soleCase(world)
    await world.cases.commit({
      case: { ...current, version: current.version + 1, state: "merged", mergedInto: "case-that-goes-on" },
      items: [],
      pointers: [],
    })
    const base = `/v1/cases/${aliasIn(world, current, "leafline")}`
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
