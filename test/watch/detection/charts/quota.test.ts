import { describe, expect, it } from "@jest/globals"
import type { AccessorClass } from "../../../../shared/base/contracts/words.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../../../shared/watch/detection/memory-detector.ts"
import { bucketWithout, type QuotaBucket } from "../../../../shared/watch/detection/profiles/quota-bucket.ts"
import { aContact, aRetailer, contacts } from "../builders.ts"
import { accesses, day, start } from "../streams.ts"

const hour = 3_600

type Credential = Pick<Access, "subject" | "accessorClass" | "quotaPerHour"> & { readonly proof: Access["proof"] }

const credential = (
  kind: "partner" | "staff" | "cookie",
  accessorClass: AccessorClass,
  quotaPerHour: number,
): Credential => ({
  subject: { kind, fingerprint: "credential" },
  accessorClass,
  quotaPerHour,
  proof: kind === "cookie" ? "none" : "strong",
})
const reader = (quotaPerHour: number) => credential("cookie", "aggregator", quotaPerHour)

/** References that were looked up when the quota first raised an alert; null if it never did. */
const noticedAfter = (stream: readonly Access[]): number | null => {
  const detector = makeMemoryDetector({ profileOf: () => aRetailer() })
  for (const [index, access] of stream.entries()) {
    const found = detector.observe(access).some(({ finding: { chart, severity } }) => {
      return chart === "quota" && severity === "alert"
    })
    if (found) return index + 1
  }
  return null
}

const every = (who: Credential, seconds: number, length: number) =>
  accesses(length, (index) => ({ ...who, at: start + Math.floor(index * seconds) }))

describe("the quota of a credential", () => {
  it("lets a registered reader of 300 an hour look up a quarter of them in one second, and no more", () => {
    expect(noticedAfter(every(reader(300), 0, 13))).toBeNull()
    expect(noticedAfter(every(reader(300), 0, 75))).toBeNull()
    expect(noticedAfter(every(reader(300), 0, 200))).toBe(76)
  })

  it("lets a reader refresh a quarter of its quota each quarter of an hour, all day", () => {
    const refreshes = accesses(96 * 75, (index) => ({ ...reader(300), at: start + Math.floor(index / 75) * 900 }))
    expect(noticedAfter(refreshes)).toBeNull()
    expect(noticedAfter(every(reader(300), 12, 7_200))).toBeNull()
  })

  it("fills again after a burst", () => {
    const burstsApart = (seconds: number) =>
      noticedAfter([0, 1].flatMap((n) => accesses(70, () => ({ ...reader(300), at: start + n * seconds }))))
    expect(burstsApart(60)).toBe(81)
    expect(burstsApart(900)).toBeNull()
  })

  it.each([
    { quota: 60, burst: 15 },
    { quota: 300, burst: 75 },
    { quota: 3_000, burst: 750 },
  ])("notices twice a quota of $quota after twice its burst of $burst", ({ quota, burst }) => {
    const noticed = noticedAfter(every(reader(quota), hour / quota / 2, 3 * burst))
    expect(noticed).toBeGreaterThanOrEqual(2 * burst - 3)
    expect(noticed).toBeLessThanOrEqual(2 * burst + 3)
  })

  it("notices a partner's crawl of its own parcels, and staff with invented cases, about as early as ever", () => {
    expect(noticedAfter(every(credential("partner", "partner", 60), 1, 100))).toBe(16)
    expect(noticedAfter(every(credential("staff", "staff", 30), 30, 100))).toBe(21)
  })

  it("counts staff lookups with a case that a profile full of others has dropped", () => {
    const who = credential("staff", "staff", 300)
    const without = accesses(39, (index) => ({ ...who, proof: "none", at: start - day + index * 2_000 }))
    expect(noticedAfter([...without, ...every(who, 0, 200)])).toBe(without.length + 76)
  })

  it("is over its threshold no longer than its largest burst takes to drain", () => {
    const crawl = every(reader(60), 1, 2_000)
    const last = start + 2_000
    const noticedAt = (at: number) => {
      const detector = makeMemoryDetector({ profileOf: () => aRetailer() })
      for (const access of crawl) detector.observe(access)
      for (const access of accesses(44, (index) => ({ ...reader(60), at: at + index * 120 }))) {
        const found = detector.observe(access)
        if (access.at > at + 42 * 120) return found.some(({ finding }) => finding.chart === "quota")
      }
      return undefined
    }
    expect(noticedAt(last + 60)).toBe(true)
    expect(noticedAt(last + 2 * hour)).toBe(false)
  })
})

describe("the bucket of what a profile dropped", () => {
  const drop = (given: ReturnType<typeof contacts>, until: number, before?: QuotaBucket) =>
    bucketWithout(given, ({ at }) => at <= until, { quotaPerHour: 60, before })

  it("is the same whether entries are dropped at once or in turn", () => {
    const given = contacts(40, 20)
    const [middle = 0, end = 0] = [given[19]?.at, given[39]?.at]
    const inTurn = drop(given.slice(20), end, drop(given, middle))
    const atOnce = drop(given, end)
    expect(inTurn?.at).toBe(atOnce?.at)
    expect(inTurn?.level).toBeCloseTo(atOnce?.level ?? 0, 9)
  })

  it("counts an earlier entry that the profile keeps, because only later ones are counted beside the bucket", () => {
    const given = contacts(3, 20)
    const kept = bucketWithout(given, (entry) => entry === given[1], { quotaPerHour: 60, before: undefined })
    expect(kept).toEqual(drop(given, given[1]?.at ?? 0))
  })

  it("does not count an entry that comes again after it was dropped", () => {
    const given = contacts(5, 20)
    const before = drop(given, given[4]?.at ?? 0)
    const again = aContact({ at: given[2]?.at ?? 0 })
    expect(drop([again], again.at, before)).toEqual(before)
  })
})
