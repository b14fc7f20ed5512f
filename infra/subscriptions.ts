import { Stack } from "aws-cdk-lib"
import type { FunctionDeployment, QueueIntake } from "../functions/deployment.ts"
import type { Parts } from "../functions/parts.ts"
import type { EventContract } from "../shared/base/contracts/define-event.ts"
import { partnerBusesVariable } from "../shared/base/platform/resource-variables.ts"
import type { EventSubscriptionProps } from "./constructs/event-subscription.ts"
import { EventSubscription, workActions } from "./constructs/event-subscription.ts"
import type { ExchangeFunction } from "./constructs/exchange-function.ts"
import type { FailuresBucket } from "./constructs/failures-bucket.ts"
import { ScheduledInvocation } from "./constructs/scheduled-invocation.ts"
import { StreamSubscription } from "./constructs/stream-subscription.ts"
import {
  addressedToInvited,
  exchangePatterns,
  ingressPatterns,
  streamPattern,
  takesFromParties,
  testReferencePatterns,
  unclaimedPattern,
} from "./event-patterns.ts"
import type { Resources } from "./grants.ts"
import { webhookQueueName } from "./party-names.ts"
import type { StageSettings } from "./stages/stage-config.ts"

/** What functions can subscribe to, where their failed stream records go, and how much a queue invokes at once. */
export type Sources = Resources & {
  readonly failures: FailuresBucket
  readonly concurrency: number
  readonly partnerBuses: StageSettings["partnerBuses"]
  readonly parts: Parts
  /** The events that some function of the stage takes from a queue. */
  readonly taken: ReadonlySet<EventContract>
}

/** Connects a function to the events, the stream and the schedule that it declares. */
export function subscribe(
  stack: Stack,
  handler: ExchangeFunction,
  deployment: FunctionDeployment,
  sources: Sources,
): void {
  const { consumes, queue: intake = {}, stream, schedule, impact } = deployment
  const { data, failures, concurrency, stage } = sources
  const { alarmAction, dataKey: encryptionKey } = data
  if (consumes === "webhookEvents") subscribeToWebhookEvents(stack, handler, intake, sources)
  else if (consumes !== undefined) {
    const { id, ...queue } = eventQueue(handler, { ...deployment, consumes }, sources)
    new EventSubscription(stack, id, {
      ...queue,
      impact,
      runbook: "queue-dead-letters",
      handler,
      alarmAction,
      intake,
      concurrency,
      keepsDeadLetters: takesFromParties(deployment),
    })
  }
  if (stream !== undefined)
    new StreamSubscription(stack, `${handler.node.id}Changes`, {
      table: data.table(stream.table),
      filters: stream.filters.map(streamPattern),
      batchSize: stream.batchSize ?? 50,
      parallelBatches: stream.parallelBatches ?? 1,
      handler,
      failures,
      stage,
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

/**
 * Queues for the webhooks of the file's parties are in the stacks of these, and what connects them with the function in
 * another. All invited parties share one, which nobody publishes to before this stack is there.
 */
function subscribeToWebhookEvents(
  stack: Stack,
  handler: ExchangeFunction,
  intake: QueueIntake,
  { stage, data, concurrency, parts }: Sources,
): void {
  const queues = Stack.of(handler).formatArn({ service: "sqs", resource: webhookQueueName(stage, "") })
  handler.allowStartingWith(workActions, queues, "Each webhook of the stage has one such queue.")
  if (!parts.has("invitedParties")) return
  new EventSubscription(stack, "InvitedParties", {
    from: [{ id: "Rule", bus: data.exchangeBus, pattern: addressedToInvited }],
    encryptionKey: data.dataKey,
    alarmAction: data.alarmAction,
    impact: "Invited parties do not receive events at their webhooks.",
    runbook: "webhook-dead-letters",
    handler,
    intake,
    concurrency,
  })
}

/** The queue of a function: its construct id, the rules that fill it, and its key. Raw events have their own key. */
type EventQueue = Pick<EventSubscriptionProps, "from" | "encryptionKey"> & { readonly id: string }

type QueueTaking = Pick<FunctionDeployment, "partOf"> & {
  readonly consumes: Exclude<NonNullable<FunctionDeployment["consumes"]>, "webhookEvents">
}

function eventQueue(
  handler: ExchangeFunction,
  { consumes, partOf }: QueueTaking,
  { data, partnerBuses, taken }: Sources,
): EventQueue {
  const { ingressBus, exchangeBus, ingressKey, dataKey } = data
  if (consumes === "partnerEvents") {
    handler.lambda.addEnvironment(
      partnerBusesVariable,
      JSON.stringify(Object.fromEntries(partnerBuses.map(({ bus, party }) => [bus, party]))),
    )
    const from = partnerBuses.map(({ bus }, index) => ({
      id: `Rule${index + 1}`,
      bus: { eventBusName: bus },
      pattern: { source: [bus] },
    }))
    return { id: "PartnerEvents", from, encryptionKey: ingressKey }
  }
  if (consumes === "unknownEvents") {
    const pattern = unclaimedPattern(taken)
    return { id: "Unclaimed", from: [{ id: "Rule", bus: ingressBus, pattern }], encryptionKey: ingressKey }
  }
  const ofTests = partOf?.includes("testReferences") === true
  const raw = ofTests ? testReferencePatterns(consumes) : ingressPatterns(consumes)
  const ofHub = exchangePatterns(consumes)
  const from = [
    ...raw.map((pattern, index) => ({
      id: raw.length === 1 ? "Rule" : `Rule${index + 1}`,
      bus: ingressBus,
      pattern,
    })),
    ...ofHub.map((pattern) => ({ id: "ExchangeRule", bus: exchangeBus, pattern })),
  ]
  return { id: `${handler.node.id}Events`, from, encryptionKey: raw.length > 0 ? ingressKey : dataKey }
}
