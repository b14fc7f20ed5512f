import { describe, expect, it } from "@jest/globals"
import { reportTable } from "../../../../infra/local/replay/report.ts"
import { legFigures } from "./leg-figures.ts"

const leg = (exposuresMatchAnswers: boolean) => ({ ...legFigures, exposuresMatchAnswers })

describe("the table of the replay", () => {
  it("says what to do if exposures differ from what the answers showed", () => {
    const whole = { guarded: leg(true), guesser: leg(true), observed: leg(true) }
    expect(reportTable(whole)).not.toContain("start\nagain")
    expect(reportTable({ ...whole, guesser: leg(false) })).toContain("start\nagain, and wait for the table")
  })

  it("says what a tool with the guard showed", () => {
    const seen = { walked: 4_500, phases: 5, details: 0, recipients: 450, recipientsAsked: 450, recipientsShown: 449 }
    expect(reportTable({ guardedTool: [{ addresses: 400, ...seen }] })).toContain(
      "the walk of 4500 from 400 addresses saw 5 phases and 0 details.\n  449 of 450 recipients saw their own details",
    )
  })

  it("says which step failed and why, and shows the figures that there are", () => {
    const failed = { step: "Observed leg: publishing 10 shipments", reason: "Waited 240 s for it" }
    const text = reportTable({ guarded: leg(true), guesser: leg(true), failed })
    expect(text).toContain('The replay failed at "Observed leg: publishing 10 shipments": Waited 240 s for it')
    expect(text).toContain("not replayed")
    expect(text).not.toContain("start\nagain")
  })
})
