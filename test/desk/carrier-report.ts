import { openReportedCase } from "../../shared/desk/opening/report-breach.ts"
import type { BreachWorld } from "./breach-world.ts"

const evidences = {
  token: { kind: "accessorToken", accessorToken: "tok_walker" },
  day: { kind: "timeRange", since: "2026-11-01T00:00:00.000Z", until: "2026-11-01T23:59:59.000Z" },
} as const

/** Northpost reports the lookups of the walker's token, or those of a day. Another call repeats the report. */
export function reportLookupsOf(
  evidence: keyof typeof evidences,
  { directory, desk }: Pick<BreachWorld, "directory" | "desk">,
) {
  const northpost = directory.named("northpost")
  if (northpost === undefined) throw new Error("no such party")
  return openReportedCase(desk, northpost, {
    id: `report-of-a-${evidence}`,
    finder: "finder",
    tool: "observed:northpost",
    receivedAt: "2026-11-01T15:00:00.000Z",
    evidence: evidences[evidence],
  })
}
