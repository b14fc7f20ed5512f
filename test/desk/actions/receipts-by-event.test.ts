import { describe, expect, it } from "@jest/globals"
import { shipmentsDigest } from "../../../shared/desk/notices/notice-receipts.ts"
import { partyIn } from "../breach-world.ts"
import { shipmentIds, walkedWorld } from "./walked-world.ts"

describe("receipts that a party sends by event", () => {
  it("leave a digest of the shipments in the timeline of the party that notified people, and in no other", async () => {
    const desk = await walkedWorld(3)
    await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: ["s2", "s1"] }))
    const copies = desk.world.rowsOf("timeline").flatMap((row) => row.copies)
    const digests = copies.flatMap(({ partyId, entry: { data } }) =>
      data["shipmentsDigest"] === undefined ? [] : [{ partyId, digest: data["shipmentsDigest"] }],
    )
    expect(digests).toEqual([{ partyId: "leafline", digest: shipmentsDigest(["s1", "s2"]) }])
  })

  it("name unknown shipments by their places in the list", async () => {
    const desk = await walkedWorld(3)
    const outcome = await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: ["s1", "s99", "s2"] }))
    expect(outcome).toEqual({
      outcome: "done",
      problems: [{ path: "data.recipients.shipmentIds[]", rule: "unknownReference", index: 1 }],
    })
    expect(partyIn(desk.world, "leafline").notified.direct).toBe(2)
    expect(await desk.run(desk.notify("northpost", { kind: "shipmentIds", shipmentIds: ["s3"] }))).toMatchObject({
      outcome: "rejected",
    })
  })

  it("of hundreds of shipments are counted exactly, in several transactions", async () => {
    const desk = await walkedWorld(300)
    await desk.run(desk.notify("leafline", { kind: "shipmentIds", shipmentIds: shipmentIds(1, 300) }))
    expect(partyIn(desk.world, "leafline").notified).toMatchObject({ direct: 300 })
    expect(desk.world.rowsOf("affected").every((row) => row.receipts["leafline"] !== undefined)).toBe(true)
  })
})
