import { expect, it } from "@jest/globals"
import { leadingCase } from "../../../shared/desk/exposures/attribution.ts"
import { breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"

it("leads of some cases that are one breach the oldest that a party sees, and else the oldest", async () => {
  const world = breachWorld()
  await world.disclosures.append(seen(1))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  const caseOf = (caseId: string, openedAt: string, parties: string[]) => ({
    ...soleCase(world),
    caseId,
    openedAt,
    parties,
  })
  const unseen = caseOf("case-a", "2026-11-01T14:00:00.000Z", [])
  const older = caseOf("case-c", "2026-11-01T15:00:00.000Z", ["leafline"])
  const younger = caseOf("case-b", "2026-11-01T16:00:00.000Z", ["leafline", "northpost"])
  const first = (...cases: (typeof unseen)[]) => leadingCase(cases)?.caseId
  expect(first(unseen, younger, older)).toBe("case-c")
  expect(first(younger, unseen)).toBe("case-b")
  expect(first({ ...older, parties: [] }, unseen)).toBe("case-a")
  expect(first(older, { ...younger, openedAt: older.openedAt })).toBe("case-b")
  expect(first()).toBeUndefined()
})
