import { describe, expect, it } from "@jest/globals"
import {
  mintVisitorCookie,
  readVisitorCookie,
  visitorCookieName,
} from "../../../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"

const keyedHash = testKeyedHash()
const minted = new Date("2026-11-05T10:00:00.000Z")
const pairValue = (setCookie: string) => setCookie.split(";")[0]?.slice(visitorCookieName.length + 1)
const value = pairValue(mintVisitorCookie(keyedHash, "abcdefghijklmnopqrstuv", minted))
const withShown = (proven: boolean) =>
  pairValue(mintVisitorCookie(keyedHash, "abcdefghijklmnopqrstuv", minted, { tag: "tag-_1", proven }))

describe("a visitor's cookie", () => {
  it("holds the time when it was minted, and is read back only under the hub's own secret", () => {
    const later = new Date("2026-11-06T10:00:00.000Z")
    const cookie = { id: "abcdefghijklmnopqrstuv", mintedAt: minted.toISOString() }
    expect(readVisitorCookie(keyedHash, value, later)).toEqual(cookie)
    const other = testKeyedHash(
      JSON.stringify({
        activeFrom: { 1: "1970-01-01T00:00:00Z" },
        1: "another secret that is just as long as it must be",
      }),
    )
    expect(readVisitorCookie(other, value, later)).toBeUndefined()
  })

  it("keeps what was shown in the lookup that minted it, and whether it was proven", () => {
    for (const proven of [true, false]) {
      const cookie = { id: "abcdefghijklmnopqrstuv", mintedAt: minted.toISOString(), shown: { tag: "tag-_1", proven } }
      expect(readVisitorCookie(keyedHash, withShown(proven), new Date("2026-11-06T10:00:00.000Z"))).toEqual(cookie)
    }
  })

  it("cannot be given by the visitor what was not shown, nor a proof", () => {
    const [version, mintedPart, ...rest] = (value ?? "").split(".")
    const seen = withShown(false) ?? ""
    const forged = [[version, mintedPart, "stag-_1", ...rest].join("."), seen.replace(".stag", ".ptag")]
    for (const value of forged) {
      expect(readVisitorCookie(keyedHash, value, new Date("2026-11-06T10:00:00.000Z"))).toBeUndefined()
    }
  })

  it("is ignored before it was minted, and when it is too old", () => {
    expect(readVisitorCookie(keyedHash, value, new Date("2026-11-05T09:59:59.000Z"))).toBeUndefined()
    expect(readVisitorCookie(keyedHash, value, new Date("2027-05-05T10:00:00.000Z"))).toBeUndefined()
  })

  it("is ignored when any of its characters is changed", () => {
    for (const text of [value ?? "", withShown(true) ?? "", withShown(false) ?? ""]) {
      for (let place = 0; place < text.length; place++) {
        const changed = text.slice(0, place) + (text[place] === "x" ? "y" : "x") + text.slice(place + 1)
        expect(readVisitorCookie(keyedHash, changed, new Date("2026-11-06T10:00:00.000Z"))).toBeUndefined()
      }
    }
  })

  it("cannot be made older by the visitor than it is", () => {
    const parts = (value ?? "").split(".")
    const older = [parts[0], "t4aaaa", parts[2], parts[3]].join(".")
    expect(readVisitorCookie(keyedHash, older, new Date("2026-11-06T10:00:00.000Z"))).toBeUndefined()
  })
})
