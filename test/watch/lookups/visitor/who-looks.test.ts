import { describe, expect, it } from "@jest/globals"
import { type Proof, proof as proofs } from "../../../../shared/base/contracts/words.ts"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import { type Accessor, prefixKey, refusedNetworkKeys } from "../../../../shared/watch/detection/accessor.ts"
import type { Restriction } from "../../../../shared/watch/detection/restrictions/restriction.ts"
import { browserFamily } from "../../../../shared/watch/detection/visitor/browser-family.ts"
import { networkMatcher, networkOf, prefixOf } from "../../../../shared/watch/detection/visitor/client-network.ts"
import type { KnownParcel } from "../../../../shared/watch/lookups/guesses/known-parcels.ts"
import { isRefused } from "../../../../shared/watch/lookups/guesses/refusal.ts"
import { heavyReaders } from "../../../../shared/watch/lookups/visitor/heavy-readers.ts"
import { resolveAccessor } from "../../../../shared/watch/lookups/visitor/resolve-accessor.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { aRestriction } from "../../detection/restrictions/restrictions.contract.ts"

describe("the network of an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["no address", undefined],
    ["203.0.113.7, 10.0.0.1", undefined],
    ["", undefined],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:DB8:1:ffff::9", "2001:db8:1::/48"],
    ["203.0.113.7", undefined],
    ["::ffff:203.0.113.7", undefined],
    ["no address", undefined],
  ])("of %s lies in the prefix %s", (address, prefix) => {
    expect(prefixOf(address)).toBe(prefix)
  })

  it("lies in a registered range or not, whichever way it is written", () => {
    const inRange = networkMatcher("198.51.100.0/24")
    expect(["198.51.100.9", "::ffff:198.51.100.9"].map(inRange)).toEqual([true, true])
    expect(["198.51.101.9", "2001:db8::1", "nothing"].map(inRange)).toEqual([false, false, false])
    expect(networkMatcher("2001:db8::/32")("2001:db8:ffff::1")).toBe(true)
  })
})

describe("the family of a browser", () => {
  it("is what stays when it updates", () => {
    const chrome = (version: string) =>
      `Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Mobile Safari/537.36`
    expect(browserFamily(chrome("141.0.1.2"))).toBe("Chrome on Android")
    expect(browserFamily(chrome("142.0.0.0"))).toBe("Chrome on Android")
  })

  it("is one for everything that cannot be read", () => {
    expect([undefined, "", "   ", "x".repeat(5_000)].map(browserFamily)).toEqual([
      "unknown",
      "unknown",
      "unknown",
      browserFamily("y".repeat(5_000)).replace(/y/g, "x"),
    ])
  })

  it("is the same for all invented names, so that a visitor cannot become a new one with each lookup", () => {
    const made = ["zz1/1 (x)", "zz2/1 (x)", "foo-77/2 bar", "anything else/3 x"]
    expect(new Set(made.map(browserFamily))).toEqual(new Set(["unknown on unknown"]))
  })
})

describe("the subject of a lookup", () => {
  const keyedHash = testKeyedHash()
  const at = { address: "203.0.113.7", userAgent: "curl/8", vouchedBy: "northpost" }
  const seenAt = "2026-11-01T12:00:00.000Z"
  const cookie = { id: "abcdefghijklmnopqrstuv", mintedAt: "2026-11-01T00:00:00.000Z" }

  it("is the account before a cookie, a cookie before a session, a session before network and browser", () => {
    const kinds = [
      { ...at, account: "jane", cookie, session: "session-1" },
      { ...at, cookie, session: "session-1" },
      { ...at, session: "session-1" },
      at,
    ].map((visitor) => resolveAccessor(keyedHash, visitor, seenAt)?.subject)
    expect(kinds.map((subject) => subject?.kind)).toEqual(["account", "cookie", "cookie", "anonymous"])
    expect(new Set(kinds.map((subject) => subject?.fingerprint)).size).toBe(4)
  })

  it("is another person when another party vouches for the same name, or the hub sees it itself", () => {
    const names = [{ account: "jane" }, {}].flatMap((named) =>
      ["northpost", "otherpost", undefined].map((vouchedBy) => {
        const resolved = resolveAccessor(keyedHash, { ...at, ...named, vouchedBy }, seenAt)
        return resolved?.subject.fingerprint
      }),
    )
    expect(new Set(names).size).toBe(6)
  })

  it("is on another network when another party names the network, which the hub's own evidence restricts too", () => {
    const [one, other, own] = ["northpost", "otherpost", undefined].map(
      (vouchedBy) => resolveAccessor(keyedHash, { ...at, vouchedBy }, seenAt)?.network,
    )
    expect(new Set([one?.fingerprint, other?.fingerprint, own?.fingerprint]).size).toBe(3)
    expect([one?.hubNames, other?.hubNames]).toEqual([[own?.fingerprint], [own?.fingerprint]])
    expect(own?.hubNames).toBeUndefined()
  })

  it("shares a prefix with other networks of an IPv6 site, which the hub's own evidence restricts for every party", () => {
    const [one, neighbour, elsewhere, ipv4] = [
      "2001:db8:1:2::9",
      "2001:db8:1:3::9",
      "2001:db8:2:2::9",
      "203.0.113.7",
    ].map((address) => resolveAccessor(keyedHash, { ...at, vouchedBy: undefined, address }, seenAt))
    if (one === undefined) throw new Error("the address is one")
    expect(one.network.prefix).toBeDefined()
    expect(neighbour?.network.prefix).toBe(one.network.prefix)
    expect(neighbour?.network.fingerprint).not.toBe(one.network.fingerprint)
    expect(elsewhere?.network.prefix).not.toBe(one.network.prefix)
    expect(ipv4?.network.prefix).toBeUndefined()
    const reported = resolveAccessor(keyedHash, { ...at, address: "2001:db8:1:4::9" }, seenAt)
    if (reported === undefined) throw new Error("the address is one")
    expect(reported.network.prefix).not.toBe(one.network.prefix)
    expect(refusedNetworkKeys(reported)).toContain(prefixKey(one))
  })

  it("is unknown without an address", () => {
    expect(resolveAccessor(keyedHash, { address: "unknown" }, seenAt)).toBeUndefined()
  })
})

describe("the register of heavy readers", () => {
  const parties = readParties(new URL("../../../../stages/local/parties.json", import.meta.url)).map((party) =>
    party.id === "northpost"
      ? {
          ...party,
          heavyReaders: [
            {
              name: "price watch",
              class: "aggregator" as const,
              networks: ["198.51.100.0/24"],
              credentials: ["acct-7"],
              lookupsPerHour: 200,
            },
          ],
        }
      : party,
  )
  const { classOf } = heavyReaders()
  const known = new Map(parties.map((party) => [party.id, party]))

  it("knows the quota that a party set for its staff and its credentials", () => {
    const quotas = { perCredential: 90, perStaffMember: 25 }
    const own = new Map([["northpost", { heavyReaders: [], quotas }]])
    const quotaOf = (subjectKind: "account" | "partner" | "staff", employer?: string) =>
      classOf({ registrars: ["northpost"], employer, subjectKind, credentials: [] }, own).quotaPerHour
    expect(quotaOf("staff", "northpost")).toBe(25)
    expect(quotaOf("partner", "northpost")).toBe(90)
    expect(quotaOf("account", "northpost")).toBeUndefined()
    expect(quotaOf("partner", "leafline")).toBeUndefined()
  })

  it("knows readers by network and by credential, for the parties that registered them alone", () => {
    const traits = { subjectKind: "anonymous", address: "198.51.100.9", credentials: [], employer: undefined } as const
    expect(classOf({ ...traits, registrars: ["leafline", "northpost"] }, known)).toEqual({
      accessorClass: "aggregator",
      networkClass: "aggregator",
      quotaPerHour: 200,
    })
    expect(classOf({ ...traits, registrars: ["leafline", undefined] }, known)).toEqual({
      accessorClass: "public",
      networkClass: "public",
    })
    expect(
      classOf(
        {
          registrars: ["northpost"],
          employer: "northpost",
          subjectKind: "account",
          address: "192.0.2.1",
          credentials: ["acct-7"],
        },
        known,
      ),
    ).toEqual({ accessorClass: "aggregator", networkClass: "public", quotaPerHour: 200 })
  })

  it("leaves everybody else the class of their kind", () => {
    const classFor = (subjectKind: "account" | "cookie" | "partner" | "staff") =>
      classOf({ registrars: ["northpost"], employer: "northpost", subjectKind, credentials: [] }, known).accessorClass
    expect([classFor("account"), classFor("cookie"), classFor("partner"), classFor("staff")]).toEqual([
      "recipient",
      "public",
      "partner",
      "staff",
    ])
  })
})

describe("a restriction", () => {
  const accessor: Accessor = {
    subject: { kind: "cookie", fingerprint: "visitor-1" },
    network: { kind: "unknown", fingerprint: "address-1" },
    accessorClass: "public",
  }
  const at = "2026-11-01T12:00:00.000Z"
  const restrict = (key: string, change: Partial<ReturnType<typeof aRestriction>> = {}) => [
    { ...aRestriction("any", { accessorKey: key, ...change }), revision: 1, expiresAt: 1 },
  ]
  const before = Date.parse("2026-11-01T09:59:00.000Z")
  const asked = (proof: Proof, rows: readonly Restriction[], known: readonly KnownParcel[], tag = "AAAAAA") =>
    isRefused({ tag, proof }, { accessor, at, known }, rows)
  const refused = (proof: Proof, rows: readonly Restriction[]) => asked(proof, rows, [])

  it("of a subject refuses whatever is proven, except a link token and a party's own credential (promise: restricted-visitor-is-refused)", () => {
    const rows = restrict("subject#visitor-1")
    const spared = proofs.options.filter((one) => !refused(one, rows))
    expect(spared).toEqual(proofs.options.filter((one) => one === "linkToken" || one === "party"))
    expect(spared).toHaveLength(2)
    expect(refused("none", restrict("subject#visitor-2"))).toBe(false)
    const stranger: Accessor = { ...accessor, subject: { kind: "anonymous", fingerprint: "visitor-1" } }
    const ofStranger = (proof: Proof) =>
      isRefused({ tag: "AAAAAA", proof }, { accessor: stranger, at, known: [] }, rows)
    expect([ofStranger("postalCode"), ofStranger("houseNumber")]).toEqual([true, false])
  })

  it("of a network refuses unproven lookups, except for what was shown before and to a visitor that proved something before (promise: network-refuses-unproven)", () => {
    const rows = restrict("network#address-1", { scope: "network" })
    expect(refused("none", rows)).toBe(true)
    expect(refused("postalCode", rows)).toBe(false)
    const shown = [{ tag: "AAAAAA", proven: false, at: before }]
    expect([asked("none", rows, shown), asked("none", rows, shown, "BBBBBB")]).toEqual([false, true])
    const proven = [{ tag: "AAAAAA", proven: true, at: before }]
    expect([asked("none", rows, proven), asked("none", rows, proven, "BBBBBB")]).toEqual([false, false])
  })

  it("of an IPv6 prefix refuses unproven lookups of every network in it", () => {
    const rows = restrict("prefix#site-1", { scope: "network" })
    const inPrefix: Accessor = { ...accessor, network: { ...accessor.network, prefix: "site-1" } }
    const refusedIn = (proof: Proof) => isRefused({ tag: "AAAAAA", proof }, { accessor: inPrefix, at, known: [] }, rows)
    expect([refusedIn("none"), refusedIn("postalCode"), refused("none", rows)]).toEqual([true, false, false])
  })

  it("of a network of guessers refuses right postal codes too, except to a visitor that proved something before (promise: network-refuses-unproven)", () => {
    const rows = restrict("network#address-1", { scope: "network", voidsPostalCode: true })
    expect(refused("postalCode", rows)).toBe(true)
    expect(["linkToken", "houseNumber", "account"].filter((one) => refused(proofs.parse(one), rows))).toEqual([])
    const shown = [{ tag: "AAAAAA", proven: false, at: before }]
    expect([asked("postalCode", rows, shown), asked("none", rows, shown)]).toEqual([true, false])
    const proven = [{ tag: "AAAAAA", proven: true, at: before }]
    expect([asked("postalCode", rows, proven), asked("postalCode", rows, proven, "BBBBBB")]).toEqual([false, false])
  })

  it("refuses nobody after it ended or was released", () => {
    expect(refused("none", restrict("subject#visitor-1", { until: "2026-11-01T11:59:00.000Z" }))).toBe(false)
    const [row] = restrict("subject#visitor-1")
    if (row === undefined) throw new Error("no row")
    expect(asked("none", [{ ...row, releasedAt: at }], [])).toBe(false)
  })
})
