import fc from "fast-check"
import { type Contact, histories } from "../../../shared/watch/detection/profiles/access-profile.ts"
import { type RetailerProfile, randomOrder } from "../../../shared/watch/detection/retailers/retailer-profile.ts"

/** A small reproducible source of numbers from 0 to 1 (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A shuffled copy. */
export const shuffled = <T>(items: readonly T[], random: () => number): T[] => {
  const keyed = items.map((item) => ({ item, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

const tagOf = (number: number): string => `T${number.toString().padStart(5, "0")}`

let counter = 0

/** A first contact: an unproven hit of the first retailer, each with a tag of its own, unless said otherwise. */
export const aContact = (given: Partial<Contact> = {}): Contact => {
  counter += 1
  return {
    tag: tagOf(counter),
    at: 1_800_000_000,
    retailer: 0,
    series: given.retailer ?? 0,
    ordinal: null,
    outcome: "hit",
    proof: "none",
    deliveryPoint: null,
    subject: null,
    history: "known",
    ...given,
  }
}

/** `length` contacts, `every` seconds apart. */
export const contacts = (
  length: number,
  every: number,
  given: (index: number) => Partial<Contact> = () => ({}),
): Contact[] => Array.from({ length }, (_, index) => aContact({ at: 1_800_000_000 + index * every, ...given(index) }))

/** A retailer of 10,000 orders a day with ordinary traffic. */
export const aRetailer = (given: Partial<RetailerProfile> = {}): RetailerProfile => ({
  ordersPerDay: 10_000,
  missShare: 0.05,
  sequenceHead: null,
  blockShape: randomOrder,
  hasCheckDigit: false,
  ...given,
})

/** Contacts of few references, so that many of them meet; series, ordinal and point follow from the reference. */
export const arbitraryContact = (references = 12): fc.Arbitrary<Contact> =>
  fc
    .record({
      reference: fc.nat(references - 1),
      at: fc.integer({ min: 1_800_000_000, max: 1_800_400_000 }),
      outcome: fc.constantFrom("miss", "hit", "challengeFailed"),
      proof: fc.constantFrom("none", "postalCode", "strong"),
      pointKnown: fc.boolean(),
      history: fc.constantFrom(...histories),
    })
    .map(({ reference, pointKnown, ...rest }) => ({
      ...rest,
      tag: tagOf(reference),
      retailer: reference % 2,
      series: reference % 3 === 0 ? 2 : reference % 2,
      ordinal: reference % 5 === 4 ? null : 70_000 + reference * 3,
      deliveryPoint: pointKnown ? 900 + (reference % 7) : null,
      subject: null,
    }))
