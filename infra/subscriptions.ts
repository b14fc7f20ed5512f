import type { Stack } from "aws-cdk-lib"
import type { FunctionDeployment } from "../functions/deployment.ts"
import type { EventSubscriptionProps } from "./constructs/event-subscription.ts"
import { EventSubscription } from "./constructs/event-subscription.ts"
import type { ExchangeFunction } from "./constructs/exchange-function.ts"
import type { FailuresBucket } from "./constructs/failures-bucket.ts"
import type { Runbook } from "./constructs/runbooks.ts"
import { ScheduledInvocation } from "./constructs/scheduled-invocation.ts"
import { StreamSubscription } from "./constructs/stream-subscription.ts"
import { addressedTo, exchangePatterns, ingressPatterns, streamPattern, unclaimedPattern } from "./event-patterns.ts"
import type { Resources } from "./grants.ts"

/** What functions can subscribe to, where their failed stream records go, and how much a queue invokes at once. */
export type Sources = Resources & { readonly failures: FailuresBucket; readonly concurrency: number }

/** Connects a function to the events, the stream and the schedule that it declares. */
export function subscribe(
  stack: Stack,
  handler: ExchangeFunction,
  deployment: FunctionDeployment,
  sources: Sources,
): void {
  const { consumes, queue: intake = {}, stream, schedule, impact } = deployment
  const { data, failures, concurrency } = sources
  const { alarmAction, dataKey: encryptionKey } = data
  for (const { id, ...queue } of consumes === undefined ? [] : eventQueues(handler, consumes, sources))
    new EventSubscription(stack, id, {
      impact,
      runbook: "queue-dead-letters",
      ...queue,
      handler,
      alarmAction,
      intake,
      concurrency,
    })
  if (stream !== undefined)
    new StreamSubscription(stack, `${handler.node.id}Changes`, {
      table: data.table(stream.table),
      filters: stream.filters.map(streamPattern),
      batchSize: stream.batchSize ?? 50,
      parallelBatches: stream.parallelBatches ?? 1,
      handler,
      failures,
      encryptionKey,
      alarmAction,
      impact,
    })
  if (schedule !== undefined)
    new ScheduledInvocation(stack, `${handler.node.id}Schedule`, {
      schedule,
      handler,
      encryptionKey,
      alarmAction,
      impact,
    })
}

/** Whether a function takes what parties put on the ingress bus, where a sender can claim to be another. */
export function takesFromParties({ consumes }: FunctionDeployment): boolean {
  return consumes === "unknownEvents" || (typeof consumes === "object" && consumes.some(({ from }) => from !== "hub"))
}

/** The parties with a webhook. */
export function webhookParties({ parties }: Pick<Resources, "parties">): readonly string[] {
  return parties.filter(({ channels }) => channels.webhook !== undefined).map(({ id }) => id)
}

/** A queue of a function: its construct id, the rules that fill it, and its key. Raw events have their own key. */
type EventQueue = Pick<EventSubscriptionProps, "from" | "encryptionKey"> & {
  readonly id: string
  /** Absent when it is the function's own. */
  readonly impact?: string
  /** Absent when it is that of other queues. */
  readonly runbook?: Runbook
}

/** The queues of a function: one, or one for each webhook, so that an endpoint that hangs delays only itself. */
function eventQueues(
  handler: ExchangeFunction,
  consumes: NonNullable<FunctionDeployment["consumes"]>,
  { data, parties }: Sources,
): readonly EventQueue[] {
  const { ingressBus, exchangeBus, ingressKey, dataKey } = data
  if (consumes === "unknownEvents") {
    const pattern = unclaimedPattern()
    return [{ id: "Unclaimed", from: [{ id: "Rule", bus: ingressBus, pattern }], encryptionKey: ingressKey }]
  }
  if (consumes === "webhookEvents")
    return webhookParties({ parties }).map((party) => ({
      id: `Webhook-${party}`,
      from: [{ id: "Rule", bus: exchangeBus, pattern: addressedTo([party]) }],
      encryptionKey: dataKey,
      impact: `${party} does not receive its events at its webhook.`,
      runbook: "webhook-dead-letters",
    }))
  const raw = ingressPatterns(consumes)
  const ofHub = exchangePatterns(consumes)
  const from = [
    ...raw.map((pattern, index) => ({
      id: raw.length === 1 ? "Rule" : `Rule${index + 1}`,
      bus: ingressBus,
      pattern,
    })),
    ...ofHub.map((pattern) => ({ id: "ExchangeRule", bus: exchangeBus, pattern })),
  ]
  return [{ id: `${handler.node.id}Events`, from, encryptionKey: raw.length > 0 ? ingressKey : dataKey }]
}
