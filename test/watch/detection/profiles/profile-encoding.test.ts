import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import {
  attributesToTrim,
  compareValues,
  decodeContact,
  decodeProfile,
  encodeContact,
  isEntryName,
  largestOrdinal,
  type ProfileAttribute,
} from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { aContact, arbitraryContact, contacts } from "../builders.ts"

/** A stored item under the conditional write: an attribute is set where it is absent or not smaller. */
const storedItem = () => {
  const item = new Map<string, Uint8Array>()
  return {
    write({ name, value }: ProfileAttribute) {
      const held = item.get(name)
      if (held === undefined || compareValues(held, value) >= 0) item.set(name, value)
    },
    attributes: (): ProfileAttribute[] => [...item].map(([name, value]) => ({ name, value })),
  }
}

describe("the stored form of a contact", () => {
  it("comes back as it went in, for both layouts", () => {
    fc.assert(
      fc.property(arbitraryContact(), fc.nat(0xff_ff_ff_ff), (contact, subject) => {
        expect(decodeContact(encodeContact(contact, "accessor"), "accessor")).toEqual(contact)
        const pair = { ...contact, subject }
        const { series } = contact
        expect(decodeContact(encodeContact(pair, "block"), "block", series)).toEqual({ ...pair, retailer: series })
      }),
    )
  })

  it("takes 22 bytes with a delivery point and 24 in a block", () => {
    const contact = aContact({ ordinal: 5, deliveryPoint: 9 })
    const size = ({ name, value }: ProfileAttribute) => name.length + value.length
    expect(size(encodeContact(contact, "accessor"))).toBe(22)
    expect(size(encodeContact({ ...contact, subject: 3 }, "block"))).toBe(24)
  })

  it("holds the largest of everything", () => {
    const contact = aContact({
      at: 0xff_ff_ff_ff,
      retailer: 0xff_ff,
      ordinal: largestOrdinal,
      outcome: "challengeFailed",
      proof: "strong",
      deliveryPoint: 0xff_ff_ff_ff,
      history: "forgotten",
    })
    expect(decodeContact(encodeContact(contact, "accessor"), "accessor")).toEqual(contact)
    expect(isEntryName(encodeContact(contact, "accessor").name)).toBe(true)
  })

  it.each([
    ["at", { at: 1.5 }],
    ["ordinal", { ordinal: largestOrdinal + 1 }],
    ["retailer", { retailer: 65_536 }],
    ["deliveryPoint", { deliveryPoint: -1 }],
    ["tag", { tag: "short" }],
  ])("is refused with the field's name and not its value when %s does not fit", (field, given) => {
    expect(() => encodeContact(aContact(given), "accessor")).toThrow(new RegExp(`^${field} must`))
  })

  it("is refused when its name or value has another form", () => {
    const { name, value } = encodeContact(aContact(), "accessor")
    expect(() => decodeContact({ name: `-${name.slice(1)}`, value }, "accessor")).toThrow(RangeError)
    expect(() => decodeContact({ name, value: value.slice(1) }, "accessor")).toThrow(RangeError)
  })

  it("orders in bytes as it orders in time", () => {
    fc.assert(
      fc.property(fc.nat(0xff_ff_ff_ff), fc.nat(0xff_ff_ff_ff), (a, b) => {
        const value = (at: number) => encodeContact(aContact({ at }), "accessor").value
        expect(Math.sign(compareValues(value(a), value(b)))).toBe(Math.sign(a - b))
      }),
    )
  })
})

describe("a stored profile", () => {
  it("equals the pure union whatever the order and number of writes", () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryContact(), { maxLength: 25 })
          .chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray([...given, ...given], { minLength: 0 }))),
        ([given, again]) => {
          const item = storedItem()
          for (const contact of [...again, ...given]) item.write(encodeContact(contact, "accessor"))
          expect(decodeProfile(item.attributes(), "accessor")).toEqual(uniteContacts(given))
        },
      ),
      { numRuns: 300 },
    )
  })

  it("keeps a late proof that arrives before the earlier contact", () => {
    const unproven = aContact({ tag: "ABCDEF", at: 100 })
    const proven = { ...unproven, at: 200, proof: "strong" as const }
    const item = storedItem()
    item.write(encodeContact(proven, "accessor"))
    item.write(encodeContact(unproven, "accessor"))
    expect(decodeProfile(item.attributes(), "accessor")).toEqual([{ ...unproven, proof: "strong" }])
  })

  it("is not trimmed at 44 references, and back to the 40 latest at 45", () => {
    const attributes = contacts(45, 60).map((contact) => encodeContact(contact, "accessor"))
    expect(attributesToTrim(attributes.slice(1), "accessor").outgrown).toEqual([])
    expect(attributesToTrim(attributes, "accessor")).toEqual({ outgrown: attributes.slice(0, 5), forgetsPlaces: true })
  })

  it("loses every attribute of a trimmed reference", () => {
    const all = contacts(45, 60)
    const [oldest] = all
    const both = oldest === undefined ? [] : [encodeContact({ ...oldest, proof: "strong" }, "accessor")]
    const attributes = [...all.map((contact) => encodeContact(contact, "accessor")), ...both]
    expect(attributesToTrim(attributes, "accessor").outgrown).toHaveLength(6)
  })
})
