import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { actingDesk, everybody, type Id, retailers } from "../acting-desk.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { soleCase } from "../breach-world.ts"

/** What happens in a random order. */
const happening = fc.oneof(
  fc.record({ what: fc.constant("grow" as const), who: fc.constantFrom(...retailers) }),
  fc.record({
    what: fc.constantFrom(
      "no" as const,
      "yes" as const,
      "assess" as const,
      "falseAlarm" as const,
      "rest" as const,
      "resolve" as const,
    ),
    who: fc.constantFrom(...everybody),
  }),
  fc.record({ what: fc.constant("notify" as const), who: fc.constantFrom(...retailers) }),
  fc.record({ what: fc.constantFrom("contain" as const, "watch" as const), who: fc.constant("northpost" as const) }),
)

type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never

const grow: Happening = { what: "grow", who: "leafline" }
const byBoth = (what: "no" | "assess" | "falseAlarm" | "rest"): Happening[] =>
  (["leafline", "northpost"] as const).map((who) => ({ what, who }))
const contain: Happening = { what: "contain", who: "northpost" }
const notifiedByAll: Happening[] = [grow, { what: "notify", who: "leafline" }, ...byBoth("rest"), contain]
const notifiedByNobody: Happening[] = [grow, ...byBoth("rest"), contain]
const notifiedBeforeMore: Happening[] = [{ what: "notify", who: "leafline" }, grow, ...byBoth("rest"), contain]
const assessedByAll: Happening[] = [grow, ...byBoth("no"), ...byBoth("rest"), contain]
const falseAlarmOfAll: Happening[] = [grow, ...byBoth("assess"), ...byBoth("falseAlarm")]
const falseAlarmUnassessed: Happening[] = [grow, { what: "assess", who: "leafline" }, ...byBoth("falseAlarm")]
const assessedTooEarly: Happening[] = [...byBoth("no"), grow, ...byBoth("rest"), contain]

/** Anything in any order; or what ends a case, in any order and without one step, which hardly comes up by itself. */
const inSomeOrder = fc.oneof(
  fc.array(happening, { minLength: 4, maxLength: 16 }),
  fc.shuffledSubarray(notifiedByAll, { minLength: notifiedByAll.length - 1 }),
)

describe("in any order of what parties do over the API", () => {
  it("a case ends only if people were notified, or every party decided of all that is known that none need be (promise: case-closes-after-notice)", async () => {
    const ends = new Set<string>()
    await fc.assert(
      fc.asyncProperty(inSomeOrder, async (happenings) => {
        const made = await actingDesk()
        const { world } = made
        let moment = 0
        const present = new Set<Id>(["leafline", "northpost"])
        const since = new Map<string, number>()
        const grownAt = new Map<Id, number>([
          ["leafline", 0],
          ["northpost", 0],
        ])
        const notified = new Map<Id, number>()
        for (const { what, who } of [...happenings, { what: "resolve" as const, who: "leafline" as const }]) {
          moment += 1
          world.passSeconds(60)
          if (what !== "grow" && !present.has(who)) continue
          if (what === "grow") {
            await made.expose(who)
            present.add(who)
            for (const party of [who, "northpost"] as const) grownAt.set(party, moment)
          }
          if (what === "no" || what === "yes") {
            await made.answer(who, what)
            since.set(`no ${who}`, what === "no" ? moment : -1)
          }
          if (what === "assess") {
            await assessAsNoBreach(world, who)
            since.set(`no ${who}`, moment)
          }
          if (what === "notify") {
            await made.notifyAll(who)
            notified.set(who, moment)
          }
          if (what === "rest") await made.doTheRest(who)
          if (what === "contain") await made.contain()
          if (what === "watch") await made.watch()
          if (what === "falseAlarm") {
            const { code } = await made.close(who, "falseAlarm")
            if (code === undefined) since.set(`false ${who}`, moment)
          }
          if (what === "resolve") await made.close(who)
          if (soleCase(world).state !== "open") break
        }
        const { state } = soleCase(world)
        ends.add(state)
        const heldSince = (name: string, party: Id) =>
          (since.get(`${name} ${party}`) ?? -1) >= (grownAt.get(party) ?? 0)
        const isNotified = (party: Id): boolean =>
          party === "northpost"
            ? [...present].every((one) => one === "northpost" || isNotified(one))
            : (notified.get(party) ?? -1) >= (grownAt.get(party) ?? 0)
        for (const party of present) {
          if (state === "closed") expect([party, isNotified(party) || heldSince("no", party)]).toEqual([party, true])
          if (state === "falseAlarm")
            expect([party, heldSince("false", party), heldSince("no", party)]).toEqual([party, true, true])
        }
        if (state === "falseAlarm") expect(notified.size).toBe(0)
      }),
      {
        numRuns: 40,
        examples: [
          [notifiedByAll],
          [notifiedByNobody],
          [notifiedBeforeMore],
          [assessedByAll],
          [falseAlarmOfAll],
          [falseAlarmUnassessed],
          [assessedTooEarly],
        ],
      },
    )
    expect([...ends].sort()).toEqual(["closed", "falseAlarm", "open"])
  }, 120_000)
})
