import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { bookByNumber, bookByReference, byNumber, byReference, mailedBook, worldWithParcels } from "./lookup-world.ts"

/** Postal codes that nobody in these worlds types. */
const typed = { postalCode: "K1A 0B1", houseNumber: "7" }

const questions = {
  "a tracking number": bookByNumber,
  "a tracking number with a wrong postal code": { ...bookByNumber, ...typed },
  "an order reference": bookByReference,
  "an order reference with a wrong postal code": { ...bookByReference, ...typed },
  "a tracking number of a discreet retailer": byNumber,
  "an order reference of a discreet retailer": byReference,
} as const

const letters = "ABCEGHJNPRSTVXY"
const aRecipient = fc.record({
  // None begins with K, as the typed code does.
  postalCode: fc
    .tuple(fc.constantFrom(...letters), fc.nat(9), fc.constantFrom(...letters), fc.nat(9), fc.nat(9))
    .map(([area, a, letter, b, c]) => `${area}${a}${letter} ${b}${letter}${c}`),
  country: fc.constant("CA"),
  addressLine: fc.tuple(fc.integer({ min: 8, max: 9_999 }), fc.string({ maxLength: 40 })).map(
    // Other numbers in the line would be house numbers, too.
    ([number, street]) => `${number} ${street.replaceAll(/\d/g, "")}`,
  ),
})

type Recipient = { readonly postalCode: string; readonly country: string; readonly addressLine: string }
const elsewhere = { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" }

/** What a stranger gets whose question is the first in a world whose parcels go there. */
async function answerAt(recipient: Recipient, question: object) {
  const world = await worldWithParcels({}, recipient)
  const { status, text, milliseconds } = await world.lookUp(question)
  return { status, text, milliseconds, calls: world.calls }
}

const runs = { numRuns: 40 }

describe("a stranger", () => {
  it.each(Object.entries(questions))("learns nothing of where a parcel goes, who asks by %s", async (_, question) => {
    const answer = await answerAt(elsewhere, question)
    const isSame = async (recipient: Recipient) => expect(await answerAt(recipient, question)).toEqual(answer)
    await fc.assert(fc.asyncProperty(aRecipient, isSame), runs)
  })
})

it("details show no part of the address, whatever opened them", async () => {
  const question = { ...bookByReference, linkToken: mailedBook.linkToken }
  const { text } = await answerAt(elsewhere, question)
  const isSame = async (recipient: Recipient) => expect((await answerAt(recipient, question)).text).toBe(text)
  await fc.assert(fc.asyncProperty(aRecipient, isSame), runs)
})
