import { median } from "../statistics.ts"
import type { CountedOperation } from "./measure-operation.ts"
import { prices } from "./prices.ts"
import { sumOf } from "./stub/counts.ts"

/**
 * What triggers a function, once for a batch of its operation. `outbox`: a queue of the hub's own events, which were
 * counted when they were published.
 */
export type Trigger = "queue" | "outbox" | "stream" | "http"

/** How an operation runs in production: where it is not what was measured. */
export type Deployment = {
  readonly trigger: Trigger
  readonly memoryMegabytes: number
  /** AWS calls that run at the same time. */
  readonly callsAtOnce: number
  /** The function answers no sooner. */
  readonly floorMilliseconds?: number
}

/** Dollars for one shipment, lookup or access, by what is billed. */
export type Cost = {
  readonly lambda: number
  readonly reads: number
  readonly writes: number
  readonly events: number
  readonly queue: number
  readonly api: number
}

/** What a call takes within a region, in the model alone. At the stub it takes less. */
const callMilliseconds = 5

/** Lambda gives a function one whole CPU with so much memory, and a share of it with less. */
const megabytesOfOneCpu = 1769

/** Dollars for one of what the operation handles. */
export function costOf({ counts, of, cpuMicroseconds }: CountedOperation, deployment: Deployment): Cost {
  const all = sumOf(counts)
  const milliseconds = billedMilliseconds(median(cpuMicroseconds) / 1_000, all.calls, deployment)
  const gigabytes = deployment.memoryMegabytes / 1024
  const batch: Cost = {
    lambda: prices.lambdaRequest + (milliseconds / 1_000) * gigabytes * prices.lambdaGigabyteSecond,
    reads: all.readUnits * prices.dynamoReadUnit,
    writes: (all.writeUnits + all.indexWriteUnits) * prices.dynamoWriteUnit,
    events: sumOf(counts, "events ").entries * prices.eventBridgeEvent,
    queue: 0,
    api: deployment.trigger === "http" ? prices.httpApiRequest : 0,
  }
  const one = scaled(batch, 1 / of)
  if (deployment.trigger === "outbox") return { ...one, queue: messagePrice }
  return deployment.trigger === "queue" ? withIngress(one, of) : one
}

/** Messages of one batch. An event of a hundred accesses is one message. */
const messagesPerBatch = 10

/** A message that comes, and its share of a receive and a delete of ten. */
const messagePrice = (1 + 2 / messagesPerBatch) * prices.sqsRequest

/** The event on the ingress bus, its message, and its share of a receive and a delete of ten. */
function withIngress(cost: Cost, of: number): Cost {
  const perMessage = of > messagesPerBatch ? of : 1
  return {
    ...cost,
    events: cost.events + prices.eventBridgeEvent / perMessage,
    queue: messagePrice / perMessage,
  }
}

/** What Lambda bills for one invocation: CPU time at the function's share of a CPU, and the calls that it waits for. */
export function billedMilliseconds(cpuMilliseconds: number, calls: number, deployment: Deployment): number {
  const share = Math.min(1, deployment.memoryMegabytes / megabytesOfOneCpu)
  const busy = cpuMilliseconds / share + (calls / deployment.callsAtOnce) * callMilliseconds
  const floor = deployment.floorMilliseconds ?? 0
  // The floor holds an answer to the next multiple of it.
  return floor === 0 ? busy : Math.max(1, Math.ceil(busy / floor)) * floor
}

export function scaled(cost: Cost, factor: number): Cost {
  const { lambda, reads, writes, events, queue, api } = cost
  return {
    lambda: lambda * factor,
    reads: reads * factor,
    writes: writes * factor,
    events: events * factor,
    queue: queue * factor,
    api: api * factor,
  }
}

export function added(one: Cost, other: Cost): Cost {
  return {
    lambda: one.lambda + other.lambda,
    reads: one.reads + other.reads,
    writes: one.writes + other.writes,
    events: one.events + other.events,
    queue: one.queue + other.queue,
    api: one.api + other.api,
  }
}

export function total({ lambda, reads, writes, events, queue, api }: Cost): number {
  return lambda + reads + writes + events + queue + api
}
