import { expect, it } from "@jest/globals"
import * as fc from "fast-check"
import { detectLines, ordinaryRequests, start } from "./walked-log.ts"

const daySeconds = 86_400
/** Before the walk, so that lookups of up to 45 days before fit. */
const walkBegins = start + 60_000

type Lookup = {
  readonly at: number
  readonly reference: string
  readonly outcome: "hit" | "miss"
  readonly proof: "none" | "account"
  readonly session: string
  readonly ip: string
}

const lineOf = ({ session, ip, ...lookup }: Lookup) =>
  JSON.stringify({ ...lookup, retailer: "leafline", accessor: { ip, session } })

const background = ordinaryRequests.map(({ at, reference, ip }, index) =>
  lineOf({ at, reference, ip, outcome: "hit", proof: "account", session: `ordinary-${index}` }),
)

const outcome = fc.constantFrom("hit", "hit", "hit", "miss")
const proof = fc.constantFrom("none", "none", "none", "account")
/** Numbers that neither the walk nor anybody else looks up. */
const aside = fc.integer({ min: 7_100_000, max: 7_900_000 }).map((number) => `LL-${number}`)

/** What the walker looked up beside its walk, in the 45 days before and the day after. */
const besides = fc.array(
  fc.record({
    at: fc.integer({ min: walkBegins - 45 * daySeconds, max: walkBegins + daySeconds }),
    reference: aside,
    outcome,
    proof,
  }),
  { maxLength: 30 },
)
const walk = fc.record({
  first: fc.integer({ min: 7_000_600, max: 7_000_800 }),
  length: fc.integer({ min: 30, max: 120 }),
  stepSeconds: fc.integer({ min: 1, max: 300 }),
})
/** Others at the walker's address, and strangers elsewhere, who look at the same numbers. */
const others = fc.array(
  fc.record({
    at: fc.integer({ min: walkBegins - 2 * daySeconds, max: walkBegins + daySeconds }),
    reference: fc.oneof(
      aside,
      fc.integer({ min: 7_000_600, max: 7_000_900 }).map((number) => `LL-${number}`),
    ),
    ip: fc.constantFrom("203.0.113.7", "198.18.0.1"),
    session: fc.constantFrom("other-1", "other-2", "other-3", "other-4"),
  }),
  { maxLength: 8 },
)

it("a walker has all records that it saw without proof since 30 days before its first alarm, and no others", async () => {
  await fc.assert(
    fc.asyncProperty(walk, besides, others, async ({ first, length, stepSeconds }, aside, visits) => {
      const walker = { session: "walker", ip: "203.0.113.7" }
      const steps = Array.from(
        { length },
        (_, step): Lookup => ({
          ...walker,
          at: walkBegins + step * stepSeconds,
          reference: `LL-${first + step}`,
          outcome: "hit",
          proof: "none",
        }),
      )
      const own = [...steps, ...aside.map((lookup): Lookup => ({ ...lookup, ...walker }))]
      const visitors = visits.map((visit): Lookup => ({ ...visit, outcome: "hit", proof: "none" }))
      const result = await detectLines([...background, ...[...own, ...visitors].map(lineOf)])
      if (!result.checked) throw new Error(result.reasons[0]?.reason)
      const [found, ...further] = result.walkers.filter(({ severity }) => severity === "alert")
      if (found === undefined) throw new Error("Nobody found the walk")
      expect(further).toEqual([])
      const firstAlarm = Math.min(...found.charts.map(({ firstCrossedAt }) => firstCrossedAt))
      const seen = own.filter(
        ({ at, outcome, proof }) => outcome === "hit" && proof === "none" && at >= firstAlarm - 30 * daySeconds,
      )
      const shown = found.lookups.filter(({ outcome }) => outcome === "hit")
      const { rawReference } = result.collected.printed
      expect(new Set(shown.map(({ tag }) => rawReference(tag)))).toEqual(
        new Set(seen.map(({ reference }) => reference)),
      )
    }),
    { numRuns: 60 },
  )
}, 240_000)
