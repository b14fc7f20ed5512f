import { maximumDeliveries, visibilitySeconds } from "../../../shared/base/platform/deliveries-of-a-message.ts"
import { seededRandom } from "../../watch/detection/builders.ts"
import type { Minutes, Recorded } from "./evaluate-alarm.ts"
import { simulateQueue } from "./simulated-queue.ts"

/** A time in which nobody should be woken, with the small mishaps that happen in it. */
export type OrdinaryTime = { readonly name: string; readonly minutes: number; readonly recorded: Recorded }

const each = (minutes: number, of: (minute: number) => number | undefined): Minutes =>
  Array.from({ length: minutes }, (_, minute) => of(minute))

/** How many of so many things happen that each have a small chance, by the law of rare events. */
function rareOf(random: () => number, expected: number): number {
  let [happened, product] = [0, random()]
  for (const limit = Math.exp(-expected); product > limit; product *= random()) happened++
  return happened
}

type Traffic = {
  readonly name: string
  readonly minutes: number
  readonly requests: (minute: number, random: () => number) => number
  readonly messages: (minute: number, random: () => number) => number
  /** Share of requests that get a server error. */
  readonly failing: number
  /** Share of invocations that Lambda itself or the network breaks. */
  readonly breaking: number
  /** Minutes in which something is throttled for a moment. */
  readonly throttled: readonly number[]
}

/** What is recorded while that traffic goes through a stage of which nothing is broken. */
function ordinary({ name, minutes, throttled, ...traffic }: Traffic): OrdinaryTime {
  const random = seededRandom(2026)
  const requests = each(minutes, (minute) => traffic.requests(minute, random))
  const queue = simulateQueue({
    minutes,
    arriving: (minute) => traffic.messages(minute, random),
    handling: () => "handles",
    capacity: 4_000,
    visibilitySeconds: visibilitySeconds(60),
    deliveries: maximumDeliveries,
  })
  const orNone = (count: number | undefined) => (count === 0 ? undefined : count)
  const brokenOf = (of: Minutes) => of.map((count) => (count === undefined ? undefined : broken(count)))
  const broken = (count: number) => rareOf(random, count * traffic.breaking)
  const throttles = each(minutes, (minute) => (throttled.includes(minute) ? 3 : undefined))
  const recorded = {
    "AWS/SQS ApproximateAgeOfOldestMessage": queue.age,
    "AWS/SQS ApproximateNumberOfMessagesVisible": queue.deadLetters,
    "AWS/Lambda Errors": brokenOf(queue.invocations),
    // A race that two writers lose once.
    "Wayseal MessageFailed": queue.invocations.map((count) => orNone(rareOf(random, (count ?? 0) * 1e-5))),
    "AWS/Lambda IteratorAge": queue.age.map((seconds) => (seconds ?? 0) * 1_000),
    "AWS/Lambda Throttles": throttles,
    "Wayseal TableThrottled": throttles,
    "AWS/ApiGateway Count": requests.map(orNone),
    "AWS/ApiGateway 5xx": requests.map((count) => orNone(rareOf(random, (count ?? 0) * traffic.failing))),
    "Wayseal AlertDelay": each(minutes, (minute) => (minute % 360 === 200 ? 4_000 : undefined)),
    "Wayseal TriggersOff": each(minutes, (minute) => (minute % 5 === 2 ? 0 : undefined)),
    "Wayseal StreamGaveUp": each(minutes, (minute) => (minute % 5 === 2 ? 0 : undefined)),
    // Statements come once a day, an hour after midnight.
    "AWS/Events Invocations": each(minutes, (minute) => (minute % 1_440 === 62 ? 1 : undefined)),
  }
  return { name, minutes, recorded }
}

/** A day and a night of a small stage: hardly anything happens from ten to six. */
export const quietDay = ordinary({
  name: "a quiet day and night",
  minutes: 24 * 60,
  requests: (minute, random) => (random() < (minute < 480 ? 0.05 : 0.6) ? 1 : 0),
  messages: (minute, random) => (random() < (minute < 480 ? 0.02 : 0.3) ? 1 : 0),
  failing: 1 / 500,
  breaking: 1e-4,
  throttled: [300],
})

/**
 * Six hours before Christmas, in which a carrier's files arrive in bursts: 200 lookups a second and 50 events, and each
 * hour for ten minutes more events than the function takes, which then waits to catch up.
 */
export const christmasPeak = ordinary({
  name: "a Christmas peak",
  minutes: 6 * 60,
  requests: (_, random) => 11_000 + Math.floor(2_000 * random()),
  messages: (minute, random) => (minute % 60 < 10 ? 5_000 : 2_800) + Math.floor(400 * random()),
  failing: 2e-4,
  breaking: 1e-6,
  throttled: [100, 200, 201],
})
