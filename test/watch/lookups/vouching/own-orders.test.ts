import { describe, expect, it } from "@jest/globals"
import { type Ask, leaflineReference } from "../access-world.ts"
import {
  bookByNumber,
  bookByReference,
  byNumber,
  byReference,
  mailed,
  mailedBook,
  worldWithParcels,
  wrong,
} from "../lookup-world.ts"

const rightCode = { postalCode: "M5V 3L9" }
const visitor: Ask = { party: "maplebooks", onBehalfOf: { ip: "198.51.100.23" } }
const another: Ask = { party: "maplebooks", onBehalfOf: { ip: "198.51.100.24" } }

/** Parcels of Leafline, and references that nobody has. */
const foreign = {
  "another retailer's order": { ...byReference, ...rightCode },
  "another retailer's parcel": { ...byNumber, ...rightCode },
  "another retailer's parcel with a wrong code": { ...byNumber, ...wrong },
  "another retailer's parcel without proof": byNumber,
  "another retailer's parcel with its mailed link": { ...byNumber, linkToken: mailed.linkToken },
  "another retailer's mailed link": { linkToken: mailed.linkToken },
  "an unknown order of another retailer": { retailer: "Leafline", orderReference: "LL-0048299", ...rightCode },
  "an unknown number": { ...byNumber, trackingNumber: "NP4021887399CA", ...rightCode },
  "an unknown link": { linkToken: "unguessable-token-of-nobody" },
}

describe("a retailer that asks for visitors of its site", () => {
  it.each(
    Object.entries({
      "by reference": { ...bookByReference, ...rightCode },
      "by number": { ...bookByNumber, ...rightCode },
      "by link": { linkToken: mailedBook.linkToken },
    }),
  )("is answered about its own orders, %s", async (_, asked) => {
    const world = await worldWithParcels()
    expect((await world.lookUp(asked, visitor)).status).toBe(200)
  })

  it.each(Object.entries(foreign))("gets the one refusal for %s, in the same time", async (_, asked) => {
    const world = await worldWithParcels()
    const refused = await world.lookUp({ ...bookByReference, ...wrong }, visitor)
    const answer = await world.lookUp(asked, another)
    expect(answer).toEqual(refused)
    expect(answer.status).toBe(404)
    expect(answer.text).toContain("its own orders alone")
    expect(world.disclosures.rows()).toEqual([])
  })

  it("learns by no call whether another retailer's reference exists", async () => {
    for (const [known, unknown] of [
      ["another retailer's order", "an unknown order of another retailer"],
      ["another retailer's parcel", "an unknown number"],
      ["another retailer's mailed link", "an unknown link"],
    ] as const) {
      const seen = []
      for (const name of [known, unknown]) {
        const world = await worldWithParcels()
        await world.lookUp(foreign[name], visitor)
        seen.push(world.calls.toSorted())
      }
      expect(seen[1]).toEqual(seen[0])
    }
  })

  it("has such lookups counted against itself, and against no visitor and no number", async () => {
    const world = await worldWithParcels()
    for (const asked of [foreign["another retailer's parcel with a wrong code"], foreign["an unknown number"]])
      await world.lookUp(asked, visitor)
    const kinds = world.profiles.rows().map(({ profileKey }) => profileKey.split("#")[0])
    expect(kinds).toEqual(["subject"])
    expect(world.challengeFailures.rows()).toEqual([])
    await world.lookUp({ ...byNumber }, { party: "maplebooks" })
    expect(world.profiles.rows()).toHaveLength(1)
  })

  it("is found when it goes through another retailer's orders", async () => {
    const world = await worldWithParcels()
    for (let place = 0; place < 20; place++) {
      const orderReference = leaflineReference(30_000 + place)
      await world.lookUp(
        { retailer: "Leafline", orderReference },
        { ...visitor, onBehalfOf: { ip: `203.0.${place}.7` } },
      )
      world.wait(30)
    }
    const found = world.anomalies.rows()
    expect(found).toContainEqual(expect.objectContaining({ chart: "walk", severity: "alert", subjectKind: "partner" }))
    expect(found.every(({ delegatedBy, retailerId }) => delegatedBy === undefined && retailerId === "leafline")).toBe(
      true,
    )
  })
})
