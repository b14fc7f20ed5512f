import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { caseView } from "../../../shared/desk/api/case-view.ts"
import type { Anomaly } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import { type BreachWorld, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { mailIn, opened } from "./letters.ts"

const byHub: Partial<Anomaly> = { tool: "guarded", reportedBy: undefined, accessIds: [], accessorTokens: [] }
const atMaple = { retailerId: "maplebooks" } as const

/** Who vouches for an anomaly, and how each of its parties is told of that. */
const told: [what: string, anomaly: Partial<Anomaly>, told: Record<string, object>][] = [
  ["the hub saw", byHub, { leafline: { kind: "hub", how: "seen" }, northpost: { kind: "hub", how: "seen" } }],
  [
    "a carrier reported",
    {},
    {
      leafline: { kind: "carrier", alias: "Northpost", how: "reported" },
      northpost: { kind: "carrier", alias: "Northpost", how: "reported" },
    },
  ],
  [
    "a retailer delegated",
    { ...byHub, ...atMaple, delegatedBy: "maplebooks" },
    {
      maplebooks: { kind: "retailer", alias: "Maple Books", how: "delegated" },
      northpost: { kind: "retailer", alias: "Maple Books", how: "delegated" },
    },
  ],
  [
    "a discreet retailer delegated, which the carrier knows by its kind alone",
    { ...byHub, delegatedBy: "leafline" },
    {
      leafline: { kind: "retailer", alias: "Leafline", how: "delegated" },
      northpost: { kind: "retailer", how: "delegated" },
    },
  ],
  [
    "a carrier delegated whose parcels were looked up",
    { ...byHub, delegatedBy: "northpost" },
    {
      leafline: { kind: "carrier", alias: "Northpost", how: "delegated" },
      northpost: { kind: "carrier", alias: "Northpost", how: "delegated" },
    },
  ],
]

async function announced(anomaly: Partial<Anomaly>): Promise<BreachWorld> {
  const world = breachWorld()
  const { retailerId = "leafline" } = anomaly
  await world.disclosures.append(seen(1, { retailerId }))
  await world.use.raise(walkAnomaly(anomaly))
  return world
}

describe("the parties of an anomaly are told who vouches for it:", () => {
  it.each(told)("%s", async (_, anomaly, expected) => {
    const world = await announced(anomaly)
    for (const [partyId, vouchedBy] of Object.entries(expected)) {
      const [event] = world.exchange.published(accessAnomalyDetected, partyId)
      expect(event?.data.vouchedBy).toEqual(vouchedBy)
    }
  })

  it("a carrier delegated that has none of the parcels, which the others know by its kind alone", async () => {
    const world = breachWorld()
    await world.use.raise(walkAnomaly({ ...byHub, delegatedBy: "northpost", carrierIds: [] }))
    const [event] = world.exchange.published(accessAnomalyDetected, "leafline")
    expect(event?.data.vouchedBy).toEqual({ kind: "carrier", how: "delegated" })
  })
})

const shownFindings = z.object({ findings: z.array(z.object({ vouchedBy: z.unknown(), explanation: z.unknown() })) })

describe("a case says who vouches for what was found", () => {
  it.each(told)("in its view and its alert: %s", async (_, anomaly, expected) => {
    const world = breachWorld()
    const { retailerId = "leafline" } = anomaly
    await world.disclosures.append(seen(1, { retailerId }))
    await world.anomalies.raise(walkAnomaly(anomaly))
    await world.settle()
    for (const [partyId, vouchedBy] of Object.entries(expected)) {
      const party = await world.desk.parties.byId(partyId)
      if (party === undefined) throw new Error("no such party")
      const view = await caseView({ ...world.desk, sealer: world.sealer }, party, {
        current: soleCase(world),
        own: partyIn(world, partyId),
      })
      expect(shownFindings.parse(view).findings[0]?.vouchedBy).toEqual(vouchedBy)
      const [alert] = world.exchange.published(breachCaseOpened, partyId)
      const { alias: _alias, ...unnamed } = z.object({ alias: z.string().optional() }).loose().parse(vouchedBy)
      expect(alert?.data.vouchedBy).toEqual(unnamed)
    }
  })

  it("in the mail, in both languages", () => {
    const mail = opened({ vouchedBy: { kind: "retailer", how: "delegated" } })
    // The mail is to the retailer that said so, and then to the other party.
    expect(mailIn("en", mail).text).toContain("Who says so: your organization, about visitors of its own site")
    expect(mailIn("fr", mail).text).toMatch(
      /Qui le dit\s: votre organisation, au sujet de visiteurs de son propre site/,
    )
    const reported = opened({ vouchedBy: { kind: "carrier", how: "reported" } })
    expect(mailIn("en", reported).text).toContain("Who says so: the carrier, about lookups in its own tool")
    expect(mailIn("en", opened({ vouchedBy: undefined })).text).not.toContain("Who says so")
  })
})
