import { describe, expect, it } from "@jest/globals"
import { reportTable } from "../../../../infra/local/replay/report.ts"

/** A leg of the replay in which the walker was shown nothing. */
const leg = (exposuresMatchAnswers: boolean) => ({
  lookups: 10,
  refusedLookups: 10,
  recordsExposedBeforeAnomaly: 0,
  recordsExposedBeforeRestriction: 0,
  recordsExposedInAll: 0,
  fieldsExposed: [],
  secondsFromCrossingToAlert: null,
  alertedParties: [],
  acknowledgedBy: [],
  benignLookups: 5,
  benignRefused: 0,
  anomalies: [],
  exposuresMatchAnswers,
})

describe("the table of the replay", () => {
  it("says what to do if exposures differ from what the answers showed", () => {
    const whole = { guarded: leg(true), guesser: leg(true), observed: leg(true) }
    expect(reportTable(whole)).not.toContain("start\nagain")
    expect(reportTable({ ...whole, guesser: leg(false) })).toContain("start\nagain, and wait for the table")
  })
})
