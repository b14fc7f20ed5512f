import { describe, expect, it } from "@jest/globals"
import type { Access } from "../../shared/watch/detection/access.ts"
import { type KeyedFinding, makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import type { Step } from "./attacks/scene.ts"
import { makeAttribution } from "./attribution.ts"

const attacker = 1
const neighbour = 2
const ownPlace = 77_777

const hit = (given: Pick<Access, "at" | "tag" | "deliveryPoint"> & { subject?: number }): Access => ({
  ...given,
  subject: { kind: "cookie", fingerprint: given.subject ?? attacker },
  network: { kind: "fixed", fingerprint: 7 },
  accessorClass: "public",
  networkClass: "public",
  retailer: 1,
  series: 1,
  ordinal: null,
  outcome: "hit",
  proof: "none",
  canary: false,
})

const stepOf = (access: Access, isForeign: boolean): Step => ({ access, isForeign, network: 7 })
const own = (index: number) => hit({ at: 1_000_000 + index, tag: `own${index}`, deliveryPoint: ownPlace })
const foreign = (index: number, subject?: number) =>
  hit({ at: 1_001_000 + 60 * index, tag: `foreign${index}`, deliveryPoint: index, ...(subject ? { subject } : {}) })

/** The alerts that the lookups raise about their own visitor. */
const alertsOf = (accesses: readonly Access[]): KeyedFinding[] => {
  const detector = makeMemoryDetector({ profileOf: () => undefined })
  return accesses
    .flatMap((access) => detector.observe(access))
    .filter(({ key, finding }) => key.kind === "subject" && finding.severity === "alert")
}

const places = Array.from({ length: 8 }, (_, index) => index)

describe("the attribution of alarms", () => {
  it("is to the attack although most of what the attacker looked up is its own", () => {
    const steps = places.flatMap((index) => [
      stepOf(foreign(index), true),
      ...[0, 1, 2, 3].map((between) =>
        stepOf({ ...own(4 * index + between), at: 1_001_000 + 60 * index + between }, false),
      ),
    ])
    const attribution = makeAttribution()
    for (const step of steps) attribution.note(step)
    const [alert] = alertsOf(steps.map(({ access }) => access))
    expect(alert?.finding.tags.length).toBeGreaterThan(3 * 6)
    expect(alert !== undefined && attribution.isOfAttack(alert)).toBe(true)
  })

  it("is not to an attack whose own parcels alone raised it, or to one behind the same address", () => {
    const alerts = alertsOf(places.map((index) => foreign(index)))
    const ofOwn = makeAttribution()
    for (const index of places) ofOwn.note(stepOf(foreign(index), false))
    const elsewhere = makeAttribution()
    elsewhere.note(stepOf(foreign(0, neighbour), true))
    expect(alerts).not.toHaveLength(0)
    for (const alert of alerts) {
      expect(ofOwn.isOfAttack(alert)).toBe(false)
      expect(elsewhere.isOfAttack(alert)).toBe(false)
    }
  })
})
