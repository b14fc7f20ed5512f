import { Duration, Stack } from "aws-cdk-lib"
import { Construct } from "constructs"
import type { FunctionDeployment, QueueIntake } from "../functions/deployment.ts"
import type { Parts } from "../functions/parts.ts"
import type { EventContract } from "../shared/base/contracts/define-event.ts"
import { partnerBusesVariable } from "../shared/base/platform/resource-variables.ts"
import type { AlarmActions } from "./constructs/alarm-at.ts"
import { errorsAlarm } from "./constructs/errors-alarm.ts"
import type { EventSubscriptionProps } from "./constructs/event-subscription.ts"
import { EventSubscription, workActions } from "./constructs/event-subscription.ts"
import type { ExchangeFunction } from "./constructs/exchange-function.ts"
import { ScheduledInvocation } from "./constructs/scheduled-invocation.ts"
import { StreamSubscription } from "./constructs/stream-subscription.ts"
import {
  addressedToInvited,
  exchangePatterns,
  ingressPatterns,
  partyOfEvent,
  streamPattern,
  takesFromParties,
  testReferencePatterns,
  unclaimedPattern,
} from "./event-patterns.ts"
import type { Resources } from "./grants.ts"
import { askedDocumentsQueueName, busName, webhookQueueName } from "./party-names.ts"
import { functionsOfFirstRelease } from "./stacks/first-release.ts"
import type { StageSettings } from "./stages/stage-config.ts"

/** What functions can subscribe to, where their failed stream records go, and how much a queue invokes at once. */
export type Sources = Resources & {
  readonly concurrency: number
  readonly partnerBuses: StageSettings["partnerBuses"]
  readonly parts: Parts
  /** Where the alarms of the function go. */
  readonly alarmAction: AlarmActions
  /** The events that some function of the stage takes from a queue. */
  readonly taken: ReadonlySet<EventContract>
}

/**
 * Connects a function to the events, the stream and the schedule that it declares.
 *
 * @param stack what has the queues and what invokes functions. The function itself can be in a stack within it
 */
export function subscribe(
  stack: Stack,
  handler: ExchangeFunction,
  deployment: FunctionDeployment,
  sources: Sources,
): void {
  const { consumes, queue: intake = {}, stream, everyMinutes, impact } = deployment
  const { data, failures, concurrency, alarmAction } = sources
  const { dataKey: encryptionKey } = data
  // What is behind a stream lags when it fails, and what is behind a schedule leaves dead letters.
  if (consumes !== undefined) errorsAlarm(handler, { impact, action: alarmAction, messagesOf: sources.stage })
  else if (deployment.http !== undefined) errorsAlarm(handler, { impact, action: alarmAction })
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
      gatherSeconds: stream.gatherSeconds,
      handler,
      failures,
      encryptionKey,
      alarmAction,
      impact,
    })
  if (everyMinutes !== undefined) {
    const id = `${handler.node.id}Schedule`
    new ScheduledInvocation(Stack.of(handler), id, {
      ...(functionsOfFirstRelease.has(handler.name) ? { deadLettersIn: new Construct(stack, id) } : {}),
      every: Duration.minutes(everyMinutes),
      isMissed: Object.values(deployment.alarms ?? {}).some(
        (each) => typeof each === "object" && "silenceRaises" in each,
      ),
      handler,
      encryptionKey,
      alarmAction,
      impact,
    })
  }
}

/**
 * Queues for the webhooks of the file's parties are in the stacks of these, and what connects them with the function in
 * another. All invited parties share one, which nobody publishes to before this stack is there.
 */
function subscribeToWebhookEvents(
  stack: Stack,
  handler: ExchangeFunction,
  intake: QueueIntake,
  { stage, data, concurrency, parts, alarmAction }: Sources,
): void {
  const queues = Stack.of(handler).formatArn({ service: "sqs", resource: webhookQueueName(stage, "") })
  handler.allowStartingWith(workActions, queues, "Each webhook of the stage has one such queue.")
  if (!parts.has("invitedParties")) return
  new EventSubscription(stack, "InvitedParties", {
    from: [{ id: "Rule", bus: busName(stage, "Exchange"), pattern: addressedToInvited, party: partyOfEvent.audience }],
    encryptionKey: data.dataKey,
    alarmAction,
    impact: "Invited parties do not receive events at their webhooks.",
    runbook: "webhook-dead-letters",
    handler,
    intake,
    concurrency,
  })
}

/** The queue of a function: its construct id, the rules that fill it, and its key. Raw events have their own key. */
type EventQueue = Pick<EventSubscriptionProps, "from" | "encryptionKey" | "queueName"> & { readonly id: string }

type QueueTaking = Pick<FunctionDeployment, "partOf"> & {
  readonly consumes: Exclude<NonNullable<FunctionDeployment["consumes"]>, "webhookEvents">
}

function eventQueue(
  handler: ExchangeFunction,
  { consumes, partOf }: QueueTaking,
  { stage, data: { ingressKey, dataKey }, partnerBuses, taken }: Sources,
): EventQueue {
  const ingress = busName(stage, "Ingress")
  if (consumes === "partnerEvents") {
    handler.lambda.addEnvironment(
      partnerBusesVariable,
      JSON.stringify(Object.fromEntries(partnerBuses.map(({ bus, party }) => [bus, party]))),
    )
    const from = partnerBuses.map(({ bus }, index) => ({
      id: `Rule${index + 1}`,
      bus,
      pattern: { source: [bus] },
      party: partyOfEvent.sender,
    }))
    return { id: "PartnerEvents", from, encryptionKey: ingressKey }
  }
  if (consumes === "askedDocuments")
    return { id: "AskedDocuments", from: [], encryptionKey: dataKey, queueName: askedDocumentsQueueName(stage) }
  if (consumes === "unknownEvents") {
    const rule = { id: "Rule", bus: ingress, pattern: unclaimedPattern(taken), party: partyOfEvent.sender }
    return { id: "Unclaimed", from: [rule], encryptionKey: ingressKey }
  }
  const ofTests = partOf?.includes("testReferences") === true
  const raw = ofTests ? testReferencePatterns(consumes) : ingressPatterns(consumes)
  const ofHub = exchangePatterns(consumes)
  const from = [
    ...raw.map((pattern, index) => ({
      id: raw.length === 1 ? "Rule" : `Rule${index + 1}`,
      bus: ingress,
      pattern,
      party: partyOfEvent.sender,
    })),
    // What the hub says to itself is of no group, so that it waits behind no party's backlog.
    ...ofHub.map((pattern) => ({ id: "ExchangeRule", bus: busName(stage, "Exchange"), pattern })),
  ]
  return { id: `${handler.node.id}Events`, from, encryptionKey: raw.length > 0 ? ingressKey : dataKey }
}
