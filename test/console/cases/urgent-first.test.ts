import { describe, expect, it } from "@jest/globals"
import { urgentFirst } from "../../../console/cases/urgent-first.ts"

const aCase = (name: string, state: string, dueAt?: string) => ({
  name,
  state,
  ...(dueAt === undefined ? {} : { nextDue: { dueAt } }),
})

describe("a list of cases", () => {
  it("begins with the open case whose duty is due first, and ends with the cases that have ended", () => {
    const listed = [
      aCase("newest, ended", "closed"),
      aCase("late", "open", "2026-11-09T10:00:00.000Z"),
      aCase("nothing due", "open"),
      aCase("soon", "open", "2026-11-04T10:00:00.000Z"),
      aCase("sooner, by its offset", "open", "2026-11-04T10:30:00.000+01:00"),
      aCase("nothing due either", "open"),
      aCase("oldest, ended", "falseAlarm"),
    ]
    expect(urgentFirst(listed).map(({ name }) => name)).toEqual([
      "sooner, by its offset",
      "soon",
      "late",
      "nothing due",
      "nothing due either",
      "newest, ended",
      "oldest, ended",
    ])
  })
})
