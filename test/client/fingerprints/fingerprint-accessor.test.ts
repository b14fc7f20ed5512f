import { randomBytes } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import {
  AddressInvalid,
  accessorFingerprints,
  type SeenVisitor,
} from "../../../client/fingerprints/fingerprint-accessor.ts"
import { trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"

const at = "2026-11-01T14:03:00.000Z"
const earlier = "2026-11-01T13:58:00.000Z"
const key = randomBytes(32)
const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
const newerChrome = chrome.replace("140", "141")
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
const visitor: SeenVisitor = { ip: "203.0.113.7", userAgent: chrome }
const fingerprint = accessorFingerprints(key)

describe("fingerprints of a visitor", () => {
  it("fit the contract, and show no raw value", () => {
    const raw = { ...visitor, account: "acct-20931", session: "sess-b1946ac92492d234", sessionStartedAt: earlier }
    const accessor = fingerprint(raw, at)
    const [access] = [
      { accessId: "acc_1", at, reference: { kind: "trackingNumber", trackingNumber: "NP4021887304CA" }, accessor },
    ].map((one) => ({ ...one, outcome: "hit", proof: "none", fields: [] }))
    expect(trackingAccess.parse(access).accessor).toEqual(accessor)
    for (const value of ["203.0.113.7", "acct-20931", "sess-b", "Chrome"])
      expect(JSON.stringify(accessor)).not.toContain(value)
  })

  it("are the same for the same visitor under the same key, and others under another key", () => {
    expect(accessorFingerprints(key)(visitor, at)).toEqual(fingerprint(visitor, at))
    const other = accessorFingerprints(randomBytes(32))(visitor, at)
    expect(other.subject).not.toBe(fingerprint(visitor, at).subject)
    expect(other.network).not.toBe(fingerprint(visitor, at).network)
  })

  it.each<[string, Partial<SeenVisitor>, string]>([
    ["an account", { account: "acct-20931", session: "sess-0001", sessionStartedAt: earlier }, "account"],
    ["a partner's account", { account: "acct-20931", accountKind: "partner" }, "partner"],
    ["a staff account", { account: "acct-20931", accountKind: "staff" }, "staff"],
    ["a session from before the lookup", { session: "sess-0001", sessionStartedAt: earlier }, "cookie"],
    ["a session that began with the lookup", { session: "sess-0001", sessionStartedAt: at }, "anonymous"],
    ["a session of unknown age", { session: "sess-0001" }, "anonymous"],
    ["nothing", {}, "anonymous"],
  ])("name the subject by its kind when it shows %s", (_, shown, kind) => {
    expect(fingerprint({ ...visitor, ...shown }, at).subjectKind).toBe(kind)
  })

  it("keep an account the same at every address, and an anonymous visitor at its own", () => {
    const [here, there] = ["203.0.113.7", "198.51.100.9"]
    const at2 = (ip: string, more: Partial<SeenVisitor> = {}) => fingerprint({ ...visitor, ip, ...more }, at).subject
    expect(at2(here, { account: "acct-20931" })).toBe(at2(there, { account: "acct-20931" }))
    expect(at2(here)).not.toBe(at2(there))
  })

  it("tell an account from a session of the same name", () => {
    const account = fingerprint({ ...visitor, account: "same-name" }, at).subject
    expect(fingerprint({ ...visitor, session: "same-name", sessionStartedAt: earlier }, at).subject).not.toBe(account)
  })

  it("take a browser's family, so that an update changes nothing", () => {
    const of = (userAgent: string) => fingerprint({ ...visitor, userAgent }, at).subject
    expect(of(newerChrome)).toBe(of(chrome))
    expect(of(firefox)).not.toBe(of(chrome))
  })

  it("take the /64 of an IPv6 address, and the IPv4 address in one", () => {
    const of = (ip: string) => fingerprint({ ...visitor, ip }, at).network
    expect(of("2001:db8:1:2::9")).toBe(of("2001:db8:1:2:ffff::1"))
    expect(of("2001:db8:1:3::9")).not.toBe(of("2001:db8:1:2::9"))
    expect(of("::ffff:203.0.113.7")).toBe(of("203.0.113.7"))
  })

  it("stay what they are from release to release, because the detector remembers them", () => {
    expect(accessorFingerprints(new Uint8Array(32))(visitor, at)).toEqual({
      kind: "fingerprints",
      subject: "EJVJvVvTB1aH2eFufkh45V",
      subjectKind: "anonymous",
      network: "Wd73cDIC8-MZAAsJtFBLtm",
      networkKind: "unknown",
    })
  })

  it("are refused for what is no address, without repeating it, and for a short key", () => {
    expect(() => fingerprint({ ...visitor, ip: "203.0.113.777" }, at)).toThrow(AddressInvalid)
    expect(() => fingerprint({ ...visitor, ip: "203.0.113.777" }, at)).not.toThrow("777")
    expect(() => accessorFingerprints(randomBytes(31))).toThrow("at least 32 random bytes")
  })
})
