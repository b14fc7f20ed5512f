import { describe, expect, it } from "@jest/globals"
import { alertedAlone, rememberAnomalies } from "../../../../infra/cli/doctor/check-walk.ts"
import type { PartyEvent } from "../../../../infra/cli/doctor/marked-inbox.ts"
import { derivedId } from "../../../../shared/base/contracts/envelope.ts"
import { breachParties } from "../../../desk/breach-world.ts"

const startedAt = new Date("2026-11-01T14:00:00.000Z")
const walked = { tool: "observed:northpost", firstAt: "2026-11-01T14:00:20.000Z", counts: { references: 12 } }

const announced = (anomalyId: string, change: object = {}): PartyEvent => ({
  detailType: "AccessAnomalyDetected",
  eventId: `event-${anomalyId}`,
  correlationId: undefined,
  data: { anomalyId, ...walked, ...change },
  body: "",
  replayName: undefined,
})

it("the doctor takes the anomalies of its own walk out of the queues, and none of somebody else's", async () => {
  const events = [
    announced("own"),
    announced("otherTool", { tool: "observed:swiftpost" }),
    announced("hubTool", { tool: "guarded" }),
    announced("longer", { counts: { references: 13 } }),
    announced("earlier", { firstAt: "2026-11-01T13:59:59.000Z" }),
  ]
  const inbox = { isReadable: async () => true, of: () => events }
  const correlationIds = new Set<string>()
  const cases = breachParties
    .filter(({ id }) => ["leafline", "northpost"].includes(id))
    .map((party) => ({ party, caseAlias: "case-a" }))
  await rememberAnomalies({ inbox, correlationIds, startedAt }, cases)
  expect([...correlationIds].sort()).toEqual(
    ["leafline", "northpost"].map((id) => derivedId("belongs-to", id, "own")).sort(),
  )
})

describe("the doctor in a stage without the desk", () => {
  const partyNamed = (partyId: string) => {
    const party = breachParties.find(({ id }) => id === partyId)
    if (party === undefined) throw new Error("no such party")
    return party
  }

  /** What it finds if the parties received these events since the walk began, and what it notes. */
  async function found(eventsOf: { leafline: PartyEvent[]; northpost: PartyEvent[] }, before: string[] = []) {
    const of = (partyId: string) => (partyId === "leafline" ? eventsOf.leafline : eventsOf.northpost)
    const examination = {
      inbox: {
        isReadable: async () => true,
        of,
        received: async (partyId: string, fits: (event: PartyEvent) => boolean) => of(partyId).find(fits),
      },
      correlationIds: new Set<string>(),
      left: [],
      startedAt,
    }
    const pair = { retailer: partyNamed("leafline"), carrier: partyNamed("northpost") }
    const since = { before: new Set(before), startedAt: Date.now() }
    const { outcome, detail } = await alertedAlone(examination, pair, since)
    return { outcome, detail, ...examination }
  }
  const alert = announced("own", { severity: "alert" })

  it("takes the anomaly itself for the alert, once both parties received it", async () => {
    const { outcome, detail, left, correlationIds } = await found({ leafline: [alert], northpost: [alert] })
    expect({ outcome, detail }).toEqual({
      outcome: "pass",
      detail: "leafline and northpost were alerted within 0 s",
    })
    expect(left).toEqual([expect.stringContaining("restrictions of the walk")])
    expect(correlationIds.size).toBe(2)
  })

  it.each([
    ["nothing", []],
    ["a notice", [announced("own", { severity: "notice" })]],
    ["the alert of another tool", [announced("otherTool", { severity: "alert", tool: "guarded" })]],
    [
      "the alert of a walk before its own",
      [announced("old", { severity: "alert", firstAt: "2026-11-01T13:00:00.000Z" })],
    ],
    ["another event", [{ ...alert, detailType: "AccessorRestricted" }]],
  ])("fails if a party received %s instead", async (_, northpost) => {
    const { outcome, detail, left } = await found({ leafline: [alert], northpost })
    expect({ outcome, detail }).toEqual({ outcome: "fail", detail: "northpost received no alert within a minute" })
    expect(left).toEqual([])
  })

  it("takes no alert that was there before the walk", async () => {
    expect(await found({ leafline: [alert], northpost: [alert] }, [alert.eventId])).toMatchObject({ outcome: "fail" })
  })
})
