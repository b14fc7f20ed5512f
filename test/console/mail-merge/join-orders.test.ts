import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { joinOrders } from "../../../console/mail-merge/join-orders.ts"
import { affectedOrder, contactOf } from "./affected-orders.ts"

const joined = (references: readonly string[], orders: readonly string[]) => {
  const result = joinOrders(
    references.map((reference) => affectedOrder(reference)),
    orders.map((order) => contactOf(order)),
  )
  return {
    matched: result.matched.map(({ affected, contact }) => [affected.reference, contact.order]),
    doubtful: result.doubtful.map(({ affected, doubt }) => [affected.reference, doubt]),
    unmatched: result.unmatched.map(({ reference }) => reference),
  }
}

describe("affected orders and the shop's file", () => {
  it.each([
    ["LL-0000071", "LL-0000071"],
    ["1001", "#1001"],
    ["#1001", "1001"],
    ["ll-0000071", "LL-0000071"],
    ["LL-0000071", " LL-0000071 "],
    ["LL-0000071", "'LL-0000071"],
    ["0001001", "1001"],
    ["LL-0000071", "LL-71"],
    ["LL-0000071", "LL 0000071"],
    ["ＬＬ-0000071", "LL-0000071"],
  ])("fit: %s and %s", (reference, order) => {
    expect(joined([reference], [order]).matched).toEqual([[reference, order]])
  })

  it.each([
    ["1001", "1002"],
    ["1001", "11001"],
    ["1001", "10010"],
    ["LL-1", "LL-10"],
  ])("do not fit: %s and %s", (reference, order) => {
    expect(joined([reference], [order])).toEqual({ matched: [], doubtful: [], unmatched: [reference] })
  })

  it("are doubtful where only the number is the same", () => {
    expect(joined(["LL-1001"], ["1001"]).doubtful).toEqual([["LL-1001", "numberAlone"]])
    expect(joined(["LL-1001"], ["MB-1001"]).doubtful).toEqual([["LL-1001", "numberAlone"]])
  })

  it("are doubtful where several fit", () => {
    expect(joined(["LL-071"], ["LL-0071", "LL-71"]).doubtful).toEqual([["LL-071", "severalContacts"]])
    expect(joined(["LL-071", "LL-0071"], ["LL-71"]).doubtful).toEqual([
      ["LL-071", "severalOrders"],
      ["LL-0071", "severalOrders"],
    ])
  })

  it("prefer the one that is written alike", () => {
    expect(joined(["LL-0071"], ["LL-71", "LL-0071"]).matched).toEqual([["LL-0071", "LL-0071"]])
  })

  it("are doubtful where nobody can be reached", () => {
    const nobody = contactOf("1001", { email: "", address: "" })
    expect(joinOrders([affectedOrder("1001")], [nobody]).doubtful).toMatchObject([{ doubt: "noAddress" }])
  })

  it("follow what the officer decided", () => {
    const affected = [affectedOrder("LL-1001"), affectedOrder("LL-1002")]
    const contacts = [contactOf("1001"), contactOf("1002")]
    const decided = new Map([
      ["LL-1001", contacts[0]],
      ["LL-1002", undefined],
    ])
    expect(joinOrders(affected, contacts, decided)).toMatchObject({
      matched: [{ affected: { reference: "LL-1001" }, contact: { order: "1001" } }],
      doubtful: [],
      unmatched: [{ reference: "LL-1002" }],
    })
  })

  it("are each in one place, and a match is never that of another order", () => {
    const order = fc.stringMatching(/^(LL-|#)?0{0,3}[1-9]\d{0,2}$/)
    fc.assert(
      fc.property(fc.uniqueArray(order), fc.uniqueArray(order), (references, orders) => {
        const { matched, doubtful, unmatched } = joined(references, orders)
        const places = [...matched.map(([one]) => one), ...doubtful.map(([one]) => one), ...unmatched]
        expect(places.toSorted()).toEqual(references.toSorted())
        const number = (text = "") => text.replace(/^.*?0*([1-9]\d*)$/, "$1")
        for (const [reference, found] of matched) expect(number(found)).toBe(number(reference))
      }),
    )
  })

  it("are 4,500 in a file of 60,000 orders within a second", () => {
    const references = Array.from({ length: 4_500 }, (_, place) => `LL-${String(place * 7).padStart(7, "0")}`)
    const orders = Array.from({ length: 60_000 }, (_, place) => `LL-${place}`)
    const before = performance.now()
    expect(joined(references, orders).matched).toHaveLength(4_500)
    expect(performance.now() - before).toBeLessThan(1_000 * 6)
  })
})
