import { expect, it } from "@jest/globals"
import { joinReminders } from "../../../shared/desk/alerts/join-reminders.ts"
import { noChanges } from "../../../shared/desk/cases/case-changes.ts"
import { dutyFacts } from "./letters.ts"

/** The ids of the duties that the reminder of each duty names. A duty has the due time that stands beside it. */
function joined(dueTimes: Readonly<Record<string, string | undefined>>) {
  const { dueAt: _, ...facts } = dutyFacts
  const entries = Object.entries(dueTimes).map(([dutyId, dueAt]) => ({
    actor: "hub",
    type: "DutyUnanswered" as const,
    data: {},
    visibleTo: [],
    messages: [
      {
        kind: "DutyUnanswered" as const,
        audience: "leafline",
        facts: { ...facts, duty: { ...facts.duty, dutyId }, ...(dueAt === undefined ? {} : { dueAt }) },
      },
    ],
  }))
  return joinReminders({ ...noChanges, entries }).entries.flatMap(({ messages = [] }) =>
    messages.map(({ facts: one }) => ("dueTogether" in one ? one.dueTogether?.map(({ dutyId }) => dutyId) : undefined)),
  )
}

it("reminds of duties with due times together, the first in front, and of those without apart", () => {
  const [soon, later] = ["2026-11-04T14:00:00.000Z", "2026-11-04T14:40:00.000Z"]
  const [dated, undated] = [["duty-0002", "duty-0001"], undefined]
  expect(joined({ "duty-0001": later, "duty-0002": soon, "duty-0003": undefined })).toEqual([dated, dated, undated])
})
