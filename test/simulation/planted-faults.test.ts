import { describe, expect, it } from "@jest/globals"
import { type FunctionName, functionMakers } from "./functions.ts"
import { plantedFaults } from "./planted-faults.ts"
import { runSchedule, type ScheduleKind } from "./schedule.ts"

/** Schedules within which a planted fault has to show. Two writes of one row at the same time are rare. */
const schedules = 1_000

/** The schedules in which a function takes part. */
function kindFor(name: FunctionName): ScheduleKind {
  if (name === "look-up-shipment") return "guarded"
  const isGate =
    /^(record-shipment|record-progress|relay-tracking|confirm-claims|explain-rejection|accept-event|deliver-webhook|retry-webhooks|erase-shipments|sweep-erasures)$/.test(
      name,
    )
  return isGate ? "gate" : "observed"
}

describe("the simulation catches", () => {
  it.each(plantedFaults.map((fault) => [fault.in, fault.describe, fault] as const))(
    "a %s that %s",
    async (_name, _fault, planted) => {
      let violations: readonly string[] = []
      for (const seed of [planted.seenWithSeed ?? 1, ...Array.from({ length: schedules }, (_, place) => place + 1)]) {
        violations = (await runSchedule(seed, { planted, kind: kindFor(planted.in) })).violations
        if (violations.length > 0) break
      }
      expect(violations).not.toEqual([])
    },
    400_000,
  )

  it("at least one fault in every function", () => {
    const covered = new Set(plantedFaults.map((fault) => fault.in))
    expect(Object.keys(functionMakers).filter((name) => ![...covered].some((one) => one === name))).toEqual([])
  })
})
