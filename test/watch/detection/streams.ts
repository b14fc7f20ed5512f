import { expect } from "@jest/globals"
import type { Access } from "../../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../../shared/watch/detection/memory-detector.ts"
import type { RetailerProfile } from "../../../shared/watch/detection/retailers/retailer-profile.ts"
import { aRetailer, seededRandom } from "./builders.ts"

export const start = 1_800_000_000
export const day = 86_400

let tag = 0
export const anAccess = (given: Partial<Access> = {}): Access => {
  tag += 1
  return {
    at: start,
    subject: { kind: "cookie", fingerprint: "cookie-1" },
    network: { kind: "fixed", fingerprint: "home-1" },
    accessorClass: "public",
    networkClass: "public",
    retailer: 0,
    series: given.retailer ?? 0,
    tag: `T${String(tag).padStart(5, "0")}`,
    ordinal: null,
    outcome: "hit",
    proof: "none",
    deliveryPoint: null,
    canary: false,
    ...given,
  }
}

export const accesses = (length: number, given: (index: number) => Partial<Access>): Access[] =>
  Array.from({ length }, (_, index) => anAccess(given(index)))

/** Alerts, and how many records had been shown when the first came (all of them if none). */
export const run = (stream: readonly Access[], profile: RetailerProfile = aRetailer()) => {
  const detector = makeMemoryDetector({ profileOf: () => profile })
  const alerts: string[] = []
  const notices: string[] = []
  let shown = 0
  let shownUntilAlert: number | null = null
  for (const access of [...stream].sort((a, b) => a.at - b.at)) {
    if (access.outcome === "hit" && access.proof !== "strong") shown += 1
    for (const { key, finding } of detector.observe(access)) {
      const isAlert = finding.severity === "alert"
      ;(isAlert ? alerts : notices).push(`${key.kind}:${finding.reading}`)
      if (isAlert) shownUntilAlert ??= shown
    }
  }
  return { alerts, notices, shownUntilAlert: shownUntilAlert ?? shown, counts: detector.counts, detector }
}

let draws: { readonly test: string | undefined; readonly next: () => number } | undefined
/** Draws the same numbers in each test, whatever ran before in this worker. */
export const random = (): number => {
  const { currentTestName: test } = expect.getState()
  if (draws === undefined || draws.test !== test) draws = { test, next: seededRandom(21) }
  return draws.next()
}
export const scatteredOrdinal = () => 500_000 + Math.floor(random() * 30_000)
