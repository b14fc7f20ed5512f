import { expect, it } from "@jest/globals"
import { readEvent } from "../../../client/events/received-event.ts"
import { compactStatement } from "../../../shared/base/contracts/statement-made.ts"
import { caseAlarms } from "../../../shared/proof/statements/contradictions/check-cases.ts"
import { findingAlarms } from "../../../shared/proof/statements/contradictions/check-findings.ts"
import { watchAlarms } from "../../../shared/proof/statements/contradictions/check-watch.ts"
import { findContradictions } from "../../../shared/proof/statements/contradictions/find-contradictions.ts"
import { readStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { runSchedule } from "../schedule.ts"
import type { World } from "../world.ts"

/** What parties would alarm about. The simulated signer signs what nobody can check, so signatures are left out. */
function alarmsIn(world: World): { statements: number; findings: number; alarms: string[] } {
  const alarms: string[] = []
  let [statements, findings] = [0, 0]
  for (const [party, inbox] of world.inboxes) {
    const events = inbox.map((event) => readEvent(event))
    const stated = Map.groupBy(
      events.flatMap(({ type, data }) => {
        if (type !== "StatementMade" || typeof data !== "object" || data === null || !("statement" in data)) return []
        return readStatement(compactStatement.parse(data.statement)) ?? []
      }),
      ({ statement }) => statement.day,
    )
    statements += stated.size
    findings += events.filter(({ type }) => type === "AccessAnomalyDetected").length
    const now = new Date(world.scheduler.nowMs() + 8 * 3_600_000)
    const nothing = { refused: [], leaves: [], timelines: [], answers: [], reports: [], statements: [], pinned: [] }
    const held = { ...nothing, party, keys: { keys: [] }, since: now.toISOString(), events }
    const found = [
      ...findContradictions(held, now).alarms,
      ...findingAlarms(held, stated, now),
      ...caseAlarms(held, stated, now),
      ...watchAlarms(events, stated),
    ]
    alarms.push(
      ...found.filter(({ kind }) => kind !== "notSigned").map(({ kind, words }) => `${party} ${kind}: ${words}`),
    )
  }
  return { statements, findings, alarms }
}

it("no party alarms at an honest hub under crashes, repeats and reordering", async () => {
  const all: string[] = []
  let [statements, findings] = [0, 0]
  for (let seed = 1; seed <= 40; seed += 1)
    await runSchedule(seed, {
      kind: seed % 2 === 0 ? "observed" : "guarded",
      onEnd: (world) => {
        const seen = alarmsIn(world)
        statements += seen.statements
        findings += seen.findings
        all.push(...seen.alarms.map((alarm) => `seed ${seed}: ${alarm}`))
      },
    })
  expect(all).toEqual([])
  expect(statements).toBeGreaterThan(100)
  expect(findings).toBeGreaterThan(40)
}, 240_000)
