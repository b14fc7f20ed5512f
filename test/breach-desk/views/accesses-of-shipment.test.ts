import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { referenceRecordId } from "../../../shared/tracking/record-ids.ts"
import { seen } from "../breach-world.ts"
import { servedCase } from "./served-case.ts"

describe("the accesses of one shipment", () => {
  it("go to its retailer and its carrier, with other names of the accessor for each", async () => {
    const { call } = await servedCase()
    const accesses = z.object({ accesses: z.array(z.object({ accessor: z.string(), proven: z.boolean() })) })
    const toRetailer = accesses.parse((await call("leafline", "GET", "/v1/shipments/s1/accesses")).json).accesses
    const toCarrier = accesses.parse(
      (await call("northpost", "GET", "/v1/shipments/NP000001CA/accesses")).json,
    ).accesses
    expect([toRetailer.length, toCarrier.length]).toEqual([1, 1])
    expect(toRetailer[0]?.accessor).not.toBe(toCarrier[0]?.accessor)
    expect(accesses.parse((await call("maplebooks", "GET", "/v1/shipments/s1/accesses")).json).accesses).toEqual([])
    expect(accesses.parse((await call("northpost", "GET", "/v1/shipments/s1/accesses")).json).accesses).toEqual([])
  })

  it("include those from before its parcel was claimed and before its order was received", async () => {
    const { world, call } = await servedCase()
    const record = await world.records.byTrackingNumber("northpost", "NP000001CA")
    const recordId = record?.parcelId ?? ""
    await world.disclosures.append(
      seen(1, { accessId: "by-number", sortKey: "by-number", recordId, retailerId: "northpost" }),
    )
    const reference = referenceRecordId("northpost", "leafline#key-1")
    await world.disclosures.append(seen(1, { accessId: "by-order", sortKey: "by-order", recordId: reference }))
    const accesses = z.object({ accesses: z.array(z.unknown()) })
    for (const [partyId, shipment, count] of [
      ["leafline", "s1", 3],
      ["northpost", "NP000001CA", 3],
      ["maplebooks", "s1", 0],
    ] as const) {
      const answer = await call(partyId, "GET", `/v1/shipments/${shipment}/accesses`)
      expect(accesses.parse(answer.json).accesses).toHaveLength(count)
    }
  })

  it("show a carrier no lookup that another carrier reported", async () => {
    const { world, call } = await servedCase()
    const record = await world.records.byTrackingNumber("northpost", "NP000001CA")
    const elsewhere = { carrierId: "southpost", tool: "observed:southpost", reportedBy: "southpost" } as const
    for (const recordId of [record?.recordId ?? "", record?.parcelId ?? ""])
      await world.disclosures.append(seen(1, { accessId: recordId, sortKey: recordId, recordId, ...elsewhere }))
    const accesses = z.object({ accesses: z.array(z.object({ tool: z.string() })) })
    const answer = await call("northpost", "GET", "/v1/shipments/NP000001CA/accesses")
    expect(accesses.parse(answer.json).accesses).toHaveLength(1)
  })
})
