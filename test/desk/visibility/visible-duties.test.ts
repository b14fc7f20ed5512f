import { describe, expect, it } from "@jest/globals"
import { dutyFor, visibleDuties } from "../../../shared/desk/visibility.ts"
import { duty } from "../../builders/duty.ts"

const at = "2026-11-10T12:00:00Z"
const carrier = { partyId: "northpost", counterparties: new Set(["leafline", "maplebooks"]) }
const leafline = { partyId: "leafline", counterparties: new Set(["northpost"]) }
const maplebooks = { partyId: "maplebooks", counterparties: new Set(["northpost"]) }

describe("a carrier's duty to people of no known retailer, beside its duties to the people of each retailer", () => {
  const towards = duty({ towards: "leafline" })

  it("is visible only to the carrier", () => {
    const rest = duty({})
    expect(visibleDuties([rest, towards], leafline)).toEqual([towards])
    expect(visibleDuties([rest, towards], maplebooks)).toEqual([])
    expect(visibleDuties([rest, towards], carrier)).toEqual([rest, towards])
    expect(visibleDuties([rest], leafline)).toEqual([rest])
  })

  it("stays visible to a retailer that asked for it or stepped in before it was divided", () => {
    const by = { by: "leafline", at }
    for (const rest of [
      duty({ state: "requested", requests: [by] }),
      duty({ state: "takenOver", takenOver: by }),
      duty({ state: "offered", offered: by }),
    ]) {
      expect(visibleDuties([rest, towards], leafline)).toEqual([rest, towards])
      expect(visibleDuties([rest, towards], maplebooks)).toEqual([])
    }
  })
})

describe("a duty of a carrier, as one of its retailers sees it", () => {
  it("is hidden from a retailer that shares no shipment with the carrier in the case", () => {
    expect(visibleDuties([duty({})], { partyId: "cafebooks", counterparties: new Set() })).toEqual([])
  })

  it("has the state that it would have without the other retailer", () => {
    const theirs = { by: "maplebooks", at }
    const states = [
      duty({ state: "requested", requests: [theirs] }),
      duty({ state: "unanswered", requests: [theirs, { by: "leafline", at }] }),
      duty({ state: "offered", offered: theirs, accepted: { by: "northpost", at } }),
      duty({ state: "takenOver", takenOver: theirs, declined: { by: "northpost", at, reason: "notInControl" } }),
    ].map((one) => dutyFor(leafline, one).state)
    expect(states).toEqual(["open", "unanswered", "accepted", "declined"])
  })

  it("keeps what the retailer asked or offered itself, and the carrier sees it too", () => {
    const own = { by: "leafline", at }
    for (const viewer of [leafline, carrier]) {
      expect(dutyFor(viewer, duty({ state: "offered", offered: own }))).toMatchObject({
        state: "offered",
        offered: own,
      })
      expect(dutyFor(viewer, duty({ state: "takenOver", takenOver: own }))).toMatchObject({
        state: "takenOver",
        takenOver: own,
      })
      expect(dutyFor(viewer, duty({ state: "requested", requests: [own] }))).toMatchObject({
        state: "requested",
        requests: [own],
      })
    }
  })

  it("keeps no offer and no take-over of the other retailer, and no silence towards it", () => {
    const theirs = { by: "maplebooks", at }
    expect(dutyFor(leafline, duty({ state: "offered", offered: theirs }))).not.toHaveProperty("offered")
    expect(dutyFor(leafline, duty({ state: "takenOver", takenOver: theirs }))).not.toHaveProperty("takenOver")
    expect(dutyFor(leafline, duty({ state: "unanswered", requests: [theirs] })).state).toBe("open")
  })

  it("keeps neither the requests of the other retailer nor the reference of a receipt that the retailer did not give", () => {
    const receipt = { kind: "individualsNotified", reference: "NP-2026-117", at } as const
    const whole = duty({
      state: "discharged",
      requests: [
        { by: "leafline", at },
        { by: "maplebooks", at },
      ],
      discharged: { by: "northpost", at, receipt },
    })
    const seen = dutyFor(leafline, whole)
    expect(seen.requests).toEqual([{ by: "leafline", at }])
    expect(seen.discharged).toEqual({ by: "northpost", at, receipt: { ...receipt, reference: "held by its owner" } })
    expect(dutyFor(carrier, whole).discharged?.receipt).toEqual(receipt)
  })
})
