import { dayMilliseconds } from "../../shared/base/platform/instants.ts"
import { reportAccesses } from "./accesses.ts"
import { acknowledgeAlerts } from "./acknowledging.ts"
import { caseViolationsOf, guardViolationsOf, unfoundedCasesOf } from "./case-invariants.ts"
import { askForDocuments, documentViolationsOf } from "./documents.ts"
import { drillParties, drillViolationsOf } from "./drills.ts"
import { askForErasures, erasureViolationsOf, publishAgain } from "./erasures.ts"
import { visitGuard } from "./guarded.ts"
import { heldViolationsOf, neighbourViolationsOf, type Violations, violationsOf } from "./invariants.ts"
import { isHostile } from "./poison.ts"
import { type Random, seededRandom } from "./random.ts"
import { countAccesses, countAgain, reportingViolationsOf, sweepReporting, sweepsOfSilence } from "./reporting.ts"
import { endRestrictions, expiryViolationsOf, releaseViolationsOf } from "./restrictions.ts"
import { type FaultRates, noFaults } from "./scheduler.ts"
import { makeStatementsAgain, makeStatementsOf, statementViolationsOf } from "./statements.ts"
import { beginForgery, forgeLookups, vouchingViolationsOf } from "./vouching.ts"
import { webhookViolationsOf } from "./webhook-invariants.ts"
import { type ParcelCounts, type Story, sendParcels } from "./workload.ts"
import { makeWorld, type PlantedFault, type World } from "./world.ts"

export type ScheduleResult = {
  readonly seed: number
  readonly violations: readonly string[]
  /** How many times each fault struck. */
  readonly struck: Readonly<Record<string, number>>
  readonly events: number
}

/**
 * Runs the schedule of one seed from the first event until nothing is left to do, and checks the invariants. With a
 * planted fault it ends when the first of them is broken: work that fails for ever would go on for a minute.
 */
export async function runSchedule(
  seed: number,
  options: { planted?: PlantedFault; kind?: ScheduleKind; onEnd?: (world: World) => void } = {},
): Promise<ScheduleResult> {
  const { planted, kind = kindOf(seed), onEnd } = options
  const random = seededRandom(seed).fork("workload")
  const world = makeWorld({ seed, faults: faultsOf(seed, kind), planted })
  const violations: string[] = []
  let events = 0
  try {
    await world.ready
    await beginStatements(world, faultsOf(seed, kind))
    const story = sendParcels(world, random, parcelCounts[kind])
    for await (const found of chapters(world, story, { random, kind, faults: faultsOf(seed, kind) })) {
      violations.push(...found)
      if (planted !== undefined && violations.length > 0) break
    }
    events = story.sent.length
  } catch (error) {
    violations.push(`the schedule failed: ${error instanceof Error ? error.message : String(error)}`)
  }
  onEnd?.(world)
  return { seed, violations, struck: world.scheduler.struck, events }
}

type ScheduleOf = { readonly random: Random; readonly kind: ScheduleKind; readonly faults: FaultRates }

/** What happens in a schedule, one after the other. Yields the invariants that each part broke. */
async function* chapters(world: World, story: Story, schedule: ScheduleOf): AsyncGenerator<Violations> {
  const { random, kind, faults } = schedule
  const forgery = await beginForgery(world, story, random.fork("forgery"))
  acknowledgeAlerts(world, story, random)
  await world.scheduler.runUntilIdle()
  await Promise.all(story.posts)
  yield neighbourViolationsOf(world, story)
  await recover(world)
  yield heldViolationsOf(world, story)
  await confirmByTime(world, story, faults)
  world.scheduler.setFaults(faults)
  for (let minute = 1; minute <= 2 && kind !== "gate"; minute++) {
    world.scheduler.after(minute * 4_000 + random.integer(0, 4_000), () => void world.call("watch-duties", {}))
  }
  if (kind === "observed") yield* observe(world, story, schedule)
  if (kind === "guarded") {
    const visits = await visitGuard(world, story, random)
    await recover(world)
    yield [...guardViolationsOf(world, visits), ...(await expiryViolationsOf(world, visits.shown, story))]
  }
  world.scheduler.setFaults(faults)
  const forged = forgery && (await forgeLookups(world, story, { forgery, random: random.fork("forging") }))
  drillParties(world, story, random.fork("drills"))
  await world.scheduler.runUntilIdle()
  await recover(world)
  yield drillViolationsOf(world)
  world.scheduler.setFaults(faults)
  yield await watchReporting(world, story, random.fork("reporting"), faults)
  await retryWebhooks(world)
  yield [...violationsOf(world, story), ...webhookViolationsOf(world)]
  yield [...vouchingViolationsOf(world, forged), ...unfoundedCasesOf(world)]
  world.scheduler.setFaults(faults)
  yield await eraseShipments(world, story, random.fork("erasures"), faults)
  world.scheduler.setFaults(faults)
  yield await makeStatements(world, random.fork("statements"))
}

/** A walk through the recorded parcels, its case, the documents about it, and the end of its restrictions. */
async function* observe(world: World, story: Story, { random, faults }: ScheduleOf): AsyncGenerator<Violations> {
  const arrive = async () => {
    await world.scheduler.runUntilIdle()
    await recover(world)
    world.scheduler.setFaults(faults)
  }
  const walks = reportAccesses(world, story, random)
  story.publishLate()
  await world.scheduler.runUntilIdle()
  await Promise.all(story.posts)
  await recover(world)
  yield caseViolationsOf(world, walks)
  world.scheduler.setFaults(faults)
  const documents = await askForDocuments(world, random.fork("documents"))
  await recover(world)
  yield await documentViolationsOf(world, documents)
  world.scheduler.setFaults(faults)
  const ended = await endRestrictions(world, { story, random, arrive })
  await world.scheduler.runUntilIdle()
  await recover(world)
  yield releaseViolationsOf(world, ended)
}

/** A day passes, in which nobody else claims the parcels whose shipper the carrier did not name. */
async function confirmByTime(world: World, story: Story, faults: FaultRates): Promise<void> {
  if (story.parcels.every(({ trackingNumber }) => story.named.has(trackingNumber))) return
  world.scheduler.after(dayMilliseconds, () => world.scheduler.setFaults(faults))
  for (const minutes of [1, 6])
    world.scheduler.after(dayMilliseconds + minutes * 60_000, () => void world.call("confirm-claims", {}))
  await world.scheduler.runUntilIdle()
  await recover(world)
  world.scheduler.after(0, () => void world.call("confirm-claims", {}))
  await world.scheduler.runUntilIdle()
}

/** The carrier's program counts, is silent, and catches up. */
async function watchReporting(world: World, story: Story, random: Random, faults: FaultRates): Promise<Violations> {
  const counting = countAccesses(world, story, random)
  await world.scheduler.runUntilIdle()
  await recover(world)
  world.scheduler.setFaults(faults)
  await sweepReporting(world, random, sweepsOfSilence)
  await recover(world)
  await sweepReporting(world, random, 1)
  const violations = reportingViolationsOf(world, "interrupted")
  world.scheduler.setFaults(faults)
  countAgain(world, story, random, counting)
  await world.scheduler.runUntilIdle()
  await sweepReporting(world, random, 1)
  await recover(world)
  // What failed came again for a while, in which the program went on.
  countAgain(world, story, random, counting)
  await sweepReporting(world, random, 2)
  return [...violations, ...reportingViolationsOf(world, "resumed")]
}

/** Retailers have shipments erased, and events about them come at the same time and long after. */
async function eraseShipments(world: World, story: Story, random: Random, faults: FaultRates): Promise<Violations> {
  const erased = askForErasures(world, story, random)
  await world.scheduler.runUntilIdle()
  await recover(world)
  world.scheduler.setFaults(faults)
  world.scheduler.after(sweptAfterMilliseconds, () => void world.call("sweep-erasures", {}))
  await world.scheduler.runUntilIdle()
  await recover(world)
  world.scheduler.after(0, () => void world.call("sweep-erasures", {}))
  await world.scheduler.runUntilIdle()
  for (const parcel of erased) publishAgain(world, story, random, parcel)
  await world.scheduler.runUntilIdle()
  return erasureViolationsOf(world, erased)
}

/** The hub has run before. So each party has a first statement, and the next ones are about every day from here on. */
async function beginStatements(world: World, faults: FaultRates): Promise<void> {
  world.scheduler.setFaults(noFaults)
  world.scheduler.after(1_000, () => void world.call("make-statements", {}))
  await world.scheduler.runUntilIdle()
  world.scheduler.setFaults(faults)
}

/** The day ends, and each party gets its statement. */
async function makeStatements(world: World, random: Random): Promise<Violations> {
  await makeStatementsOf(world, random)
  await recover(world)
  await makeStatementsAgain(world)
  return statementViolationsOf(world)
}

/** By then no function runs any more that had read a shipment before it was erased. */
const sweptAfterMilliseconds = 20 * 60_000

/**
 * Two of three schedules are about the redaction gate alone. In the others, a walk through the recorded parcels
 * follows.
 */
export type ScheduleKind = "gate" | "observed" | "guarded"

const parcelCounts: Record<ScheduleKind, ParcelCounts> = {
  gate: { walked: 0, discreet: false, late: 0, others: 4 },
  observed: { walked: 9, discreet: true, late: 2, others: 2 },
  guarded: { walked: 12, discreet: false, late: 0, others: 1 },
}

const kinds: readonly ScheduleKind[] = ["gate", "gate", "observed", "gate", "gate", "guarded"]

function kindOf(seed: number): ScheduleKind {
  return kinds[Math.floor(seed / 8) % kinds.length] ?? "gate"
}

/**
 * Most schedules have one or two kinds of fault, so that none hides another. One in eight has none, two in eight have
 * all.
 */
export function faultsOf(seed: number, kind: ScheduleKind): FaultRates {
  const all: FaultRates = {
    crash: 0.01,
    throttle: 0.03,
    attempt: 0,
    outage: 0.001,
    lostAnswer: 0.02,
    failedEntry: 0.1,
    duplicate: 0.1,
  }
  switch (seed % 8) {
    case 0:
      return { ...noFaults, crash: 0.04 }
    case 1:
      return { ...noFaults, throttle: 0.08, lostAnswer: 0.05 }
    case 2:
      return { ...noFaults, failedEntry: 0.3 }
    case 3:
      return { ...noFaults, duplicate: 0.3 }
    case 4:
      return noFaults
    case 5:
      // A lookup makes many calls, so at the usual rate one of its services would always be away.
      return { ...noFaults, outage: kind === "guarded" ? 0.004 : 0.02 }
    default:
      return all
  }
}

/** Lets time pass until no event waits for its next attempt. After a few failures that is within an hour. */
async function retryWebhooks(world: World): Promise<void> {
  const waits = () => world.stores.webhookDeliveries.rows().some((row) => "dueAt" in row && row.dueAt !== undefined)
  for (let minute = 0; minute < 120 && waits(); minute++) {
    world.scheduler.after(60_000, () => void world.call("retry-webhooks", {}))
    await world.scheduler.runUntilIdle()
  }
}

/** Ends all faults. An operator redrives what was given up, time goes on, and all work is done. */
async function recover(world: World): Promise<void> {
  world.scheduler.setFaults(noFaults)
  for (const queue of world.queues.values()) queue.redrive((body) => !isHostile(world, body))
  for (const stream of world.streams.values()) stream.redrive()
  await world.scheduler.runUntilIdle()
  for (let minute = 0; minute < 2; minute++) {
    world.scheduler.after(60_000, () => void world.call("watch-duties", {}))
    await world.scheduler.runUntilIdle()
  }
}
