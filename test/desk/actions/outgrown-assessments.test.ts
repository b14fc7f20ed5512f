import { describe, expect, it } from "@jest/globals"
import { breachFactsStated } from "../../../shared/base/contracts/breach-facts-stated.ts"
import { fixOf } from "../../../shared/base/contracts/problem-fixes.ts"
import { recountSeconds } from "../../../shared/desk/exposures/plan-counts.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { actingDesk, asked, closedSchema, low, receipts, viewSchema, withLaws } from "../acting-desk.ts"
import { aliasIn, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { noRealRisk, walkedWorld } from "./walked-world.ts"

describe("an assessment that no notice is owed", () => {
  it("was made of one parcel, so 450 more open the duties again, and the case stays open with nobody notified", async () => {
    const { world, answer, expose, doTheRest, contain, close, view, watch } = await actingDesk()
    for (const party of ["leafline", "northpost"] as const) expect((await answer(party, "no")).statusCode).toBe(200)
    world.passSeconds(60)
    await expose("leafline", 450)
    await doTheRest("leafline")
    await doTheRest("northpost")
    await contain()
    // Before the watch has written that the duties are open again, and after it.
    for (const watched of [false, true]) {
      if (watched) await watch()
      const closed = await close("leafline")
      expect(closed).toMatchObject({ statusCode: 409, code: "notClosable" })
      expect(closed.obstacles?.[0]).toMatchObject({ code: "peopleToldByNobody", untold: 451 })
      expect((await view("leafline")).obstacles).toEqual(closed.obstacles)
    }
    const states = (await view("leafline")).duties.map(({ kind, state }) => `${kind} ${state}`)
    expect(states).toEqual(expect.arrayContaining(["tellIndividuals open"]))
    for (const party of ["leafline", "northpost"] as const) await answer(party, "no")
    expect(await close("leafline")).toMatchObject({ state: "closed" })
  })

  it("is judged anew when a party asks to close, before the watch has looked at the case", async () => {
    const { world, answer, expose, doTheRest, contain, close, view } = await actingDesk()
    for (const party of ["leafline", "northpost"] as const) {
      await answer(party, "no")
      await doTheRest(party)
    }
    await contain()
    expect((await view("leafline")).obstacles).toEqual([])
    world.passSeconds(60)
    // One more is too few for an alert, which would derive the duties too.
    await expose("leafline")
    expect((await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")?.state).toBe("notOwed")
    expect((await view("leafline")).obstacles?.[0]).toMatchObject({ code: "peopleToldByNobody", untold: 2 })
    expect((await close("leafline")).codes).toEqual([
      "peopleToldByNobody",
      "dutyOutstanding",
      "peopleToldByNobodyElsewhere",
      "dutyOutstandingElsewhere",
    ])
  })

  it("does not speak of a field that was shown later", async () => {
    const { world, answer, view, watch, now } = await actingDesk()
    await answer("leafline", "no")
    world.passSeconds(60)
    await world.disclosures.append(seen(1, { accessId: "again", at: now(), fields: ["purchaser"] }))
    await world.settle()
    await watch()
    expect((await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")?.state).toBe("open")
  })

  it("that rests on a law that does not bind holds whatever is found", async () => {
    const { world, expose, post, view, watch, now } = await actingDesk()
    const duty = (await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")
    const assessment = {
      ...asked.leafline,
      met: "yes",
      reasons: ["lawDoesNotBind"],
      assessedBy: "privacy officer",
      assessedAt: now(),
    }
    await post("leafline", `/duties/${duty?.dutyId}`, { step: { operation: "assessNotOwed", assessment } })
    world.passSeconds(60)
    await expose("leafline", 3)
    await watch()
    expect((await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")?.state).toBe("notOwed")
  })

  it("is refused if it is older than what is known, lies in the future, or names no author or factor", async () => {
    const { world, answer, expose, now } = await actingDesk({
      parties: withLaws({ leafline: { laws: ["eu-gdpr"] } }),
    })
    const assessedAt = now()
    const gdpr = { law: "eu-gdpr", test: "highRiskToRightsAndFreedoms", factors: low("sensitivity") }
    world.passSeconds(60)
    await expose("leafline")
    const refusal = async (change: object) => (await answer("leafline", "no", { ...gdpr, ...change })).json["code"]
    expect(await refusal({ assessedAt })).toBe("assessedBeforeGrowth")
    expect(await refusal({ assessedAt: "2031-01-01T00:00:00Z" })).toBe("assessedInFuture")
    expect(await refusal({ assessedBy: " " })).toBe("authorMissing")
    // Art. 34 names no factors, but an answer weighs some.
    expect(await refusal({ factors: [] })).toBe("factorMissing")
    expect(await refusal({})).toBeUndefined()
  })
})

describe("a party that no law asks to notify people", () => {
  it("says so with an assessment without law, under British Columbia's Act as under none", async () => {
    const { answer, doTheRest, contain, close, post, now } = await actingDesk({
      parties: withLaws({ leafline: { laws: ["ca-bc-pipa"] } }),
    })
    await answer("northpost", "no")
    await doTheRest("northpost")
    await contain()
    expect(await close("leafline")).toMatchObject({ obstacles: [{ code: "peopleToldByNobody", untold: 1, laws: [] }] })
    const assessment = { met: "no", reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    expect((await post("leafline", "/facts", { assessment })).statusCode).toBe(200)
    expect(await close("leafline")).toMatchObject({ state: "closed" })
  })

  it("is a processor under GDPR art. 33(2) too, whose controller has assessed its own duty", async () => {
    const { answer, doTheRest, contain, close, post, now } = await actingDesk({
      parties: withLaws({
        leafline: { laws: ["eu-gdpr"] },
        northpost: { laws: ["eu-gdpr"], roles: [{ role: "holder" }] },
      }),
    })
    const factors = low("sensitivity")
    await answer("leafline", "no", { law: "eu-gdpr", test: "highRiskToRightsAndFreedoms", factors })
    for (const party of ["leafline", "northpost"] as const) await doTheRest(party)
    await contain()
    expect((await close("northpost")).codes).toEqual(["peopleToldByNobody"])
    const assessment = { met: "no", reasons: ["lawDoesNotBind"], assessedBy: "privacy officer", assessedAt: now() }
    await post("northpost", "/facts", { assessment })
    expect(await close("leafline")).toMatchObject({ state: "closed" })
  })

  it("is none that a law asks: its assessment without law is refused", async () => {
    const { post, now } = await actingDesk()
    const assessment = { met: "no", reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    expect((await post("leafline", "/facts", { assessment })).json["code"]).toBe("assessmentOfOtherTest")
  })
})

describe("people of whom nobody knows whether they are affected", () => {
  it("keep a case open until their party has notified them or assessed that it need not", async () => {
    const world = breachWorld()
    const call = caller(world)
    const block = "block#leafline#7"
    for (let number = 2; number <= 9; number++) {
      const at = new Date(Date.parse("2026-11-01T14:00:00.000Z") + number * 10_000).toISOString()
      await world.disclosures.append(
        seen(number, { at, block, subject: `subject#p-${number}`, network: `network#of-${number}` }),
      )
    }
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: block, chart: "block", subject: undefined, network: undefined }),
    )
    await world.settle()
    world.passSeconds(recountSeconds)
    await makeWatchDuties(world.desk)()
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 0, possible: { shipments: 8 } })
    const at = world.clock().toISOString()
    const path = (party: string) => `/v1/cases/${aliasIn(world, soleCase(world), party)}`
    for (const party of ["leafline", "northpost"]) {
      const { duties } = viewSchema.parse((await call(party, "GET", path(party))).json)
      for (const { dutyId, kind } of duties) {
        const receipt = { kind: receipts[kind], reference: "FILE-1", at }
        await call(party, "POST", `${path(party)}/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
      }
    }
    const contained = { kind: "containment", code: "containmentAttested", at }
    await call("northpost", "POST", `${path("northpost")}/measures`, contained)
    const closed = closedSchema.parse(
      (await call("leafline", "POST", `${path("leafline")}/closing`, { outcome: "resolved" })).json,
    )
    expect(closed.obstacles).toMatchObject([
      { code: "dutyOutstanding", law: "ca-on-fippa", kind: "tellIndividuals" },
      { code: "dutyOutstandingElsewhere", law: "ca-privacy-act", kind: "tellIndividuals" },
    ])
  })
})

describe("an answer of no although every factor is high", () => {
  const high = asked.leafline.factors.map(({ factor }) => ({ factor, level: "high" }))
  const explanation = "The finder proved in writing that nothing was kept."

  it("asks why, and who stands for it by name, and records both", async () => {
    const { answer, post, view, call, pathOf, now, world } = await actingDesk()
    const refused = async (change: object) => (await answer("leafline", "no", { factors: high, ...change })).json
    expect(await refused({})).toMatchObject({
      status: 400,
      code: "againstFactorsUnexplained",
      problems: [{ path: "body.assessment.explanation", rule: "required" }],
      detail: expect.stringContaining("why the test is not met"),
    })
    expect(await refused({ explanation: "  " })).toMatchObject({ code: "againstFactorsUnexplained" })
    expect(await refused({ explanation })).toMatchObject({
      status: 400,
      code: "againstFactorsUnconfirmed",
      problems: [{ path: "body.confirmedBy", rule: "required" }],
      detail: expect.stringContaining("the name of the person"),
    })
    const said = { reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    const assessment = { ...asked.leafline, factors: high, met: "no", explanation, ...said }
    expect((await post("leafline", "/facts", { assessment, confirmedBy: " " })).json).toMatchObject({
      code: "againstFactorsUnconfirmed",
    })
    expect((await post("leafline", "/facts", { assessment, confirmedBy: "Anna Roy " })).statusCode).toBe(200)
    const { law, test } = asked.leafline
    const { json } = await call("leafline", "GET", pathOf("leafline"))
    expect(json["confirmations"]).toEqual([{ law, test, by: "Anna Roy", at: now() }])
    expect((await view("leafline")).duties.filter(({ state }) => state === "notOwed")).toHaveLength(2)
    const entries = world.rowsOf("timeline").flatMap(({ entry }) => (entry.type === "FactsStated" ? [entry.data] : []))
    expect(entries).toMatchObject([{ met: "no", confirmed: true }])
    expect(JSON.stringify(entries)).not.toContain("Anna")
    expect(JSON.stringify((await call("northpost", "GET", pathOf("northpost"))).json)).not.toContain("Anna Roy")
  })

  it("needs neither where one factor is not high, or the answer is yes", async () => {
    const { answer } = await actingDesk()
    const [first, ...others] = high
    const mixed = [{ ...first, level: "medium" }, ...others]
    expect((await answer("leafline", "no", { factors: mixed })).statusCode).toBe(200)
    expect(
      (
        await answer("northpost", "yes", {
          factors: low("sensitivity", "probabilityOfMisuse", "harm").map((one) => ({ ...one, level: "high" })),
        })
      ).statusCode,
    ).toBe(200)
  })

  it("has the name of whoever answers also where nothing is to be confirmed, and a document gives it", async () => {
    const { post, view, call, pathOf, now } = await actingDesk()
    const said = { reasons: ["realRisk"], assessedBy: "privacy officer", assessedAt: now() }
    const assessment = { ...asked.leafline, factors: high, met: "yes", ...said }
    expect((await post("leafline", "/facts", { assessment, confirmedBy: "Anna Roy" })).statusCode).toBe(200)
    const seen = async () => (await call("leafline", "GET", pathOf("leafline"))).json
    expect((await seen())["confirmations"]).toMatchObject([{ by: "Anna Roy" }])
    const fields = await call("leafline", "GET", `${pathOf("leafline")}/report-fields`)
    expect(JSON.stringify(fields.json)).toContain("Anna Roy, privacy officer.")
    const telling = (await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")
    const otherwise = { ...assessment, ...asked.leafline, met: "no", reasons: ["noRealRisk"] }
    const step = { operation: "assessNotOwed", assessment: otherwise }
    expect((await post("leafline", `/duties/${telling?.dutyId}`, { step })).statusCode).toBe(200)
    expect((await seen())["confirmations"]).toEqual([])
  })

  it("loses its name once it is answered otherwise", async () => {
    const { answer, post, call, pathOf, now } = await actingDesk()
    const said = { reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    const assessment = { ...asked.leafline, factors: high, met: "no", explanation, ...said }
    await post("leafline", "/facts", { assessment, confirmedBy: "Anna Roy" })
    await answer("leafline", "yes")
    expect((await call("leafline", "GET", pathOf("leafline"))).json["confirmations"]).toEqual([])
  })

  it("cannot be given for one duty alone", async () => {
    const { post, view, now } = await actingDesk()
    const said = { reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    const assessment = { ...asked.leafline, factors: high, met: "no", explanation, ...said }
    const telling = (await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")
    const { json } = await post("leafline", `/duties/${telling?.dutyId}`, {
      step: { operation: "assessNotOwed", assessment },
    })
    expect(json).toMatchObject({ status: 400, code: "againstFactorsUnconfirmed" })
  })

  it("stands for each duty once somebody stands for it, and for none with another explanation", async () => {
    const { post, view, now } = await actingDesk()
    const said = { reasons: ["noRealRisk"], assessedBy: "privacy officer", assessedAt: now() }
    const assessment = { ...asked.leafline, factors: high, met: "no", explanation, ...said }
    const telling = (await view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")
    const ofDuty = async (given: object) => {
      const step = { operation: "assessNotOwed", assessment: given }
      return (await post("leafline", `/duties/${telling?.dutyId}`, { step })).json["code"]
    }
    await post("leafline", "/facts", { assessment, confirmedBy: "Anna Roy" })
    expect(await ofDuty(assessment)).not.toBe("againstFactorsUnconfirmed")
    expect(await ofDuty({ ...assessment, explanation: "Nothing was kept." })).toBe("againstFactorsUnconfirmed")
  })

  it("is refused to an event, which can carry neither, with the way that can", async () => {
    const { world, run, send } = await walkedWorld()
    const at = world.clock().toISOString()
    const factors = noRealRisk.factors?.map((one) => ({ ...one, level: "high" as const }))
    const event = send("leafline", breachFactsStated, { assessment: { ...noRealRisk, factors, assessedAt: at }, at })
    const problem = { path: "data.assessment.explanation", rule: "required" } as const
    expect(await run(event)).toEqual({ outcome: "rejected", problems: [problem] })
    expect(fixOf(problem, {})).toContain("with POST /facts over HTTPS")
  })
})
