/**
 * `npm run bench:guard-sources`: how many records a walker is shown before it is refused, by how late its lookups are
 * known. The detector is the same for every source.
 */
import { lookupReader } from "../../client/guard/access-of-lookup.ts"
import { guardRulesOf } from "../../client/guard/guard-rules.ts"
import { lookupJudge } from "../../client/guard/lookup-judge.ts"
import { readCommandLine } from "../../infra/command-line.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
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
const liveNumbers = 3 * ordersPerDay
const shuffledNumbers = 2_000
const start = 1_800_000_000

/** A walk: how many numbers it goes through, and the number at each step. */
type Walk = { readonly name: string; readonly numbers: number; readonly numberAt: (step: number) => number }

const first = 5_000_000

const shuffled = (): readonly number[] => {
  const random = makeRandom(11)
  const numbers = Array.from({ length: shuffledNumbers }, (_, index) => first + index)
  for (let index = numbers.length - 1; index > 0; index -= 1) {
    const other = random.integer(index + 1)
    ;[numbers[index], numbers[other]] = [numbers[other] ?? first, numbers[index] ?? first]
  }
  return numbers
}
const shuffledOnce = shuffled()

const walks: readonly Walk[] = [
  { name: "number after number", numbers: liveNumbers, numberAt: (step) => first + step },
  { name: "2,000 numbers, shuffled", numbers: shuffledNumbers, numberAt: (step) => shuffledOnce[step] ?? first },
]

/** Records shown before the first refusal; all of them if it comes too late. */
function shownBefore(source: Source, pace: number, { numbers, numberAt }: Walk): number {
  const rules = guardRulesOf({ reference: "/track/{reference}", ordersPerDay }, "reported")
  const read = lookupReader(rules)
  const judge = lookupJudge(rules)
  const lookupAt = (step: number): Access => {
    const asked = { target: `/track/NP${numberAt(step)}`, address: "203.0.113.7", userAgent: "a" }
    const access = read(asked, start + step / pace)?.access("hit")
    if (access === undefined) throw new Error("The walk is no walk of lookups")
    return access
  }
  for (let known = 0; known < numbers; known += 1) {
    judge.observe(lookupAt(known))
    const refusedFrom = source.knownAt(known / pace)
    const next = Math.ceil(refusedFrom * pace)
    if (next >= numbers) break
    if (judge.verdictOf(lookupAt(next), start + refusedFrom) !== "allow") return next
  }
  return numbers
}

const paces = [1, 10]
const rows = walks.flatMap((walk) =>
  sources.map((source) => {
    const shown = paces.map((pace) => shownBefore(source, pace, walk).toLocaleString("en-US"))
    return `| ${walk.name} | ${source.name} | ${shown.join(" | ")} |`
  }),
)
process.stdout.write(
  ["| walk | lookups are known from | 1 a second | 10 a second |", "|---|---|---|---|", ...rows, ""].join("\n"),
)
