import { describe, expect, it } from "@jest/globals"
import { contactOf } from "../../shared/watch/detection/access.ts"
import { evaluate } from "../../shared/watch/detection/scoring/evaluate.ts"
import { aRetailer } from "../watch/detection/builders.ts"
import { accesses, day, run, start } from "../watch/detection/streams.ts"
import { makeThresholdCurve, moves, shownUntilMoved } from "./threshold-curve.ts"

const profileOf = () => aRetailer()
const slow = accesses(30, (index) => ({ at: start + (index * day) / 3, deliveryPoint: 1_000 + index }))

describe("thresholds that are moved", () => {
  it("cross later the higher they are, and as the detector's own where they are not moved", () => {
    const steps = slow.map((access) => ({ access, isForeign: true }))
    const shown = shownUntilMoved("fanOut", steps, () => profileOf)
    expect(shown).toEqual([...shown].sort((one, other) => Number(one) - Number(other)))
    expect(shown[moves.indexOf(0)]).toBe(run(slow).shownUntilAlert)
    expect(shownUntilMoved("fanOut", steps.slice(0, 5), () => profileOf)).toEqual(moves.map(() => null))
  })

  it("are followed from a visitor's first notice on, and count its visits of the next day as refused", () => {
    const curve = makeThresholdCurve({ profileOf, subjectEntries: () => slow.slice(0, 7).map(contactOf), from: start })
    const [noticed, ...later] = slow.slice(6)
    if (noticed === undefined) throw new Error("no lookups")
    const key = { kind: "subject", subjectKind: "cookie", networkKind: "fixed" } as const
    const finding = evaluate({
      key,
      entries: slow.slice(0, 9).map(contactOf),
      trimmed: false,
      accessorClass: "public",
      profileOf,
    }).find(({ chart }) => chart === "fanOut")
    if (finding === undefined) throw new Error("no notice")
    curve.observe(noticed, [{ keyName: "subject#cookie-1", key, finding }], { kind: "recipient", session: 0 })
    for (const [index, access] of later.entries()) curve.observe(access, [], { kind: "recipient", session: index + 1 })
    const { alarms, refused } = curve.counts()
    expect(alarms["fanOut|0|recipient"]).toBe(1)
    expect(refused["fanOut|0|recipient"]).toBe(3)
    expect(alarms["walk|0|recipient"]).toBeUndefined()
  })
})
