import { describe, expect, it } from "@jest/globals"
import { drillInWords, isOver, judgeDrill } from "../../../../infra/cli/drill/judge-drill.ts"
import type { DrillRow } from "../../../../shared/parties/drills/drill.ts"

const drillId = "drill-kqztbxwd"
const row = (partyId: string, change: Partial<DrillRow> = {}): DrillRow => ({
  drillId,
  partyId,
  requestedAt: "2026-11-01T16:20:00.000Z",
  expiresAt: 1_800_000_000,
  sent: { at: "2026-11-01T16:20:02.000Z", channels: ["queue", "mail"], mailsRefused: 0 },
  ...change,
})
const { sent: _, ...unsent } = row("leafline")

describe("a drill", () => {
  const parties = judgeDrill(
    ["maplebooks", "northpost", "leafline", "absent", "cedarpost"],
    [
      row("maplebooks", { acknowledgedAt: "2026-11-01T16:23:02.000Z" }),
      row("northpost", { sent: { at: "2026-11-01T16:20:02.000Z", channels: ["queue"], mailsRefused: 2 } }),
      unsent,
      row("cedarpost", { sent: { at: "2026-11-01T16:20:02.000Z", channels: [], mailsRefused: 1 } }),
    ],
  )

  it("shows who acknowledged in how long, who is silent, who has no channel, and what was not sent", () => {
    expect(parties.map(({ partyId, state, secondsToAcknowledge }) => [partyId, state, secondsToAcknowledge])).toEqual([
      ["maplebooks", "acknowledged", 180],
      ["northpost", "silent", undefined],
      ["leafline", "notSent", undefined],
      ["absent", "notSent", undefined],
      ["cedarpost", "unreachable", undefined],
    ])
  })

  it("is in a table, with what to do about the others", () => {
    const text = drillInWords(drillId, parties)
    expect(text).toMatch(/maplebooks +│ queue, mail +│ acknowledged +│ 3 min/)
    expect(text).toMatch(/northpost +│ queue \(2 mails refused\) +│ NO ANSWER/)
    expect(text).toMatch(/cedarpost +│ nothing \(1 mails refused\) +│ UNREACHABLE/)
    expect(text).toMatch(/1 of 5 parties acknowledged\.\nCall each of the others/)
    expect(drillInWords(drillId, parties.slice(0, 1))).toMatch(/1 of 1 parties acknowledged\.\n$/)
  })

  it("of many parties shows the first 50 that did not acknowledge, and counts the others", () => {
    const ids = Array.from({ length: 10_000 }, (_, place) => `party-${String(place).padStart(4, "0")}`)
    const acknowledged = (partyId: string) => row(partyId, { acknowledgedAt: "2026-11-01T16:23:02.000Z" })
    const rows = ids.map((id, place) => (place < 9_940 ? acknowledged(id) : row(id)))
    const text = drillInWords(drillId, judgeDrill(ids, rows))
    expect(text).not.toContain("party-9939")
    expect(text.match(/NO ANSWER/g)).toHaveLength(50)
    expect(text).toContain("\n10 more did not acknowledge. --json lists all.\nDrill")
    expect(text).toContain("9940 of 10000 parties acknowledged.\nCall each")
    expect(drillInWords(drillId, judgeDrill(ids, ids.map(acknowledged)))).toBe(
      `Drill ${drillId}: 10000 of 10000 parties acknowledged.\n`,
    )
  })

  it("is over once nobody is left to wait for", () => {
    const overWith = (...states: readonly string[]) => isOver(parties.filter(({ state }) => states.includes(state)))
    expect(overWith("acknowledged", "unreachable")).toBe(true)
    expect(overWith("acknowledged", "silent")).toBe(false)
    expect(overWith("acknowledged", "notSent")).toBe(false)
  })
})
