/**
 * `npm run bench:guard-sources`: how many records a walker is shown before it is refused, by how late its lookups are
 * known. The detector is the same for every source.
 */
import { lookupReader } from "../../client/guard/access-of-lookup.ts"
import { guardRulesOf } from "../../client/guard/guard-rules.ts"
import { lookupJudge } from "../../client/guard/lookup-judge.ts"
import { readCommandLine } from "../../infra/command-line.ts"
import type { Access } from "../../shared/detection/access.ts"
import { makeRandom } from "./random.ts"

readCommandLine(
  `npm run bench:guard-sources

Walks along numbers at 1 and 10 lookups a second, and prints how many records were shown before the first refusal.
`,
  {},
)

/** Where lookups are known from. */
type Source = {
  readonly name: string
  /** When what was looked up at a time can lead to a refusal, both in seconds. */
  readonly knownAt: (at: number) => number
}

/** `enforce` asks every ten seconds, and the hub takes a few to judge. */
const hubSeconds = 3
const enforcedAt = (known: number): number => Math.ceil((known + hubSeconds) / 10) * 10
const hour = 3_600

/** As an object in a bucket: it holds what happened in its time, and is found a minute later at most. */
const inObjects =
  (objectSeconds: number) =>
  (at: number): number =>
    enforcedAt((Math.floor(at / objectSeconds) + 1) * objectSeconds + 60)

const sources: readonly Source[] = [
  { name: "the guard, inline", knownAt: (at) => at + 0.05 },
  { name: "a log of nginx that is followed", knownAt: (at) => enforcedAt(at + 1) },
  { name: "an AWS load balancer, 5 minutes", knownAt: inObjects(300) },
  { name: "CloudFront, an hour", knownAt: inObjects(hour) },
  { name: "CloudFront, 24 hours", knownAt: inObjects(24 * hour) },
]

const ordersPerDay = 20_000
/** What there is to see: the numbers of three days. */
const mostRecords = 3 * ordersPerDay
const start = 1_800_000_000

/** The numbers that a walker looks up. */
const walks: Readonly<Record<string, () => (index: number) => number>> = {
  "number after number": () => (index) => 5_000_000 + index,
  "three days of numbers, shuffled": () => {
    const random = makeRandom(11)
    const numbers = Array.from({ length: mostRecords }, (_, index) => 5_000_000 + index)
    for (let index = numbers.length - 1; index > 0; index -= 1) {
      const other = random.integer(index + 1)
      ;[numbers[index], numbers[other]] = [numbers[other] ?? 0, numbers[index] ?? 0]
    }
    return (index) => numbers[index] ?? 0
  },
}

/** Records shown before the first refusal; all of them if it comes too late. */
function shownBefore(source: Source, pace: number, numberOf: (index: number) => number): number {
  const rules = guardRulesOf({ reference: "/track/{reference}", ordersPerDay }, "reported")
  const read = lookupReader(rules)
  const judge = lookupJudge(rules)
  const lookupAt = (index: number): Access => {
    const asked = { target: `/track/NP${numberOf(index)}`, address: "203.0.113.7", userAgent: "a" }
    const access = read(asked, start + index / pace)?.access("hit")
    if (access === undefined) throw new Error("The walk is no walk of lookups")
    return access
  }
  let known = 0
  for (let index = 0; index < mostRecords; index += 1) {
    const at = index / pace
    for (; known < index && source.knownAt(known / pace) <= at; known += 1) {
      judge.observe(lookupAt(known))
      if (judge.verdictOf(lookupAt(index), start + at) !== "allow") return index
    }
  }
  return mostRecords
}

const paces = [1, 10]
const rows = Object.entries(walks).flatMap(([walk, make]) =>
  sources.map((source) => {
    const shown = paces.map((pace) => shownBefore(source, pace, make()).toLocaleString("en-US"))
    return `| ${walk} | ${source.name} | ${shown.join(" | ")} |`
  }),
)
process.stdout.write(
  ["| walk | lookups are known from | 1 a second | 10 a second |", "|---|---|---|---|", ...rows, ""].join("\n"),
)
