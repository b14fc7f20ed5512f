import { expect } from "@jest/globals"
import { mintVisitorCookie } from "../../../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { type Ask, accessWorld, cookieOf, leaflineReference, linkToken } from "../access-world.ts"

export type World = ReturnType<typeof accessWorld>

export const guessedCode = "M5V 3L9"

export const ownCode = "V6B 1A1"

export const address = "203.0.113.7"

export const unknownOrder = { retailer: "Leafline", orderReference: leaflineReference(1) }

export const ownOrder = (index: number) => ({
  retailer: "Leafline",
  orderReference: leaflineReference(500_000 + index * 311),
})

export const ownLink = (index: number) => linkToken(`own-${index}`)

/**
 * Orders of which every tenth goes to the postal code that is guessed, in the order in which they are guessed; and own
 * ones.
 */
export async function shipped({ orders = 150, own = 0 } = {}) {
  const world = accessWorld()
  const numbers = Array.from({ length: orders }, (_, index) => 10_000 + ((index * 7_919) % orders) * 97)
  for (const [index, number] of numbers.entries()) {
    const postalCode = index % 10 === 3 ? guessedCode : `K${index % 10}A 0B${index % 7}`
    const recipient = { postalCode, country: "CA", addressLine: `${number} Main St` }
    await world.ship("leafline", {
      shipmentId: `shp_${number}`,
      orderReference: leaflineReference(number),
      linkTokenDigest: linkToken(`shp-${number}`).linkTokenDigest,
      recipient,
    })
  }
  for (let index = 0; index < own; index++) {
    await world.ship("leafline", {
      shipmentId: `shp_own${index}`,
      orderReference: ownOrder(index).orderReference,
      linkTokenDigest: ownLink(index).linkTokenDigest,
      recipient: { postalCode: ownCode, country: "CA", addressLine: `${index} Home St` },
    })
  }
  return { world, numbers }
}

/** Cookies of this number of first lookups, made an hour before they are used. */
export async function collect(
  world: World,
  count: number,
  ofLookup: (index: number) => object,
  ip = (_: number) => address,
) {
  const cookies: string[] = []
  for (let index = 0; index < count; index++) {
    cookies.push(cookieOf((await world.lookUp(ofLookup(index), { ip: ip(index) })).setCookie))
    world.wait(1)
  }
  world.wait(3_600)
  return cookies
}

export type Guessing = {
  ask: (count: number) => Ask
  /** Seconds after each guess. */
  pause?: (count: number) => number
  before?: (count: number) => Promise<unknown>
}

/** Guesses the commonest postal code of one order after the other. Returns which were answered. */
export async function guessThrough(world: World, numbers: readonly number[], { ask, pause, before }: Guessing) {
  const learned: { number: number; at: string }[] = []
  for (const [count, number] of numbers.entries()) {
    await before?.(count)
    const question = { retailer: "Leafline", orderReference: leaflineReference(number), postalCode: guessedCode }
    const at = world.now().toISOString()
    if ((await world.lookUp(question, ask(count))).status === 200) learned.push({ number, at })
    world.wait(pause?.(count) ?? 2)
  }
  return learned
}

/** Guesses from an address with old cookies, two guesses each, until the network is restricted. */
export async function guessedFrom(world: World, numbers: readonly number[]) {
  const mintedAt = new Date("2026-11-05T09:00:00.000Z")
  const ask = (count: number): Ask => ({
    ip: address,
    cookie: cookieOf(mintVisitorCookie(world.keyedHash, `cookie-of-guesser-${count >> 1}`, mintedAt)),
  })
  await guessThrough(world, numbers.slice(-30), { ask })
  world.wait(60)
  expect(world.restrictions.rows()).toContainEqual(expect.objectContaining({ scope: "network", voidsPostalCode: true }))
}
