import { describe, expect, it } from "@jest/globals"
import { functionMakers } from "./functions.ts"
import { plantedFaults } from "./planted-faults.ts"
import { runSchedule } from "./schedule.ts"

/** Schedules within which a planted fault must show. */
const schedules = 200

describe("the simulation catches", () => {
  it.each(plantedFaults.map((fault) => [fault.in, fault.describe, fault] as const))(
    "a %s that %s",
    async (_name, _fault, planted) => {
      let violations: readonly string[] = []
      for (let seed = 1; seed <= schedules && violations.length === 0; seed++) {
        violations = (await runSchedule(seed, planted)).violations
      }
      expect(violations).not.toEqual([])
    },
    60_000,
  )

  it("a fault in every function", () => {
    const covered = new Set(plantedFaults.map((fault) => fault.in))
    expect(Object.keys(functionMakers).filter((name) => ![...covered].some((one) => one === name))).toEqual([])
  })
})
