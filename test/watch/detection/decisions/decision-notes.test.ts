import { describe, expect, it } from "@jest/globals"
import { notesOfDecisions } from "../../../../shared/watch/detection/decisions/decision-note.ts"
import {
  type Restriction,
  restrictionAfter,
  restrictionReleased,
} from "../../../../shared/watch/detection/restrictions/restriction.ts"
import { memoryDecisionNotes } from "../memory-stores.ts"
import { aRestriction } from "../restrictions/restrictions.contract.ts"
import { decisionNotesContract } from "./decision-notes.contract.ts"

decisionNotesContract("in memory", async () => memoryDecisionNotes())

const now = new Date("2026-11-01T12:00:00.000Z")
const tokenOf = (carrierId: string, number = 1) => ({
  carrierId,
  tokenKey: `${carrierId}-${number}`.padEnd(43, "-"),
  sealed: `s1.sealed-${number}`,
})
const restriction = (change: Partial<Restriction> = {}): Restriction => ({
  ...aRestriction("noted"),
  revision: 1,
  expiresAt: 1,
  ...change,
})
const changes = (before: Restriction | undefined, after: Restriction) =>
  notesOfDecisions(before, after, now).map(({ carrierId, place, change }) => [carrierId, place.slice(0, 24), change])

describe("the notes of a restriction", () => {
  it("say to each carrier with tokens that it is new, and when it ends", () => {
    const tokens = [tokenOf("northpost"), tokenOf("southpost")]
    expect(changes(undefined, restriction({ accessorTokens: tokens, until: "2026-11-02T10:00:00Z" }))).toEqual([
      ["northpost", "2026-11-01T12:00:00.000Z", "new"],
      ["northpost", "2026-11-02T10:00:00.000Z", "expired"],
      ["southpost", "2026-11-01T12:00:00.000Z", "new"],
      ["southpost", "2026-11-02T10:00:00.000Z", "expired"],
    ])
  })

  it("say that it is renewed when its end moves, and only to the carrier whose tokens are more", () => {
    const before = restriction({ accessorTokens: [tokenOf("northpost"), tokenOf("southpost")] })
    const grown = { ...before, accessorTokens: [...before.accessorTokens, tokenOf("southpost", 2)], revision: 2 }
    expect(changes(before, grown).map(([carrierId, , change]) => [carrierId, change])).toEqual([
      ["southpost", "renewed"],
      ["southpost", "expired"],
    ])
    const longer = { ...before, until: "2026-11-03T10:00:00.000Z" }
    expect(changes(before, longer)).toHaveLength(4)
  })

  it("say that it is released, once, and that one which follows is new", () => {
    const before = restriction()
    const released = restrictionReleased(before, { kind: "falseAlarm", caseId: "case-1" }, now.toISOString())
    if (released === undefined) throw new Error("not released")
    expect(changes(before, released)).toEqual([["northpost", "2026-11-01T12:00:00.000Z", "released"]])
    expect(changes(released, { ...released, revision: 3 })).toEqual([])
    const asked = aRestriction("noted", { evidenceAt: "2026-11-01T13:00:00.000Z", since: "2026-11-01T13:00:00.000Z" })
    const again = restrictionAfter(released, asked)
    if (again === undefined) throw new Error("not restricted again")
    expect(changes(released, again)[0]).toEqual(["northpost", "2026-11-01T12:00:00.000Z", "new"])
  })

  it.each<[string, Restriction]>([
    ["it has no token", restriction({ accessorTokens: [] })],
    ["it is of numbers", restriction({ scope: "neighbourhood" })],
    ["it is of postal codes", restriction({ scope: "codeBlock" })],
  ])("are none if %s", (_, after) => {
    expect(notesOfDecisions(undefined, after, now)).toEqual([])
  })

  it("are none if nothing changed that a carrier acts on", () => {
    const before = restriction()
    expect(notesOfDecisions(before, { ...before, voidsPostalCode: true, revision: 2 }, now)).toEqual([])
  })
})
