import { describe, expect, it } from "@jest/globals"
import {
  breachAlertAcknowledged,
  forwardedBreachAlertAcknowledged,
} from "../../../shared/base/contracts/breach-alert-acknowledged.ts"
import { isOfOtherContent } from "../../../shared/desk/cases/event-content.ts"
import { partyIn } from "../breach-world.ts"
import { walkedWorld } from "./walked-world.ts"

describe("acknowledging an alert", () => {
  it("counts once, and the other party learns of it under its own case alias and without the name of a discreet party", async () => {
    const { world, run, acknowledge, aliasOf } = await walkedWorld()
    expect(await run(acknowledge("leafline", "ack-1"))).toBe("done")
    expect(await run(acknowledge("leafline", "ack-1"))).toBe("repeated")
    await run(acknowledge("leafline", "ack-2"))
    const forwarded = world.exchange.published(forwardedBreachAlertAcknowledged)
    expect(forwarded.map(({ metadata, data }) => [metadata.audience, data.caseAlias, data.actor])).toEqual([
      ["northpost", aliasOf("northpost"), { kind: "retailer" }],
    ])
    await run(acknowledge("northpost"))
    expect(
      world.exchange.published(forwardedBreachAlertAcknowledged, "leafline").map(({ data }) => data.actor),
    ).toEqual([{ kind: "carrier", alias: "Northpost" }])
    expect(partyIn(world, "leafline").acknowledgedAt).toBeDefined()
  })

  it("is rejected under the id of another event, and a repeat is not", async () => {
    const { world, run, send, acknowledge, measure } = await walkedWorld()
    await run(acknowledge("leafline", "event-a"))
    const rows = JSON.stringify(world.cases.rows())
    const measured = {
      ...measure("leafline", "accessorRefused"),
      metadata: acknowledge("leafline", "event-a").metadata,
    }
    const later = { at: "2026-11-01T14:11:00.000Z" }
    const reused = { outcome: "rejected", problems: [{ path: "metadata.id", rule: "idReused" }] }
    expect(await run(measured)).toEqual(reused)
    // Who answers a repeated alert once more makes the same event with another time.
    for (const repeat of [
      acknowledge("leafline", "event-a"),
      send("leafline", breachAlertAcknowledged, later, "event-a"),
    ])
      expect(await run(repeat)).toBe("repeated")
    expect(JSON.stringify(world.cases.rows())).toBe(rows)
    // The ids of one party are nothing to another.
    expect(await run(acknowledge("northpost", "event-a"))).toBe("done")
  })

  it("counts as a repeat if what it repeats was noted by release 0.1.0, which kept no content", () => {
    expect(isOfOtherContent({ type: "marker", at: "2026-11-01T14:10:00.000Z" }, "content")).toBe(false)
    expect(isOfOtherContent(undefined, "content")).toBe(false)
  })

  it("is refused to a party that knows only the alias of the case", async () => {
    const { world, run, acknowledgeUnder, aliasOf } = await walkedWorld()
    const foreign = [
      ["maplebooks", aliasOf("leafline")],
      ["maplebooks", aliasOf("northpost")],
      ["maplebooks", "WS-0000000000"],
      ["northpost", aliasOf("leafline")],
      ["leafline", aliasOf("northpost")],
    ] as const
    for (const [partyId, caseAlias] of foreign) {
      expect(await run(acknowledgeUnder(partyId, caseAlias))).toEqual({
        outcome: "rejected",
        problems: [{ path: "data.caseAlias", rule: "unknownReference" }],
      })
    }
    expect(world.rowsOf("party").every((row) => row.acknowledgedAt === undefined)).toBe(true)
  })
})
