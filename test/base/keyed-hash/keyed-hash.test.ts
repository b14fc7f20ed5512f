import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { KeyedHashSecretInvalid, keyedHash } from "../../../shared/base/keyed-hash/keyed-hash.ts"

const one = "first secret, of enough characters to count as one"
const two = "second secret, of enough characters to count as one"
const epoch = () => new Date(0)
const rotation = JSON.stringify({
  activeFrom: { 1: "1970-01-01T00:00:00Z", 2: "2026-11-10T00:00:00Z" },
  1: one,
  2: two,
})
const firstOnly = JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: one })

describe("keyed hashes", () => {
  it("are equal for the same value and purpose, and differ for another purpose", () => {
    const hashes = keyedHash(firstOnly, epoch)
    expect(hashes.hash("tracking-number", "NP1")).toBe(hashes.hash("tracking-number", "NP1"))
    expect(hashes.hash("tracking-number", "NP1")).not.toBe(hashes.hash("order-reference", "NP1"))
    expect(hashes.hash("tracking-number", "NP1")).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it("differ when a value is split into other parts", () => {
    const hashes = keyedHash(firstOnly, epoch)
    expect(hashes.hash("delivery-point", "ab", "c")).not.toBe(hashes.hash("delivery-point", "a", "bc"))
  })

  it("differ under another secret", () => {
    const others = keyedHash(JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: two }), epoch)
    expect(others.hash("accessor", "203.0.113.7")).not.toBe(keyedHash(firstOnly, epoch).hash("accessor", "203.0.113.7"))
  })

  it("use the newest active version to write and every version to read", () => {
    const before = keyedHash(rotation, () => new Date("2026-11-09T23:59:59Z"))
    const after = keyedHash(rotation, () => new Date("2026-11-10T00:00:00Z"))
    const old = keyedHash(firstOnly, epoch).hash("tracking-number", "NP1")
    expect(before.hash("tracking-number", "NP1")).toBe(old)
    expect(after.hash("tracking-number", "NP1")).not.toBe(old)
    expect(after.hashes("tracking-number", "NP1")).toEqual([after.hash("tracking-number", "NP1"), old])
    expect(new Set(before.hashes("tracking-number", "NP1"))).toEqual(new Set(after.hashes("tracking-number", "NP1")))
    expect(before.hashes("tracking-number", "NP1")[0]).toBe(old)
  })

  it("blind ordinals with the same gaps after a rotation, within 40 bits", () => {
    const before = keyedHash(firstOnly, epoch)
    const after = keyedHash(rotation, () => new Date("2026-12-01T00:00:00Z"))
    const ordinal = fc.integer({ min: 0, max: 999_999_999_999 })
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), ordinal, ordinal, (retailerId, low, high) => {
        const blinded = before.blindOrdinal(retailerId, low)
        expect(blinded - before.blindOrdinal(retailerId, high)).toBe(low - high)
        expect(after.blindOrdinal(retailerId, low)).toBe(blinded)
        expect(blinded).toBeLessThan(2 ** 40)
      }),
    )
    expect(before.blindOrdinal("leafline", 5)).not.toBe(5)
    expect(before.blindOrdinal("leafline", 5)).not.toBe(before.blindOrdinal("maplebooks", 5))
  })

  it("tag a reference differently for each retailer", () => {
    const hashes = keyedHash(firstOnly, epoch)
    expect(hashes.referenceTag("leafline", "LL-1")).toMatch(/^[A-Za-z0-9_-]{6}$/)
    expect(hashes.referenceTag("leafline", "LL-1")).not.toBe(hashes.referenceTag("maplebooks", "LL-1"))
  })

  it("name an accessor by the old name for 30 days beside the new one, and recognise the old name for 30 more", () => {
    const secret = JSON.stringify({
      activeFrom: { 1: "2026-01-01T00:00:00Z", 2: "2026-03-01T00:00:00Z", 3: "2026-03-11T00:00:00Z" },
      ...{ 1: one, 2: two, 3: `${two}, and more` },
    })
    const hashes = keyedHash(secret, epoch)
    const version = new Map(
      ["2025-01-01", "2026-04-01", "2026-05-01"].map((date, index) => [
        hashes.accessorNames(Date.parse(date)).current("visitor"),
        index + 1,
      ]),
    )
    const names = (date: string) => {
      const { current, next, former } = hashes.accessorNames(Date.parse(date))
      const versions = [current, ...next, ...former.map(({ name }) => name)].map((name) => version.get(name("visitor")))
      return [versions[0], versions.slice(1, 1 + next.length), versions.slice(1 + next.length)]
    }
    expect(names("2026-02-28")).toEqual([1, [], []])
    expect(names("2026-03-05")).toEqual([1, [2], []])
    expect(names("2026-03-15")).toEqual([1, [2, 3], []])
    expect(names("2026-04-05")).toEqual([2, [3], [1]])
    expect(names("2026-04-15")).toEqual([3, [], [2, 1]])
    expect(names("2026-05-05")).toEqual([3, [], [2]])
    expect(names("2026-05-15")).toEqual([3, [], []])
  })

  it.each([
    ["no JSON", "not json"],
    ["no versions", JSON.stringify({ activeFrom: {} })],
    ["a version without a secret", JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" } })],
    ["a short secret", JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: "too short to be used" })],
    ["no start", JSON.stringify({ 1: one })],
  ])("refuse a secret with %s, without repeating it", (_what, secret) => {
    const make = () => keyedHash(secret, epoch)
    expect(make).toThrow(KeyedHashSecretInvalid)
    expect(make).not.toThrow(/too short to be used|first secret/)
  })
})
