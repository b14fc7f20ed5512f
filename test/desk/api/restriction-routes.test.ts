import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { servedCase } from "./served-case.ts"

describe("restrictions over the API", () => {
  it("are listed to the parties they concern, which can renew them; only a sole carrier can release one (promise: restriction-renewed)", async () => {
    const { world, call } = await servedCase()
    const list = z.object({
      restrictions: z.array(
        z.object({
          restrictionId: z.string(),
          state: z.string(),
          mayDecide: z.boolean(),
          accessorTokens: z.array(z.string()).optional(),
        }),
      ),
    })
    const ofCarrier = list.parse((await call("northpost", "GET", "/v1/restrictions")).json).restrictions
    expect(ofCarrier).toMatchObject([{ state: "standing", mayDecide: true, accessorTokens: ["tok_walker"] }])
    const ofRetailer = list.parse((await call("leafline", "GET", "/v1/restrictions")).json).restrictions
    expect(ofRetailer[0]?.accessorTokens).toBeUndefined()
    expect(list.parse((await call("maplebooks", "GET", "/v1/restrictions")).json).restrictions).toEqual([])
    const id = ofCarrier[0]?.restrictionId ?? ""
    const until = "2026-11-10T00:00:00.000Z"
    expect((await call("maplebooks", "DELETE", `/v1/restrictions/${id}`)).statusCode).toBe(404)
    expect((await call("maplebooks", "POST", `/v1/restrictions/${id}/renewals`, { until })).statusCode).toBe(404)
    expect((await call("northpost", "POST", `/v1/restrictions/${id}/renewals`, { until })).json).toEqual({
      outcome: "renewed",
    })
    expect(world.restrictions.rows()[0]?.until).toBe(until)
    expect(
      (await call("northpost", "POST", `/v1/restrictions/${id}/renewals`, { until: "2027-11-10T00:00:00.000Z" }))
        .statusCode,
    ).toBe(400)
    const later = "2026-11-11T00:00:00.000Z"
    expect((await call("leafline", "POST", `/v1/restrictions/${id}/renewals`, { until: later })).json).toEqual({
      outcome: "renewed",
    })
    expect((await call("leafline", "DELETE", `/v1/restrictions/${id}`)).statusCode).toBe(403)
    expect((await call("northpost", "DELETE", `/v1/restrictions/${id}`)).json).toEqual({ outcome: "released" })
    expect((await call("northpost", "DELETE", `/v1/restrictions/${id}`)).json).toEqual({ outcome: "unchanged" })
    const noted = world.rowsOf("timeline").map((row) => row.entry.type)
    expect(noted.filter((type) => type === "AccessorReleased" || type === "RestrictionRenewed")).toEqual([
      "RestrictionRenewed",
      "RestrictionRenewed",
      "AccessorReleased",
    ])
  })

  it("that protect another carrier too are renewed by a retailer, and neither renewed nor released by a carrier (promise: restriction-renewed)", async () => {
    const { world, call } = await servedCase()
    const [standing] = world.restrictions.rows()
    if (standing === undefined) throw new Error("no restriction")
    await world.restrictions.restrict({ ...standing, carrierIds: ["northpost", "southpost"] })
    const path = `/v1/restrictions/${standing.restrictionId}`
    const body = { until: "2026-11-10T00:00:00.000Z" }
    expect((await call("northpost", "POST", `${path}/renewals`, body)).json["code"]).toBe("sharedRestriction")
    expect((await call("northpost", "DELETE", path)).json["code"]).toBe("sharedRestriction")
    expect((await call("leafline", "POST", `${path}/renewals`, body)).json).toEqual({ outcome: "renewed" })
  })
})
