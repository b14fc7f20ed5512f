import { describe, expect, it } from "@jest/globals"
import * as fc from "fast-check"
import * as z from "zod"
import { lawsOf } from "../../shared/desk/cases/kept-laws.ts"
import type { Duty } from "../../shared/desk/duties/duty.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { hashOfRule } from "../../shared/desk/law/hash-of-rule.ts"
import type { Law, Rule } from "../../shared/desk/law/law.ts"
import { reviewedLaws } from "../../shared/desk/law/reviewed-laws.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import {
  aliasIn,
  type BreachWorld,
  breachWorld,
  partyIn,
  seen,
  servedWorld,
  shipParcel,
  soleCase,
  walkAnomaly,
} from "./breach-world.ts"
import { caller } from "./desk-caller.ts"

/** The law of the retailer Leafline, and the laws with another text of it. */
const id = "ca-on-fippa"
const old = lawCatalogue.find((law) => law.id === id) ?? lawCatalogue[0]
if (old === undefined) throw new Error("no law")
const deployed = (rules: Law["rules"], hash = "other-text"): Law[] =>
  lawCatalogue.map((law) => (law.id === id ? { ...law, edition: law.edition + 1, hash, rules } : law))

const ruleOfKind = (kind: Rule["kind"]): Rule => {
  const rule = old.rules.find((one) => one.kind === kind)
  if (rule === undefined) throw new Error("no such rule")
  return rule
}
const within = (hours: number) => ({ kind: "within", amount: hours, unit: "hours", from: "awareness" }) as const

/** One way to write the text anew: a rule goes, comes, counts otherwise, or has another test or other contents. */
const otherRules: fc.Arbitrary<Law["rules"]> = fc
  .tuple(
    fc.subarray(old.rules, { minLength: 1 }),
    fc.integer({ min: 1, max: 200 }),
    fc.constantFrom("clock", "test", "contents", "role", "more"),
  )
  .map(([rules, hours, way]) =>
    rules.flatMap((rule): Rule[] => {
      if (way === "clock") return [{ ...rule, clock: within(hours) }]
      if (way === "test")
        return [{ ...rule, owedIf: { ...rule.owedIf, test: { ...rule.owedIf.test, is: "everyBreach" } } }]
      if (way === "contents") return [{ ...rule, content: rule.content.slice(1) }]
      if (way === "role") return [{ ...rule, owedBy: ["holder"] }]
      const { content: _, ...other } = ruleOfKind("tellIndividuals")
      const more: Rule = { ...other, id: "more", kind: "tellOtherOrganisation", clock: within(hours), content: [] }
      return rule === rules[0] ? [rule, more] : [rule]
    }),
  )

/** Whatever reads or changes cases from now on has these laws. */
const deploy = (world: BreachWorld, laws: readonly Law[]) =>
  Object.assign(world.desk, { laws, write: world.writerOver(world.cases, laws) })

const dutiesIn = (world: BreachWorld, partyId = "leafline") =>
  world
    .rowsOf("duty")
    .filter(({ duty }) => duty.party === partyId)
    .map(({ duty }) => duty)
    .sort((one, other) => (`${one.law}${one.kind}` < `${other.law}${other.kind}` ? -1 : 1))

const dueTimes = (world: BreachWorld) => dutiesIn(world).map(({ law, kind, clock }) => [law, kind, clock.dueAt])

/** The case grows by a parcel, a fact is stated, and a day and its watch pass. */
async function goOn(world: BreachWorld) {
  await shipParcel(world, "leafline", 40)
  await world.disclosures.append(seen(40, { at: world.clock().toISOString() }))
  await world.settle()
  const path = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}/facts`
  await caller(world)("leafline", "POST", path, { determinedAt: world.clock().toISOString() })
  world.passSeconds(86_400)
  await makeWatchDuties(world.desk)()
  await world.settle()
}

const viewSchema = z.looseObject({
  duties: z.array(z.looseObject({ kind: z.string(), review: z.object({ en: z.string() }).optional() })),
  others: z.array(z.looseObject({ duties: z.array(z.looseObject({ targetAt: z.string().optional() })) })),
  otherTexts: z
    .array(
      z.looseObject({
        law: z.string(),
        text: z.string(),
        edition: z.number(),
        keptEdition: z.number(),
        changes: z.array(z.looseObject({ kind: z.string(), change: z.string() })),
      }),
    )
    .optional(),
})

function leaflinesCase(world: BreachWorld) {
  const call = caller(world)
  const path = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}`
  return {
    view: async () => viewSchema.parse((await call("leafline", "GET", path)).json),
    accept: (text: string) => call("leafline", "POST", `${path}/law-texts`, { law: id, text }),
  }
}

describe("an open case and another text of a law", () => {
  it("keep the due times of the text that the case was opened with, whatever is deployed", async () => {
    const asBefore = await servedWorld()
    await goOn(asBefore)
    await fc.assert(
      fc.asyncProperty(otherRules, async (rules) => {
        const world = await servedWorld()
        deploy(world, deployed(rules))
        await goOn(world)
        expect(dueTimes(world)).toEqual(dueTimes(asBefore))
      }),
      { numRuns: 12 },
    )
  })

  it("are after acceptance as if the case had been opened under that text", async () => {
    const untold = ({ alarms: _, ...duty }: Duty) => duty
    await fc.assert(
      fc.asyncProperty(otherRules, async (rules) => {
        const laws = deployed(rules)
        const [world, opened] = [await servedWorld(), await servedWorld(3, { laws })]
        deploy(world, laws)
        expect(await leaflinesCase(world).accept("other-text")).toMatchObject({ statusCode: 200 })
        expect(dutiesIn(world).map(untold)).toEqual(dutiesIn(opened).map(untold))
        await makeWatchDuties(world.desk)()
        await makeWatchDuties(opened.desk)()
        expect(dutiesIn(world).map(untold)).toEqual(dutiesIn(opened).map(untold))
      }),
      { numRuns: 12 },
    )
  })

  it("show what accepting it changes: what comes, goes, moves or says other things, and that nothing did yet", async () => {
    const world = await servedWorld()
    expect((await leaflinesCase(world).view()).otherTexts).toBeUndefined()
    const before = JSON.stringify(dutiesIn(world))
    const { content: _, ...other } = ruleOfKind("tellIndividuals")
    deploy(
      world,
      deployed([
        { ...ruleOfKind("tellRegulator"), clock: within(24) },
        { ...ruleOfKind("tellIndividuals"), content: [] },
        { ...other, id: "more", kind: "tellOtherOrganisation", content: [] },
      ]),
    )
    const [text] = (await leaflinesCase(world).view()).otherTexts ?? []
    expect(text).toMatchObject({ law: id, text: "other-text", keptEdition: old.edition, edition: old.edition + 1 })
    const due = (hours: number) => new Date(Date.parse(partyIn(world, "leafline").awareAt ?? "") + hours * 3_600_000)
    const changeOf = (kind: string) => text?.changes.find((one) => one.kind === kind)
    expect(changeOf("tellRegulator")).toMatchObject({
      change: "changed",
      duties: 1,
      after: { dueAt: due(24).toISOString().replace(".000Z", "Z") },
      changesConditions: true,
    })
    expect(changeOf("tellIndividuals")).toMatchObject({ change: "changed", changesContents: true })
    expect(changeOf("tellIndividuals")).not.toHaveProperty("changesConditions")
    expect(changeOf("tellOtherOrganisation")).toMatchObject({ change: "added" })
    expect(changeOf("keepRecord")).toMatchObject({ change: "lapses", section: { en: "ss. 34, 40.1" } })
    expect(JSON.stringify(dutiesIn(world))).toBe(before)
  })

  it("keep a duty that the accepted text does not ask for once somebody acted on it", async () => {
    const world = await servedWorld()
    const { view } = leaflinesCase(world)
    const record = (await view()).duties.find(({ kind }) => kind === "keepRecord")
    const receipt = { kind: "recordEntry", reference: "R-1", at: world.clock().toISOString() }
    const path = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}/duties/${String(record?.["dutyId"])}`
    await caller(world)("leafline", "POST", path, { step: { operation: "discharge", receipt } })
    deploy(world, deployed([ruleOfKind("tellRegulator")]))
    await leaflinesCase(world).accept("other-text")
    const kinds = dutiesIn(world).map(({ kind, state }) => [kind, state])
    expect(kinds).toEqual([
      ["keepRecord", "discharged"],
      ["tellRegulator", "open"],
    ])
  })

  it("say in the party's own timeline which edition it accepted, once, and nothing to others", async () => {
    const world = await servedWorld()
    deploy(world, deployed([ruleOfKind("tellRegulator")]))
    const { view, accept } = leaflinesCase(world)
    await accept("other-text")
    expect((await view()).otherTexts).toBeUndefined()
    expect(await accept("other-text")).toMatchObject({ statusCode: 409, json: { code: "noSuchText" } })
    const entries = world.rowsOf("timeline").filter(({ entry }) => entry.type === "LawTextAccepted")
    expect(entries.map(({ entry, copies }) => [entry.data, copies.map(({ partyId }) => partyId)])).toMatchObject([
      [{ law: id, before: old.edition, edition: old.edition + 1, text: "other-text" }, ["leafline"]],
    ])
  })

  it("refuse a text that is no longer the deployed one", async () => {
    const world = await servedWorld()
    deploy(world, deployed(old.rules, "seen"))
    deploy(world, deployed(old.rules, "deployed since"))
    expect(await leaflinesCase(world).accept("seen")).toMatchObject({ statusCode: 409, json: { code: "noSuchText" } })
  })

  it("go on without the law once the deployment has it no more", async () => {
    const world = await servedWorld()
    deploy(
      world,
      lawCatalogue.filter((law) => law.id !== id),
    )
    await goOn(world)
    const asBefore = await servedWorld()
    await goOn(asBefore)
    expect(dueTimes(world)).toEqual(dueTimes(asBefore))
    expect(dutiesIn(world).some(({ clock }) => clock.from === "determination" && clock.standsInFor === undefined)).toBe(
      true,
    )
  })

  it("pin a case of a release that kept no texts to what is deployed, by the next watch", async () => {
    const world = await servedWorld()
    const { lawTexts: _, ...before } = partyIn(world, "leafline")
    await world.writerOver(world.cases)(
      async () => soleCase(world),
      (current) => ({ draft: { case: current, items: [before], entries: [] }, result: undefined }),
    )
    expect(partyIn(world, "leafline").lawTexts).toBeUndefined()
    await makeWatchDuties(world.desk)()
    expect(partyIn(world, "leafline").lawTexts).toMatchObject({ [id]: old.hash })
  })

  const openedIn = async (world: BreachWorld) => {
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
  }

  it("store of a text nobody's name, and show the reviews of it that this deployment has", async () => {
    const [rule] = old.rules
    if (rule === undefined) throw new Error("no rule")
    const of = { law: id, rule: rule.id, on: "2026-12-02", verdict: "agrees" } as const
    const reviews = [
      { ...of, hash: hashOfRule(old, rule), reviewer: "A. Counsel" },
      { ...of, hash: "0".repeat(64), reviewer: "B. Counsel", on: "2026-12-03" },
    ]
    const world = await servedWorld(3, { laws: reviewedLaws(lawCatalogue, reviews) })
    expect(JSON.stringify(world.rowsOf("lawText"))).not.toMatch(/[AB]\. Counsel/)
    const { duties, lawReviews } = await leaflinesCase(world).view()
    expect(duties.map(({ review }) => review?.en)).toContainEqual(expect.stringContaining("Reviewed by A. Counsel"))
    expect(lawReviews).toEqual([{ law: id, reviewed: 1, changed: 0, unreviewed: old.rules.length - 1 }])
    const changed = deployed(old.rules.map((one) => (one === rule ? { ...rule, clock: within(9) } : one)))
    deploy(world, reviewedLaws(changed, reviews))
    const kept = (await lawsOf(world.desk, partyIn(world, "leafline"))).find((law) => law.id === id)
    expect(kept?.rules[0]).toMatchObject({
      clock: rule.clock,
      reviews: [
        { reviewer: "A. Counsel", ofThisText: true },
        { reviewer: "B. Counsel", ofThisText: false },
      ],
    })
  })

  it("keep the target beside a legal deadline, and have no other one until the party accepts it", async () => {
    const both = { ...within(100), standard: "asSoonAsFeasible" } as const
    const world = await servedWorld(3, { laws: deployed([{ ...ruleOfKind("tellRegulator"), clock: both }], "kept") })
    const targetIn = async () => (await leaflinesCase(world).view()).duties.map(({ targetAt }) => targetAt)
    const before = await targetIn()
    expect(before).toEqual([expect.stringMatching(/Z$/)])
    deploy(world, deployed([{ ...ruleOfKind("tellRegulator"), clock: within(100) }]))
    expect(await targetIn()).toEqual(before)
    expect(await leaflinesCase(world).accept("other-text")).toMatchObject({ statusCode: 200 })
    expect(await targetIn()).toEqual([undefined])
  })

  it("show another party the target of the text that the owner's duty follows", async () => {
    const both = { ...within(100), standard: "asSoonAsFeasible" } as const
    const anew = (clock: Rule["clock"], hash: string): Law[] =>
      lawCatalogue.map((law) =>
        law.id === "ca-privacy-act" ? { ...law, hash, rules: law.rules.map((rule) => ({ ...rule, clock })) } : law,
      )
    const world = await servedWorld(3, { laws: anew(both, "kept") })
    const targets = async () =>
      (await leaflinesCase(world).view()).others.flatMap(({ duties }) => duties.map(({ targetAt }) => targetAt))
    const before = await targets()
    expect(before).toContainEqual(expect.stringMatching(/Z$/))
    deploy(world, anew(within(100), "deployed"))
    expect(await targets()).toEqual(before)
  })

  it("go on without a text that another release wrote and this one cannot read", async () => {
    const ofLaterRelease = deployed([{ ...ruleOfKind("tellRegulator"), clock: within(9) }], "later").map((law) =>
      law.hash === "later" ? Object.assign({ ofLaterRelease: true }, law) : law,
    )
    const world = await servedWorld(3, { laws: ofLaterRelease })
    const before = dueTimes(world)
    deploy(world, lawCatalogue)
    await makeWatchDuties(world.desk)()
    expect(dueTimes(world)).toEqual(before)
    const view = await leaflinesCase(world).view()
    expect(view.duties).toHaveLength(1)
    expect(view).toMatchObject({ lawCoverage: { notHere: [id] } })
  })

  it("write a text once, however many containers begin", async () => {
    const world = await servedWorld()
    const marked: string[] = []
    const mark: typeof world.cases.mark = (row) => {
      marked.push(row.pk)
      return world.cases.mark(row)
    }
    const keepAgain = () =>
      world.writerOver({ ...world.cases, mark })(
        async () => soleCase(world),
        (current) => ({
          draft: { case: current, items: [partyIn(world, "leafline")], entries: [] },
          result: undefined,
        }),
      )
    await keepAgain()
    expect(marked).toEqual([])
    expect(world.rowsOf("lawText").map(({ pk }) => pk)).toContain(`LAW#${old.hash}`)
  })

  it("never name a text that is not stored, wherever a crash comes", async () => {
    for (let crashAt = 1, wasHit = true; wasHit; crashAt += 1) {
      let left = crashAt
      const interrupt = async () => {
        left -= 1
        if (left === 0) throw new Error("crash")
      }
      const world = breachWorld({ interrupt })
      await openedIn(world).catch(() => undefined)
      wasHit = left <= 0
      const stored = new Set(world.rowsOf("lawText").map(({ pk }) => pk))
      const kept = world.rowsOf("party").flatMap(({ lawTexts = {} }) => Object.values(lawTexts))
      expect(kept.filter((hash) => !stored.has(`LAW#${hash}`))).toEqual([])
    }
  })
})
