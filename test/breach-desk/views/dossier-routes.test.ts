import { describe, expect, it } from "@jest/globals"
import { partyIn, walkAnomaly } from "../breach-world.ts"
import { servedCase } from "./served-case.ts"

describe("the dossier over the API", () => {
  it("is the party's own side, as JSON and as PDF", async () => {
    const { world, call } = await servedCase()
    const base = `/v1/cases/${partyIn(world, "leafline").alias}/dossier`
    const dossier = await call("leafline", "GET", base)
    expect(dossier.json).toMatchObject({ format: "wayseal-dossier/1", party: "leafline" })
    for (const said of ["1234567 Ontario Inc.", "Privacy officer", "+1 416 555 0143", "Orders Privacy Office"])
      expect(JSON.stringify(dossier.json)).toContain(said)
    const pdf = await call("leafline", "GET", `${base}?format=pdf&language=fr`)
    expect(pdf.headers["content-type"]).toBe("application/pdf")
    expect(Buffer.from(pdf.body, "base64").subarray(0, 5).toString()).toBe("%PDF-")
    expect((await call("leafline", "GET", `${base}?language=xx`)).statusCode).toBe(400)
  })

  it("names an IPv6 prefix like a network, under another name for each party", async () => {
    const { world, call } = await servedCase()
    const accessorKey = "prefix#site-of-walker"
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-of-prefix", accessorKey, subject: undefined }))
    await world.settle()
    const listed = async (partyId: string, language: string) => {
      const path = `/v1/cases/${partyIn(world, partyId).alias}/dossier?language=${language}`
      const { body } = await call(partyId, "GET", path)
      return { body, name: /"(?:IPv6 prefix|Préfixe IPv6)","([^"]+)"/.exec(body)?.[1] }
    }
    const own = await listed("leafline", "en")
    const others = await listed("northpost", "fr")
    expect(own.body).toContain("1 visitor or account and 1 IPv6 prefix.")
    expect(others.body).toContain("1 visiteur ou compte et 1 préfixe IPv6.")
    expect(own.name).toMatch(/^\S{20,}$/)
    expect(others.name).toMatch(/^\S{20,}$/)
    expect(own.name).not.toBe(others.name)
    expect(own.body).not.toContain("site-of-walker")
  })

  it("gives a stated cause to the party that stated it alone, and says that it is unknown before", async () => {
    const { world, call } = await servedCase()
    const base = `/v1/cases/${partyIn(world, "northpost").alias}`
    const unknown = "The cause was not known when this document was prepared."
    const asked = "The tool answered without asking for proof of who was looking."
    const cause = "Search by reference had been public since the tool was built."
    expect((await call("northpost", "GET", `${base}/dossier`)).body).toContain(unknown)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["carelessness"] })).statusCode).toBe(400)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["proofNotAsked"], cause })).statusCode).toBe(
      200,
    )
    expect((await call("northpost", "GET", base)).json).toMatchObject({ causes: ["proofNotAsked"], cause })
    const own = (await call("northpost", "GET", `${base}/dossier`)).body
    expect([own.includes(asked), own.includes(cause), own.includes(unknown)]).toEqual([true, true, false])
    const others = (await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}/dossier`)).body
    expect([others.includes(asked), others.includes(cause), others.includes(unknown)]).toEqual([false, false, true])
    expect(JSON.stringify(world.rowsOf("timeline"))).not.toContain(cause)
  })
})
