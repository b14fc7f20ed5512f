import { isDeepStrictEqual } from "node:util"
import { describe, expect, it } from "@jest/globals"
import { makeLookupList } from "../../../../infra/cli/detect/lookup-list.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import { seededRandom } from "../../../watch/detection/builders.ts"

const lookup = (place: number, given: Partial<Access> = {}): Access => ({
  at: 1_800_000_000 + place,
  subject: { kind: "anonymous", fingerprint: place % 7 },
  network: { kind: "fixed", fingerprint: place % 5, prefix: place % 3 },
  accessorClass: place % 2 === 0 ? "public" : "partner",
  networkClass: "public",
  retailer: place % 4,
  tag: `tag ${place}`,
  series: place % 4,
  ordinal: place % 3 === 0 ? null : 7_000_000_000 + place,
  outcome: place % 5 === 0 ? "miss" : "hit",
  proof: place % 6 === 0 ? "strong" : "none",
  deliveryPoint: place % 2 === 0 ? null : 4_294_967_295 - place,
  canary: place % 11 === 0,
  ...given,
})

/** More than fit into one part of the columns. */
const many = Array.from({ length: 70_000 }, (_, place) => lookup(place))

const listOf = (lookups: readonly Access[]) => {
  const list = makeLookupList()
  for (const one of lookups) list.add(one)
  return list
}

/** The first that differs, so that a failure shows one lookup and not all. */
const firstDifference = (list: Iterable<Access>, expected: readonly Access[]) => {
  const lookups = [...list]
  expect(lookups).toHaveLength(expected.length)
  return lookups
    .map((found, index) => ({ found, expected: expected[index] }))
    .find((one) => !isDeepStrictEqual(one.found, one.expected))
}

describe("the lookups of a log in columns", () => {
  it("are read as they were added", () => {
    const list = listOf(many)
    expect([list.length, list.at(0), list.at(69_999), list.at(70_000)]).toEqual([
      70_000,
      many[0],
      many[69_999],
      undefined,
    ])
    expect(firstDifference(list, many)).toBeUndefined()
    expect([list.some(({ tag }) => tag === "tag 69999"), list.some(({ tag }) => tag === "none")]).toEqual([true, false])
  })

  it("are put into the order of time, and those of one second stay as they were", () => {
    const random = seededRandom(5)
    const shuffled = many.map((_, place) => lookup(place, { at: Math.floor(random() * 1_000) }))
    const list = listOf(shuffled)
    list.sort()
    const expected = [...shuffled].sort((one, other) => one.at - other.at)
    expect(firstDifference(list, expected)).toBeUndefined()
  })

  it("get the place of their reference where they have no ordinal, and keep it in the order of time", () => {
    const list = listOf([lookup(6, { at: 9 }), lookup(3, { at: 5 }), lookup(1, { at: 7 }), lookup(9, { at: 1 })])
    list.sort()
    list.placeBy((tag) => (tag === "tag 9" ? undefined : { sequence: 40, ordinal: Number(tag.slice(4)) }))
    expect([...list].map(({ tag, series, ordinal }) => ({ tag, series, ordinal }))).toEqual([
      { tag: "tag 9", series: 1, ordinal: null },
      { tag: "tag 3", series: 40, ordinal: 3 },
      { tag: "tag 1", series: 1, ordinal: 7_000_000_001 },
      { tag: "tag 6", series: 40, ordinal: 6 },
    ])
  })
})
