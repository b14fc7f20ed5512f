import type { FunctionDeployment } from "../../../functions/deployment.ts"
import { deployment as drawDocument } from "../../../functions/draw-document/deployment.ts"
import { deployment as recordAccess } from "../../../functions/record-access/deployment.ts"
import { deployment as recordShipment } from "../../../functions/record-shipment/deployment.ts"
import { seededRandom } from "../../simulation/random.ts"
import { makeScheduler, noFaults } from "../../simulation/scheduler.ts"
import { makeFairQueue, type QueuedMessage } from "./fair-queue.ts"

/** A way into the hub, and what one message of it takes. */
export type Door = {
  readonly name: string
  readonly function: FunctionDeployment
  /** What handling a message takes, and where the figure is from. */
  readonly messageMilliseconds: number
  readonly measured: string
  /** Messages of an invocation that are handled at the same time. */
  readonly together: number
  /** How many messages the party that floods sends at once. */
  readonly burst: number
  /** How long it floods. A door that takes thousands of messages a second is flooded for a shorter time. */
  readonly seconds: number
}

/** What a stage has when its file says nothing: `queueConcurrency`. */
export const usualSlots = 20

const lookupsOfReport = 20

/** The doors whose functions are stood in for by what a message of them takes. */
export const doors: readonly Door[] = [
  {
    name: "reports",
    function: recordAccess,
    messageMilliseconds: lookupsOfReport * 30,
    measured: `${lookupsOfReport} lookups each, of 30 ms: 670 a second in 20 invocations, which a new table takes`,
    together: 1,
    burst: 1,
    seconds: 600,
  },
  {
    name: "bus",
    function: recordShipment,
    messageMilliseconds: 60,
    measured: "60 ms a shipment",
    together: 10,
    burst: 10,
    seconds: 20,
  },
  {
    name: "documents",
    function: drawDocument,
    messageMilliseconds: 3_000,
    measured: "3 s a document",
    together: 1,
    burst: 60,
    seconds: 600,
  },
]

/** Waits of the quiet parties in milliseconds, sorted, and how many messages waited at most. */
export type Waits = { readonly quiet: readonly number[]; readonly backlog: number }

export type Flood = { readonly isFair: boolean; readonly floods: boolean; readonly seconds?: number }

/** EventBridge delivers 99 of 100 events within this time. */
export const busMilliseconds = 130

export const parties = 5
const noisy = "noisy"

/** How long messages of quiet parties take, from being sent to being done with. */
export async function waitsAt(door: Door, { isFair, floods, seconds = door.seconds }: Flood): Promise<Waits> {
  const random = seededRandom(1)
  const scheduler = makeScheduler({ random, startMs: 0, faults: noFaults })
  const { batchSize = 10, maxConcurrency: slots = usualSlots } = door.function.queue ?? {}
  const quiet: number[] = []
  /** No two messages take the same time, and no two slots stay in step. */
  const take = () => door.messageMilliseconds * (0.8 + 0.4 * random.next())
  const consume = async (batch: readonly QueuedMessage[]): Promise<void> => {
    const rounds = Math.ceil(batch.length / door.together)
    await scheduler.sleep(Array.from({ length: rounds }, take).reduce((sum, one) => sum + one, 0))
    for (const { group, sentMs } of batch) if (group !== noisy) quiet.push(scheduler.nowMs() - sentMs + busMilliseconds)
  }
  const queue = makeFairQueue({ scheduler, isFair, batchSize, slots, consume })
  const capacity = (slots * Math.min(door.together, batchSize)) / door.messageMilliseconds
  const share = capacity / parties
  const end = seconds * 1_000
  for (let one = 1; one < parties; one += 1)
    arrive({ every: 1 / (share / 10), burst: 1, end, first: one }, () => queue.send(`quiet-${one}`, ""))
  if (floods)
    arrive({ every: door.burst / (share * 10), burst: door.burst, end, first: 0 }, () => queue.send(noisy, ""))
  await scheduler.runUntilIdle()
  return { quiet: quiet.toSorted((one, other) => one - other), backlog: queue.longest() }

  function arrive(of: { every: number; burst: number; end: number; first: number }, send: () => void): void {
    const again = (): void => {
      for (let one = 0; one < of.burst; one += 1) send()
      const wait = of.every * (0.5 + random.next())
      if (scheduler.nowMs() + wait < of.end) scheduler.after(wait, again)
    }
    scheduler.after(of.every * random.next() + of.first, again)
  }
}
