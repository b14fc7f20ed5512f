import { describe, expect, it } from "@jest/globals"
import { guessesPerNetworkOfGuessers } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
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
} from "./guessing-world.ts"

describe("neighbours of a visitor that guesses postal codes", () => {
  /** A neighbour whose cookie was minted when they opened their parcel with its postal code, before anybody guessed. */
  async function neighbour() {
    const { world, numbers } = await shipped({ own: 3 })
    const opened = await world.lookUp({ ...ownOrder(0), postalCode: ownCode }, { ip: address, userAgent: iphone })
    const ask = { ip: address, userAgent: iphone, cookie: cookieOf(opened.setCookie) }
    world.wait(60)
    return { world, numbers, ask }
  }

  it("may see the parcel that they opened before at any time, and this is not an exposure", async () => {
    const { world, numbers, ask } = await neighbour()
    await guessedFrom(world, numbers)
    for (let visit = 0; visit < 12; visit++) {
      expect((await world.lookUp({ ...ownOrder(0), postalCode: ownCode }, ask)).status).toBe(200)
      world.wait(60)
    }
    const shown = world.disclosures.rows().filter((row) => row.shipmentId === "shp_own0")
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.every((row) => row.provenForExposure)).toBe(true)
    expect(world.challengeFailures.rows().filter((row) => row.counterKey.startsWith("network#"))).toEqual([])
  })

  it("see further parcels too, by whatever they proved before: with the first cookie or a later one, by link or by session", async () => {
    const { world, numbers, ask } = await neighbour()
    const blank = { ip: address, cookie: cookieOf((await world.lookUp(unknownOrder, { ip: address })).setCookie) }
    world.wait(1)
    await world.lookUp({ linkToken: ownLink(1).linkToken }, blank)
    const onBehalfOf = { ip: address, session: "session-of-neighbour", sessionStartedAt: "2026-11-05T09:00:00.000Z" }
    const session: Ask = { party: "northpost", onBehalfOf }
    await world.lookUp({ ...ownOrder(1), postalCode: ownCode }, session)
    world.wait(60)
    await guessedFrom(world, numbers)
    for (const who of [ask, blank, session]) {
      expect((await world.lookUp({ ...ownOrder(2), postalCode: ownCode }, who)).status).toBe(200)
    }
  })

  it("who only ever looked without a proof, or prove something only afterwards, need the link or another network", async () => {
    const { world, numbers } = await neighbour()
    const [cookie = ""] = await collect(world, 1, () => unknownOrder)
    const ask = { ip: address, cookie }
    await guessedFrom(world, numbers)
    const question = { ...ownOrder(2), postalCode: ownCode }
    expect((await world.lookUp(question, ask)).status).toBe(404)
    expect((await world.lookUp({ linkToken: ownLink(2).linkToken }, ask)).status).toBe(200)
    expect((await world.lookUp(question, ask)).status).toBe(404)
    expect((await world.lookUp(question, { ...ask, ip: "192.0.2.9" })).status).toBe(200)
  })

  it("share the wrong postal codes that one parcel allows, however many cookies it opened", async () => {
    const { world, numbers } = await shipped({ own: 1 })
    const cookies = await collect(world, 20, () => ({ linkToken: ownLink(0).linkToken }))
    await guessedFrom(world, numbers)
    await guessThrough(world, numbers.slice(0, 20), { ask: (count) => ({ ip: address, cookie: cookies[count] ?? "" }) })
    const budgets = world.challengeFailures.rows().filter((row) => row.counterKey.startsWith("earning#"))
    expect(budgets.map((row) => row.failures)).toEqual([2])
  })

  it("keep access however many they are while they mistype as ordinary people do", async () => {
    const people = 120
    const { world, numbers } = await shipped({ own: people + 1 })
    const cookies = await collect(world, people, (index) => ({ ...ownOrder(index), postalCode: ownCode }))
    await guessedFrom(world, numbers)
    const refused: number[] = []
    for (const [index, cookie] of cookies.entries()) {
      const order = leaflineReference(numbers[index] ?? 0)
      const postalCode = index % 10 === 3 ? guessedCode : `K${index % 10}A 0B${index % 7}`
      const ask = { ip: address, cookie }
      // 6 % mistype first, in threes.
      if (index % 50 < 3) {
        await world.lookUp({ retailer: "Leafline", orderReference: order, postalCode: "X0X 0X0" }, ask)
      }
      const { status } = await world.lookUp({ retailer: "Leafline", orderReference: order, postalCode }, ask)
      if (status !== 200) refused.push(index)
      world.wait(300)
    }
    expect(refused).toEqual([])
  })
})

describe("the budget of a network of guessers", () => {
  /** Whether a budget like that of the network is used up within so many guesses, of which this share is wrong. */
  function usedUp(random: () => number, guesses: number, wrong: number): boolean {
    const { cost, limit } = guessesPerNetworkOfGuessers
    let sum = 0
    for (let guess = 0; guess < guesses; guess++) {
      if (sum >= limit) return true
      sum = random() < wrong ? sum + cost : Math.max(0, sum - 1)
    }
    return sum >= limit
  }

  it("is used up on 2 of 100 busy days of ordinary people, and at once by guessers", () => {
    let state = 20_181_107
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const days = Array.from({ length: 4_000 }, () => usedUp(random, 200, 0.06))
    expect(days.filter((one) => one).length / days.length).toBeLessThan(0.02)
    const attacks = Array.from({ length: 1_000 }, () => usedUp(random, 20, 0.9))
    expect(attacks.every((one) => one)).toBe(true)
  })
})
