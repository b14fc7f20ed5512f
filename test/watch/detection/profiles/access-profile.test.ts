import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { daySeconds } from "../../../../shared/base/platform/instants.ts"
import {
  isNewcomer,
  joinContacts,
  unexpiredEntries,
  uniteContacts,
} from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { newcomerDays } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { aContact, arbitraryContact, contacts } from "../builders.ts"

const sameReference = fc.tuple(arbitraryContact(1), arbitraryContact(1), arbitraryContact(1))
const set = fc.array(arbitraryContact(), { maxLength: 30 })

describe("the join of contacts", () => {
  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(sameReference, ([a, b, c]) => {
        expect(joinContacts(a, b)).toEqual(joinContacts(b, a))
        expect(joinContacts(joinContacts(a, b), c)).toEqual(joinContacts(a, joinContacts(b, c)))
        expect(joinContacts(a, a)).toEqual(a)
      }),
    )
  })

  it("keeps the first time, the gravest outcome, the best proof and a known point", () => {
    const early = aContact({ tag: "T", at: 100, outcome: "miss", proof: "strong", history: "none" })
    const late = aContact({ tag: "T", at: 200, outcome: "challengeFailed", proof: "none", deliveryPoint: 7 })
    expect(joinContacts(early, late)).toEqual({
      ...early,
      at: 100,
      outcome: "challengeFailed",
      proof: "strong",
      deliveryPoint: 7,
      history: "known",
    })
  })
})

describe("the union of sets", () => {
  it("is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        expect(uniteContacts(a, b)).toEqual(uniteContacts(b, a))
        expect(uniteContacts(uniteContacts(a, b), c)).toEqual(uniteContacts(a, uniteContacts(b, c)))
        expect(uniteContacts(a, a)).toEqual(uniteContacts(a))
      }),
    )
  })

  it("orders entries by time, then by tag", () => {
    const first = aContact({ tag: "B", at: 100 })
    const second = aContact({ tag: "A", at: 200 })
    const third = aContact({ tag: "C", at: 200 })
    expect(uniteContacts([third, second, first])).toEqual([first, second, third])
  })
})

describe("what is scored of a profile", () => {
  it("leaves out what is more than 30 days older than the latest", () => {
    const day = 86_400
    const old = aContact({ at: 1_800_000_000 })
    const kept = aContact({ at: 1_800_000_000 + day })
    const latest = aContact({ at: 1_800_000_000 + 31 * day })
    expect(unexpiredEntries([old, kept, latest])).toEqual([kept, latest])
  })
})

describe("a newcomer", () => {
  it("is not one whose profile was trimmed, even if its oldest entry is of today", () => {
    expect(isNewcomer(true, contacts(1, 0), 1_800_000_010, true)).toBe(false)
  })

  it("is a visitor without identity", () => {
    expect(isNewcomer(false, contacts(3, 10 * 86_400), 1_900_000_000)).toBe(true)
  })

  it("is an identity whose first contact is less than a day old", () => {
    const history = contacts(1, 0)
    expect(isNewcomer(true, history, 1_800_000_000 + newcomerDays * daySeconds - 1)).toBe(true)
    expect(isNewcomer(true, history, 1_800_000_000 + newcomerDays * daySeconds)).toBe(false)
    expect(isNewcomer(true, [], 1_800_000_000)).toBe(true)
  })
})
