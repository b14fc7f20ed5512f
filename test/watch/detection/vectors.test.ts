import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { block } from "../../../shared/watch/detection/charts/block.ts"
import type { ChartResult } from "../../../shared/watch/detection/charts/excursion.ts"
import { fanOut } from "../../../shared/watch/detection/charts/fan-out.ts"
import { guess } from "../../../shared/watch/detection/charts/guess.ts"
import { insider } from "../../../shared/watch/detection/charts/insider.ts"
import { scope } from "../../../shared/watch/detection/charts/scope.ts"
import { initialVolume, volume } from "../../../shared/watch/detection/charts/volume.ts"
import { walk } from "../../../shared/watch/detection/charts/walk.ts"
import { type Contact, uniteContacts } from "../../../shared/watch/detection/profiles/access-profile.ts"
import { scoredEntries } from "../../../shared/watch/detection/profiles/retention.ts"
import { seededRandom, shuffled } from "./builders.ts"

const contact = z.object({
  t: z.number(),
  tag: z.string(),
  retailer: z.enum(["a", "b"]),
  ordinal: z.number().nullable(),
  outcome: z.enum(["miss", "hit", "challengeFailed"]),
  proof: z.enum(["none", "postalCode", "strong"]),
  deliveryPoint: z.number().nullable(),
  sequenceHead: z.boolean(),
  fresh: z.boolean().optional(),
  canary: z.boolean().optional(),
  accessor: z.number().optional(),
})
type VectorContact = z.infer<typeof contact>
const outcome = { what: z.string(), score: z.number(), from: z.number().nullable() }
const accessor = { ...outcome, contacts: z.array(contact) }

const vectors = z
  .object({
    walk: z.array(z.object({ ...accessor, liveWidth: z.number() })),
    guess: z.array(
      z.object({ ...accessor, missShare: z.object({ a: z.number(), b: z.number() }), classFloor: z.number() }),
    ),
    fanOut: z.array(z.object({ ...accessor, rate: z.string(), perSecond: z.tuple([z.number(), z.number()]) })),
    scope: z.array(z.object(accessor)),
    insider: z.array(z.object(accessor)),
    block: z.array(
      z.object({
        ...outcome,
        entries: z.array(contact),
        width: z.number(),
        a0: z.object({ old: z.number(), fresh: z.number() }),
        previous: z.number(),
        canaryLlr: z.number(),
      }),
    ),
    volume: z.array(
      z.object({ what: z.string(), y: z.string(), score: z.number(), base: z.number(), alarms: z.number() }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8")))

const toContact = (given: VectorContact): Contact => ({
  tag: given.tag,
  at: given.t,
  retailer: given.retailer === "a" ? 0 : 1,
  series: given.retailer === "a" ? 0 : 1,
  ordinal: given.ordinal,
  outcome: given.outcome,
  proof: given.proof,
  deliveryPoint: given.deliveryPoint,
  subject: given.accessor ?? null,
  history: "known",
})

/** As given, backwards, and three times shuffled with every contact delivered up to three times. */
const deliveries = (contacts: readonly VectorContact[]): VectorContact[][] => [
  [...contacts],
  [...contacts].reverse(),
  ...[1, 2, 3].map((seed) => {
    const random = seededRandom(seed)
    return shuffled(
      contacts.flatMap((each) => Array.from({ length: 1 + Math.floor(random() * 3) }, () => each)),
      random,
    )
  }),
]

const tagsWith = (contacts: readonly VectorContact[], flag: "sequenceHead" | "fresh" | "canary"): Set<string> =>
  new Set(contacts.filter((each) => each[flag] === true).map((each) => each.tag))

const expectAlways = (
  contacts: readonly VectorContact[],
  expected: { score: number; from: number | null },
  chart: (entries: readonly Contact[], trimmed: boolean) => ChartResult,
) => {
  for (const delivery of deliveries(contacts)) {
    const { entries, trimmed } = scoredEntries(uniteContacts(delivery.map(toContact)))
    const result = chart(entries, trimmed)
    expect(Math.abs(result.score - expected.score)).toBeLessThanOrEqual(1e-6)
    expect(result.fromIndex).toBe(expected.from)
  }
}

describe("every worked example scores as published, in any order and number of deliveries", () => {
  it("has all the cases", () => {
    expect(Object.values(vectors).map((cases) => cases.length)).toEqual([52, 24, 40, 3, 2, 44, 2])
  })

  it.each(vectors.walk)("walk: $what, live width $liveWidth", (given) => {
    const head = tagsWith(given.contacts, "sequenceHead")
    expectAlways(given.contacts, given, (entries) =>
      walk(entries, { series: 0, liveWidth: given.liveWidth, forgives: (entry) => head.has(entry.tag) }),
    )
  })

  it.each(vectors.guess)("guess: $what, miss share $missShare.a, floor $classFloor", (given) => {
    const missShare = (retailer: number) => (retailer === 0 ? given.missShare.a : given.missShare.b)
    expectAlways(given.contacts, given, (entries) => guess(entries, { missShare, classFloor: given.classFloor }))
  })

  it.each(vectors.fanOut)("fan-out: $what, $rate", (given) => {
    const by = given.rate.startsWith("point") ? "point" : "reference"
    const [ordinaryRate, attackRate] = given.perSecond
    expectAlways(given.contacts, given, (entries, trimmed) =>
      fanOut(entries, { by, ordinaryRate, attackRate, trimmed }),
    )
  })

  it.each(vectors.scope)("scope: $what", (given) => {
    expectAlways(given.contacts, given, (entries) => scope(entries))
  })

  it.each(vectors.insider)("insider: $what", (given) => {
    expectAlways(given.contacts, given, (entries) => insider(entries))
  })

  it.each(vectors.block)("block: $what, width $width, shapes $a0.old and $a0.fresh, canary $canaryLlr", (given) => {
    const fresh = tagsWith(given.entries, "fresh")
    const canaries = tagsWith(given.entries, "canary")
    expectAlways(given.entries, given, (entries) =>
      block(entries, {
        width: given.width,
        previous: given.previous,
        shape: (entry) => (fresh.has(entry.tag) ? given.a0.fresh : given.a0.old),
        isCanary: (entry) => canaries.has(entry.tag),
        canaryLlr: given.canaryLlr,
      }),
    )
  })

  it.each(vectors.volume)("volume: $what", (given) => {
    let state = initialVolume
    for (const y of given.y) state = volume(state, { contacts: 1, strangers: Number(y) }, 0.5)
    expect(state.score).toBeCloseTo(given.score, 6)
    expect(state.base).toBeCloseTo(given.base, 6)
    expect(state.alarms).toBe(given.alarms)
  })
})
