import { describe, expect, it } from "@jest/globals"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { type MoreReader, moreOfParcel } from "../../../shared/pages/recipient/more-of-parcel.ts"
import { type BreachWorld, partyIn, seen, servedWorld } from "../../desk/breach-world.ts"
import { caller } from "../../desk/desk-caller.ts"

const readerOf = (world: BreachWorld): MoreReader => ({ ...world, parties: world.directory, laws: lawCatalogue })

const opened = async (world: BreachWorld, shipmentId = "s1") => ({
  records: (await world.records.find([{ by: "shipmentId", retailerId: "leafline", shipmentId }]))[0] ?? [],
  proof: "linkToken" as const,
  proven: true,
})

/** What the page says of a breach, as text. Empty if nothing. */
async function noticesOf(world: BreachWorld, shipmentId = "s1", reader = readerOf(world)): Promise<string> {
  const { notices = [] } = await moreOfParcel(reader, await opened(world, shipmentId), "en")
  return notices
    .flatMap(({ heading = "", parts }) => [heading, ...parts.map((part) => JSON.stringify(part))])
    .join("\n")
}

async function notify(world: BreachWorld, partyId: "leafline" | "northpost", recipients: object): Promise<void> {
  const path = `/v1/cases/${partyIn(world, partyId).alias}/receipts`
  const body = { method: "email", notifiedAt: "2026-11-01T14:09:00.000Z", recipients }
  expect((await caller(world)(partyId, "POST", path, body)).statusCode).toBeLessThan(300)
}

const ofShipment = (id: string) => ({ kind: "shipmentIds", shipmentIds: [id] })

describe("what a recipient may read of a breach", () => {
  it("is nothing before people are notified, then what was seen and what to do, with the code (promise: recipients-learn-after-notice)", async () => {
    const world = await servedWorld(3)
    expect(await noticesOf(world)).toBe("")
    await notify(world, "leafline", ofShipment("s1"))
    const text = await noticesOf(world)
    expect(text).toContain("Someone looked up deliveries")
    expect(text).toContain("The name or initials of the person who signed")
    expect(text).toContain("Payment information")
    expect(text).toContain(`Give us this code: ${partyIn(world, "leafline").alias}.`)
    expect(text).toContain("Call 416-555-0143.")
    expect(text).not.toMatch(/Leafline|1234567 Ontario|Northpost|walker/)
  })

  it("is not that there was none where there is no desk, which would know", async () => {
    const world = await servedWorld(3)
    const { cases: _, ...reader } = readerOf(world)
    const more = await moreOfParcel(reader, await opened(world), "en")
    expect(more).not.toHaveProperty("notices")
    expect(more.accesses?.length).toBeGreaterThan(0)
  })

  it("is the same from the first notice on, whose ever it was, and of this parcel alone", async () => {
    const world = await servedWorld(3)
    await world.disclosures.append(seen(2, { accessId: "more", fields: ["address", "postal-code"] }))
    await world.settle()
    await notify(world, "leafline", ofShipment("s3"))
    const isShown = async (id: string) => {
      const [, shown = "", hidden = ""] = (await noticesOf(world, id)).split(/What was (?:not )?shown:/)
      return [shown.includes("The delivery address"), hidden.includes("The delivery address")]
    }
    expect([await isShown("s1"), await isShown("s2")]).toEqual([
      [false, true],
      [true, false],
    ])
  })

  it("has the code of the carrier if the carrier alone notified", async () => {
    const world = await servedWorld(3)
    await notify(world, "northpost", { kind: "trackingNumbers", trackingNumbers: ["NP000001CA"] })
    expect(await noticesOf(world)).toContain(`Give us this code: ${partyIn(world, "northpost").alias}.`)
    expect(await noticesOf(world, "s2")).toBe("")
  })

  it("has the codes of both if the carrier and the retailer notified", async () => {
    const world = await servedWorld(3)
    await notify(world, "northpost", { kind: "trackingNumbers", trackingNumbers: ["NP000001CA"] })
    await notify(world, "leafline", ofShipment("s1"))
    const text = await noticesOf(world)
    for (const id of ["leafline", "northpost"] as const)
      expect(text).toContain(`Give us this code: ${partyIn(world, id).alias}.`)
    expect(text.match(/name another code/g)).toHaveLength(1)
    expect(text).not.toMatch(/Leafline|Northpost/)
  })

  it("is that a stranger may have seen it, where nobody knows, once its own recipient was notified", async () => {
    const world = await servedWorld(3)
    const items: NonNullable<MoreReader["cases"]>["items"] = async (keys) =>
      (await world.cases.items(keys)).map((row) => (row.type === "affected" ? { ...row, possible: true } : row))
    const reader = { ...readerOf(world), cases: { ...world.cases, items } }
    await notify(world, "leafline", ofShipment("s3"))
    expect(await noticesOf(world)).not.toBe("")
    expect(await noticesOf(world, "s1", reader)).toBe("")
    await notify(world, "leafline", ofShipment("s1"))
    expect((await moreOfParcel(reader, await opened(world), "en")).isShown).toBe(false)
    const text = await noticesOf(world, "s1", reader)
    expect(text).toContain("Yours may have been one of them.")
    expect(text).toContain("What may have been shown:")
    expect(text).toContain(`Give us this code: ${partyIn(world, "leafline").alias}.`)
    expect(text).not.toMatch(/What was (?:not )?shown/)
  })
})

describe("who looked at a parcel that many looked up", () => {
  it("is the latest 300 lookups, and says so", async () => {
    const world = await servedWorld(1)
    for (let second = 0; second < 320; second += 1) {
      const at = new Date(Date.parse("2026-11-02T14:00:00.000Z") + second * 1000).toISOString()
      await world.disclosures.append(seen(1, { accessId: `many-${second}`, at, subject: `subject#at-${second}` }))
    }
    const { accesses = [] } = await moreOfParcel(readerOf(world), await opened(world), "en")
    expect(accesses.filter(({ heading }) => heading !== undefined)).toHaveLength(300)
    expect(JSON.stringify(accesses[0])).toContain("These are the latest 300.")
    expect(accesses.at(-1)?.heading).toContain("2 November 2026")
  })
})
