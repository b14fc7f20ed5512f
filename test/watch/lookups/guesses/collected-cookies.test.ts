import { describe, expect, it } from "@jest/globals"
import { formatOrderReference } from "../../../../shared/intake/tracking/order-reference.ts"
import { unprovenPerEarningParcelAndDay } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { type Ask, cookieOf, iphone, leaflineReference } from "../access-world.ts"
import {
  address,
  collect,
  guessedCode,
  guessedFrom,
  guessThrough,
  ownCode,
  ownLink,
  ownOrder,
  shipped,
  unknownOrder,
  type World,
} from "./guessing-world.ts"

const addressOf = (place: number) => `203.0.113.${place}`

/** Spreads a count over places without a rhythm that the guessed orders share. */
const scattered = (count: number, places: number) => Math.floor((count * 2_654_435_761) / 128) % places

const books = { prefix: "MB", digits: 6, checkDigit: "luhn" } as const

const pairwise = (cookies: readonly string[]) => (count: number) => ({ ip: address, cookie: cookies[count >> 1] ?? "" })

const atMost = 3

describe("a visitor that guesses postal codes with cookies collected beforehand, two guesses each", () => {
  it("learns what the first handful of guesses shows and nothing once the network is restricted", async () => {
    const { world, numbers } = await shipped({ orders: 300 })
    const cookies = await collect(world, 150, () => unknownOrder)
    const learned = await guessThrough(world, numbers, { ask: pairwise(cookies) })
    const since = world.restrictions.rows().find((row) => row.voidsPostalCode)?.since ?? ""
    expect(learned.length).toBeLessThanOrEqual(atMost)
    expect(learned.filter(({ at }) => at > since)).toEqual([])
  })

  it.each([
    ["the link of one own parcel", 1, "link"],
    ["the postal code of one own parcel", 1, "code"],
    ["the links of ten own parcels", 10, "link"],
    ["the link of an own parcel for each", 75, "link"],
    ["the postal code of an own parcel for each", 75, "code"],
  ] as const)(
    "learns no more where they were warmed by %s, and what it learns then is an exposure",
    async (_, own, by) => {
      const { world, numbers } = await shipped({ own })
      const warm = (index: number) =>
        by === "link"
          ? { linkToken: ownLink(index % own).linkToken }
          : { ...ownOrder(index % own), postalCode: ownCode }
      const cookies = await collect(world, 75, warm)
      const learned = await guessThrough(world, numbers, { ask: pairwise(cookies) })
      expect(learned.length).toBeLessThanOrEqual(atMost)

      const since = world.restrictions.rows().find((row) => row.voidsPostalCode)?.since ?? ""
      const later = world.disclosures.rows().filter((row) => row.proof === "postalCode" && row.at > since)
      expect(later).toHaveLength(learned.filter(({ at }) => at > since).length)
      expect(later.filter((row) => row.provenForExposure)).toEqual([])
    },
  )

  it("gets no further guesses for own parcels that are opened again and again", async () => {
    const { world, numbers } = await shipped({ own: 43 })
    const cookies = await collect(world, 40, (index) => ({ linkToken: ownLink(index).linkToken }))
    await guessedFrom(world, numbers)
    const ask = pairwise(cookies)
    const openOwn = async (count: number) => {
      for (let again = 0; again < 9; again++) {
        await world.lookUp({ ...ownOrder(40 + (again % 3)), postalCode: ownCode }, ask(count))
      }
    }
    const learned = await guessThrough(world, numbers.slice(0, 60), { ask, before: openOwn })
    expect(learned.length).toBeLessThanOrEqual(atMost)
  })

  it.each([
    ["60 a day", 60],
    ["10 a day", 10],
  ])("learns no more where they age over the days, %s", async (_, perDay) => {
    const { world, numbers } = await shipped()
    const cookies = await collect(world, 75, () => unknownOrder)
    const pause = (count: number) => (count % perDay === perDay - 1 ? 86_400 : 2)
    const learned = await guessThrough(world, numbers, { ask: pairwise(cookies), pause })
    expect(learned.length).toBeLessThanOrEqual(atMost)
  })

  it("learns no more from two or three addresses in turn than the beginning at each shows", async () => {
    for (const addresses of [2, 3]) {
      const { world, numbers } = await shipped()
      const cookies = await collect(world, 75, () => unknownOrder)
      const ask = (count: number) => ({ ...pairwise(cookies)(count), ip: addressOf(scattered(count, addresses)) })
      const learned = await guessThrough(world, numbers, { ask })
      expect(learned.length).toBeLessThanOrEqual(atMost)
    }
  })

  it("learns no more where all guesses are made at the same moment", async () => {
    const { world, numbers } = await shipped()
    const cookies = await collect(world, 75, () => unknownOrder)
    const answers = await Promise.all(
      numbers.map((number, count) => {
        const question = { retailer: "Leafline", orderReference: leaflineReference(number), postalCode: guessedCode }
        return world.lookUp(question, pairwise(cookies)(count))
      }),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(atMost)
  })

  it("learns no more through the page of a carrier that vouches for older sessions", async () => {
    const { world, numbers } = await shipped()
    const sessionStartedAt = "2026-11-01T09:00:00.000Z"
    const ask = (count: number): Ask => ({
      party: "northpost",
      onBehalfOf: { ip: address, session: `session-number-${count >> 1}`, sessionStartedAt },
    })
    expect((await guessThrough(world, numbers, { ask })).length).toBeLessThanOrEqual(atMost)
  })

  it("is not stopped where each of 40 addresses guesses so little that none of them stands out: a known limit", async () => {
    const { world, numbers } = await shipped()
    const cookies = await collect(
      world,
      160,
      () => unknownOrder,
      (index) => addressOf(index % 40),
    )
    const ask = (count: number) => {
      const place = scattered(count, 160)
      return { ip: addressOf(place % 40), cookie: cookies[place] ?? "" }
    }
    expect((await guessThrough(world, numbers, { ask })).length).toBeGreaterThan(atMost)
  })

  it("finds out by no call whether a postal code would have been right", async () => {
    const seen = []
    for (const place of [103, 104]) {
      const { world, numbers } = await shipped()
      const [cookie = ""] = await collect(world, 1, () => unknownOrder)
      await guessedFrom(world, numbers)
      world.restart()
      world.calls.length = 0
      const question = { retailer: "Leafline", orderReference: leaflineReference(numbers[place] ?? 0) }
      const { text } = await world.lookUp({ ...question, postalCode: guessedCode }, { ip: address, cookie })
      seen.push({ text, calls: world.calls.toSorted() })
    }
    expect(seen[0]?.calls).toContain("accessProfiles.getItem:before")
    expect(seen[1]).toEqual(seen[0])
  })

  it("finds out by no call what its used up budget would have been spent on", async () => {
    const seen = []
    for (const place of [103, 104]) {
      const { world, numbers } = await shipped({ own: 1 })
      const cookies = await collect(world, 2, () => ({ linkToken: ownLink(0).linkToken }))
      await guessedFrom(world, numbers)
      const ask = (index: number) => ({ ip: address, cookie: cookies[index] ?? "" })
      await guessThrough(world, [numbers[4], numbers[5]].map(Number), { ask: () => ask(0) })
      world.restart()
      world.calls.length = 0
      const question = { retailer: "Leafline", orderReference: leaflineReference(numbers[place] ?? 0) }
      const { status, text } = await world.lookUp({ ...question, postalCode: guessedCode }, ask(1))
      seen.push({ status, text, calls: world.calls.toSorted() })
    }
    expect(seen[0]?.status).toBe(404)
    expect(seen[1]).toEqual(seen[0])
  })
})

describe("a visitor that reads tracking numbers without proof with cookies collected beforehand, two each", () => {
  const numberOf = (index: number) => `NP7${String(index * 104_729).padStart(9, "0")}CA`

  async function readThrough(collected: (world: World) => Promise<string[]>, own = 0) {
    const { world } = await shipped({ orders: 0, own })
    for (let index = 0; index < 100; index++) {
      const orderReference = formatOrderReference(100_000 + ((index * 79) % 100) * 997, books)
      const recipient = { postalCode: ownCode, country: "CA", addressLine: `${index} Main St` }
      const trackingNumber = numberOf(index)
      await world.ship("maplebooks", { shipmentId: `shp_book${index}`, orderReference, trackingNumber, recipient })
    }
    const cookies = await collected(world)
    let read = 0
    for (let index = 0; index < 100; index++) {
      const question = { carrier: "northpost", trackingNumber: numberOf((index * 37) % 100) }
      if ((await world.lookUp(question, pairwise(cookies)(index))).status === 200) read++
      world.wait(60)
    }
    return read
  }

  it("sees no more than a few more phases than without them", async () => {
    const without = await readThrough(async () => [])
    const collected = await readThrough((world) => collect(world, 50, () => unknownOrder))
    const warmed = await readThrough((world) => collect(world, 50, () => ({ linkToken: ownLink(0).linkToken })), 1)
    expect(without).toBeLessThanOrEqual(8)
    expect(collected).toBeLessThanOrEqual(without + 9)
    expect(warmed).toBeLessThanOrEqual(without + 9 + unprovenPerEarningParcelAndDay)
  })

  it("sees again with a cookie what it was minted with", async () => {
    const { world } = await shipped({ orders: 0 })
    const book = {
      shipmentId: "shp_book",
      orderReference: formatOrderReference(123_456, books),
      trackingNumber: numberOf(1),
    }
    await world.ship("maplebooks", book)
    const question = { carrier: "northpost", trackingNumber: numberOf(1) }
    const cookie = cookieOf((await world.lookUp(question, { ip: address, userAgent: iphone })).setCookie)
    world.wait(60)
    for (let order = 48_200; order < 48_212; order++) {
      await world.lookUp({ ...unknownOrder, orderReference: leaflineReference(order) }, { ip: address })
      world.wait(10)
    }
    expect(world.restrictions.rows().filter((row) => row.scope === "network")).toHaveLength(1)
    const ask = { ip: address, userAgent: iphone, cookie }
    expect((await world.lookUp(question, ask)).status).toBe(200)
    await world.ship("maplebooks", {
      ...book,
      shipmentId: "shp_book2",
      trackingNumber: numberOf(2),
      orderReference: "MB123464",
    })
    const other = { carrier: "northpost", trackingNumber: numberOf(2) }
    expect((await world.lookUp(other, ask)).status).toBe(404)
    expect((await world.lookUp({ ...other, postalCode: guessedCode }, ask)).status).toBe(200)
  })
})
