import { describe, expect, it } from "@jest/globals"
import type { AlarmDefinition } from "./alarm-definition.ts"
import { isRaised, raisedMinutes } from "./evaluate-alarm.ts"
import { evaluateMath } from "./metric-math.ts"

const metric = "AWS/Lambda Errors"
const alarm = (given: Partial<AlarmDefinition> = {}): AlarmDefinition => ({
  ...{ description: "", runbook: "", severity: "page", actions: 1, okActions: 1 },
  metrics: { value: { name: metric, statistic: "Sum" } },
  ...{ expression: "value", periodMinutes: 1, threshold: 1, isBelow: false, periods: 3, reaching: 3 },
  missingBreaches: false,
  ...given,
})

/** `0` is within the threshold, `X` is not, and `-` is missing. */
const values = (text: string) => text.split(" ").map((each) => (each === "-" ? undefined : each === "X" ? 1 : 0))

// Both tables are those of "Configuring how CloudWatch alarms treat missing data", for which the documentation reads
// five values.
describe("an alarm of three values", () => {
  it.each([
    ["0 - X - X", false, false],
    ["0 - - - -", false, false],
    ["- - - - -", true, false],
    ["0 X X - X", true, true],
    ["- - - - X", true, false],
    ["X - - - -", true, false],
  ])("all of which have to breach, with %s, is raised: %j if missing ones breach, else %j", (text, breaching, not) => {
    expect(isRaised(alarm({ missingBreaches: true }), values(text))).toBe(breaching)
    expect(isRaised(alarm(), values(text))).toBe(not)
  })

  it.each([
    ["0 - X - X", true, true],
    ["0 0 X 0 X", true, true],
    ["0 - X - -", true, false],
    ["- - - - 0", true, false],
    ["- - - - X", true, false],
  ])("two of which have to breach, with %s, is raised: %j if missing ones breach, else %j", (text, breaching, not) => {
    expect(isRaised(alarm({ reaching: 2, missingBreaches: true }), values(text))).toBe(breaching)
    expect(isRaised(alarm({ reaching: 2 }), values(text))).toBe(not)
  })
})

const raisedAt = (of: AlarmDefinition, minutes: readonly (number | undefined)[], length = 30) =>
  raisedMinutes(of, { [metric]: minutes }, length).flatMap((raised, minute) => (raised ? [minute] : []))

describe("an alarm over time", () => {
  it("adds up its period, and knows of a minute two minutes later", () => {
    const five = alarm({ periodMinutes: 5, periods: 1, reaching: 1, threshold: 3 })
    expect(raisedAt(five, [0, 0, 0, 1, 0, 1, 0, 1, 0, 0, ...Array<number>(20).fill(0)])).toEqual([9])
  })

  it("takes the largest value of its period, and stays while that is the last one known", () => {
    const largest = alarm({ metrics: { value: { name: metric, statistic: "Maximum" } }, periods: 1, reaching: 1 })
    expect(raisedAt(largest, [undefined, 7, undefined, 0])).toEqual([3, 4])
    expect(raisedAt(largest, [undefined, 7])).toEqual([3, 4, 5])
  })

  it("is raised by silence once no real value is in its range", () => {
    const silence = alarm({ periods: 2, reaching: 2, isBelow: true, missingBreaches: true })
    expect(raisedAt(silence, [...Array<number>(10).fill(1), undefined], 16)).toEqual([0, 1, 15])
  })
})

describe("metric math", () => {
  it.each([
    ["errors / (1 + requests / 1000)", { errors: 6, requests: 2000 }, 2],
    ["errors / (1 + requests / 1000)", { errors: undefined, requests: 2000 }, undefined],
    ["FILL(errors, 0) + FILL(failed, 0)", { errors: undefined, failed: 3 }, 3],
    ["2 * a - 4 / b", { a: 3, b: 2 }, 4],
  ])("of %s", (expression, given, value) => {
    expect(evaluateMath(expression, given)).toBe(value)
  })

  it.each(["SEARCH('x')", "MAX(a)", "a b", "(a"])("does not know %s", (expression) => {
    expect(() => evaluateMath(expression, { a: 1 })).toThrow(expression)
  })
})
