import { reportAccesses } from "./accesses.ts"
import { acknowledgeAlerts } from "./acknowledging.ts"
import { caseViolationsOf, guardViolationsOf } from "./case-invariants.ts"
import { visitGuard } from "./guarded.ts"
import { violationsOf } from "./invariants.ts"
import { seededRandom } from "./random.ts"
import { type FaultRates, noFaults } from "./scheduler.ts"
import { type ParcelCounts, sendParcels } from "./workload.ts"
import { makeWorld, type PlantedFault, type World } from "./world.ts"

export type ScheduleResult = {
  readonly seed: number
  readonly violations: readonly string[]
  /** How many times each fault struck. */
  readonly struck: Readonly<Record<string, number>>
  readonly events: number
}

/** Runs the schedule of one seed from the first event until everything rests, and holds it against the invariants. */
export async function runSchedule(seed: number, planted?: PlantedFault): Promise<ScheduleResult> {
  const random = seededRandom(seed).fork("workload")
  const faults = faultsOf(seed)
  const world = makeWorld({ seed, faults, planted })
  const violations: string[] = []
  let events = 0
  try {
    const kind = kindOf(seed)
    const story = sendParcels(world, random, parcelCounts[kind])
    acknowledgeAlerts(world, story, random)
    await world.scheduler.runUntilIdle()
    await Promise.all(story.posts)
    await recover(world)
    world.scheduler.setFaults(faults)
    for (let minute = 1; minute <= 2 && kind !== "gate"; minute++) {
      world.scheduler.after(minute * 4_000 + random.integer(0, 4_000), () => void world.call("watch-duties", {}))
    }
    if (kind === "observed") {
      const walks = reportAccesses(world, story, random)
      await world.scheduler.runUntilIdle()
      await recover(world)
      violations.push(...caseViolationsOf(world, walks))
    }
    if (kind === "guarded") {
      const visits = await visitGuard(world, story, random)
      await recover(world)
      violations.push(...guardViolationsOf(world, visits))
    }
    events = story.sent.length
    violations.push(...violationsOf(world, story))
  } catch (error) {
    violations.push(`the schedule broke off: ${error instanceof Error ? error.message : String(error)}`)
  }
  return { seed, violations, struck: world.scheduler.struck, events }
}

/** Half of the schedules are about the gate alone; the others go on to a walk through what it recorded. */
type Kind = "gate" | "observed" | "guarded"

const parcelCounts: Record<Kind, ParcelCounts> = {
  gate: { walked: 0, discreet: false, others: 4 },
  observed: { walked: 7, discreet: true, others: 2 },
  guarded: { walked: 12, discreet: false, others: 1 },
}

function kindOf(seed: number): Kind {
  const [kind = "gate"] = [(["gate", "gate", "observed", "guarded"] as const)[Math.floor(seed / 8) % 4]]
  return kind
}

/** Every fourth schedule has one kind of fault alone, so that none hides another; the rest have all together. */
export function faultsOf(seed: number): FaultRates {
  const all: FaultRates = {
    crash: 0.01,
    throttle: 0.03,
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
      return { ...noFaults, outage: 0.004 }
    default:
      return all
  }
}

/** The faults are over: an operator redrives what was given up, the clock goes on, and everything comes to rest. */
async function recover(world: World): Promise<void> {
  world.scheduler.setFaults(noFaults)
  for (const queue of world.queues.values()) queue.redrive()
  for (const stream of world.streams.values()) stream.redrive()
  await world.scheduler.runUntilIdle()
  for (let minute = 0; minute < 2; minute++) {
    world.scheduler.after(60_000, () => void world.call("watch-duties", {}))
    await world.scheduler.runUntilIdle()
  }
}
