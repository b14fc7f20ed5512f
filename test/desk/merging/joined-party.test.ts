import { describe, expect, it } from "@jest/globals"
import type { PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { partyRowSchema } from "../../../shared/desk/cases/participant-rows.ts"
import { newParty } from "../../../shared/desk/exposures/new-party.ts"
import { joinedParty } from "../../../shared/desk/merging/decide-party.ts"

const at = "2026-11-02T10:00:00.000Z"
const later = "2026-11-03T10:00:00.000Z"
const question = { regulator: "OPC", reference: "1", text: "Why?", at, dueAt: later, alarms: { escalations: 0 } }

/** A party's row in a case in which nothing was counted, under an alias of that case. */
const rowIn = (caseId: string, alias: string): PartyRow =>
  newParty(
    { caseId, partyId: "leafline", kind: "retailer", tool: "observed:northpost" },
    { at: later, aliasOf: () => alias },
  )
const surviving = rowIn("case-that-goes-on", "WS-GOES-ON")

/** What a party can have said or been told in a case, each field of which a merge has to keep. */
const said = {
  openedAt: at,
  counterparties: ["northpost"],
  awareAt: at,
  acknowledgedAt: at,
  saysFalseAlarmAt: at,
  publicNoticeGrounds: ["undueHardship"],
  discoveredAt: at,
  reportedLookups: { since: at, until: later },
  determinedAt: at,
  lawTexts: { "ca-pipeda": "hash" },
  assessments: {
    "ca-pipeda#realRisk": { met: "no", reasons: ["notABreach"], assessedBy: "Privacy officer", assessedAt: at },
  },
  confirmations: { "ca-pipeda#realRisk": { by: "Anna Roy", at } },
  settling: "ca-pipeda#realRisk",
  lawEnforcementDelay: true,
  grownAt: at,
  shrunkAt: at,
  reported: { "ca-pipeda": { at, shipments: 1, fields: ["address"] } },
  notifiedFacts: { from: at, to: at, shipments: 1, fields: ["address"] },
  writeAgainBy: later,
  assignees: { duty: "person" },
  correctedAt: at,
  causes: ["humanError"],
  cause: "A form showed too much.",
  details: { safeguards: "None." },
  correspondence: { questions: [{ questionId: "one", ...question }], told: [] },
} as const

/** Fields that stay as the surviving case has them, or that it counts again from what is moved. */
const otherwise: readonly (keyof PartyRow)[] = [
  ...(["pk", "sk", "caseId", "type", "partyId", "kind", "alias", "earlierCases", "tool", "vouchedBy"] as const),
  ...(["alertedAt", "alertedShipments", "alerts", "acknowledgeEscalations", "atHub", "closedAtHub"] as const),
  ...(["exposures", "shipments", "possible", "shipmentsByField", "shipmentsByRegion", "firstAt", "lastAt"] as const),
  ...(["notified", "byRetailer", "formerAliases"] as const),
]

describe("a party of two cases that are merged", () => {
  it("has a line here for each field of its row", () => {
    expect([...Object.keys(said), ...otherwise].sort()).toEqual(Object.keys(partyRowSchema.shape).sort())
  })

  it.each(Object.entries(said))("keeps %s of the merged case", (name, value) => {
    const merged = partyRowSchema.parse({ ...rowIn("case-that-ends", "WS-ENDS"), [name]: value })
    expect(joinedParty(surviving, merged)).toEqual({
      ...surviving,
      [name]: value,
      formerAliases: ["WS-ENDS"],
      notified: expect.anything(),
    })
  })

  it("goes by the names of both cases, and states its public notices in sum", () => {
    const one: PartyRow = {
      ...surviving,
      formerAliases: ["WS-BEFORE"],
      notified: { direct: 1, publicNotice: 0, stated: 3 },
    }
    const other: PartyRow = {
      ...rowIn("case-that-ends", "WS-ENDS"),
      formerAliases: ["WS-EARLIER"],
      notified: { direct: 5, publicNotice: 6, stated: 4 },
    }
    expect(joinedParty(one, other)).toMatchObject({
      alias: "WS-GOES-ON",
      formerAliases: ["WS-BEFORE", "WS-ENDS", "WS-EARLIER"],
      notified: { direct: 1, publicNotice: 0, stated: 7 },
    })
  })

  it.each<[keyof PartyRow, string]>([
    ["openedAt", at],
    ["awareAt", at],
    ["writeAgainBy", at],
    ["grownAt", later],
    ["shrunkAt", later],
    ["correctedAt", later],
    ["acknowledgedAt", later],
    ["discoveredAt", later],
    ["determinedAt", later],
  ])("of two %s has %s", (name, expected) => {
    const [one, other] = [
      { ...surviving, [name]: later },
      { ...rowIn("case-that-ends", "WS-ENDS"), [name]: at },
    ]
    expect(joinedParty(one, other)).toHaveProperty(name, expected)
  })
})
