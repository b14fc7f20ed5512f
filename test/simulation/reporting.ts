import * as z from "zod"
import { accessesCounted } from "../../shared/base/contracts/accesses-counted.ts"
import { silenceMilliseconds } from "../../shared/watch/lookups/reporting/fold-stream.ts"
import type { Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import type { Story } from "./workload.ts"
import { contactsOfParty, sourceOf, type World } from "./world.ts"

/** The stream of the program that reports. */
export const stream = "str_simulatedprogram"
const windowMilliseconds = 600_000
const windows = 6

/** What the carrier's program reported, when it began to count, and when it fell silent. */
export type Counting = {
  readonly startMs: number
  readonly endMs: number
  readonly accesses: number
  readonly lastNumber: number
}

const numbered = z.looseObject({
  data: z.looseObject({ accesses: z.array(z.unknown()), report: z.object({ number: z.int() }) }),
})

/** How many accesses the numbered reports have, and the last number. */
function reportedOf({ sent }: Story): Pick<Counting, "accesses" | "lastNumber"> {
  const reports = sent.flatMap(({ event }) => numbered.safeParse(event.detail).data?.data ?? [])
  const sizes = new Map(reports.map(({ report, accesses }) => [report.number, accesses.length]))
  return { accesses: [...sizes.values()].reduce((sum, size) => sum + size, 0), lastNumber: sizes.size }
}

/**
 * The carrier's program counts six windows, in any order and sometimes twice, and is silent then. Broken counts come
 * with them.
 */
export function countAccesses(world: World, story: Story, random: Random): Counting {
  const startMs = world.scheduler.nowMs()
  const counting = { startMs, endMs: startMs + windows * windowMilliseconds, ...reportedOf(story) }
  for (const index of random.shuffled([...Array(windows).keys()])) {
    const delay = (index + 1) * windowMilliseconds + random.integer(0, 60_000)
    world.scheduler.after(delay, () => count(world, story, random, { ...counting, index }))
  }
  world.scheduler.after(windowMilliseconds, () => publish({ world, story, random }, "rejected", { stream: "x" }))
  return counting
}

/** The program comes back, and counts what it left out. */
export function countAgain(world: World, story: Story, random: Random, counting: Counting): void {
  const missed = Math.floor((world.scheduler.nowMs() - counting.endMs) / windowMilliseconds)
  for (const index of random.shuffled([...Array(missed).keys()]))
    world.scheduler.after(random.integer(0, 5_000), () =>
      count(world, story, random, { ...counting, index: windows + index }),
    )
}

/** Sweeps at times that lie apart as the schedule has them, sometimes two at a time. */
export async function sweepReporting(world: World, random: Random, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    for (let run = random.chance(0.3) ? 2 : 1; run > 0; run--)
      world.scheduler.after(300_000, () => void world.call("watch-reporting", {}))
    await world.scheduler.runUntilIdle()
  }
}

/** So many sweeps last longer than a program may be silent. */
export const sweepsOfSilence = Math.ceil(silenceMilliseconds / 300_000) + 2

function count(
  world: World,
  story: Story,
  random: Random,
  { startMs, index, accesses, lastNumber }: Counting & { index: number },
): void {
  const at = (of: number): string => new Date(startMs + of * windowMilliseconds).toISOString()
  const data = { stream, from: at(index), until: at(index + 1), accesses: index === 0 ? accesses : 0, lastNumber }
  for (let times = random.chance(0.3) ? 2 : 1; times > 0; times--) publish({ world, story, random }, "recorded", data)
}

type Told = { readonly world: World; readonly story: Story; readonly random: Random }

function publish({ world, story, random }: Told, fate: "recorded" | "rejected", data: object): void {
  const { id, occurredAt } = { id: random.id(), occurredAt: world.scheduler.clock().toISOString() }
  const detail = { metadata: { id, occurredAt, correlationId: id, version: 1 }, data }
  const source = sourceOf(world, "northpost")
  const event = world.publish({ source, detailType: accessesCounted.detailType, detail })
  story.sent.push({ event, sender: "northpost", fate })
}

/** Each end of an interruption reached the carrier and its retailer under one id, and each contact got a mail. */
export function reportingViolationsOf(world: World, told: "interrupted" | "resumed"): Violations {
  const found: Violations = []
  const detailType = told === "interrupted" ? "ReportingInterrupted" : "ReportingResumed"
  for (const partyId of ["northpost", "leafline"]) {
    const events = (world.inboxes.get(partyId) ?? []).filter((event) => event["detail-type"] === detailType)
    const ids = new Set(events.map(({ detail }) => JSON.stringify(detail)))
    if (ids.size !== 1) found.push(`${partyId} was told ${ids.size} times that reporting was ${told}`)
  }
  const subject = told === "interrupted" ? "does not report its lookups" : "reports its lookups again"
  for (const contact of contactsOfParty)
    if (
      !world.mails.some(
        ({ partyId, receiver, mail }) =>
          `${partyId} ${receiver}` === `northpost ${contact}` && mail.subject.includes(subject),
      )
    )
      found.push(`a contact of northpost got no mail that reporting was ${told}`)
  const rows = world.stores.reportStreams.rows().filter((row) => row.type === "stream")
  if (rows.length !== 1) found.push(`there are ${rows.length} streams`)
  for (const { notices, past, open, covered, missing, differing } of rows) {
    if (missing.length > 0) found.push("reports are missing")
    if (differing.length > 0) found.push("a count differs from its reports")
    if (notices.length > 0) found.push("a notice waits")
    if (told === "interrupted" ? open === undefined : open !== undefined) found.push(`the stream is not ${told}`)
    if (covered.length !== 1) found.push(`the hours are covered by ${covered.length} ranges`)
    if (told === "resumed" && past.some(({ filledAt }) => filledAt === undefined)) found.push("a gap is not filled")
  }
  return found
}
