import { describe, expect, it } from "@jest/globals"
import { forwardedBreachAlertAcknowledged } from "../../../shared/contracts/breach-alert-acknowledged.ts"
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
