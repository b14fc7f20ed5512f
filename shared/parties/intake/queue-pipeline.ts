import * as z from "zod"
import { type EventContract, roleIncludes } from "../../contracts/define-event.ts"
import type { Metadata } from "../../contracts/envelope.ts"
import { systemClock } from "../../platform/clock.ts"
import { type EventBridgeEnvelope, MessageUnreadable, readEnvelope } from "../../platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"
import {
  type ArrivedMessage,
  type Defer,
  type MessageBatchOptions,
  messageBatchHandler,
} from "../../platform/message-batch.ts"
import type { Party } from "../party.ts"
import type { Handled, ReceivedEvent, ReceivedHubEvent } from "../received-event.ts"
import { SenderSpoofed, senderBinding } from "./bind-sender.ts"
import { describeMessage } from "./describe-message.ts"
import { type IntakeTools, intakeOf } from "./open-message.ts"

/** Parts of a queue pipeline. */
export type QueuePipelineOptions<Contract extends EventContract> = IntakeTools & {
  /** The events that this function handles. Each version is a contract of its own. */
  contracts: readonly Contract[]
  /** The use case. It can leave writes that several events share for the end of the batch. */
  handle: (event: ReceivedEvent<Contract>, defer: Defer) => Promise<Handled>
  /** How many messages are handled at once. By default 1. */
  concurrency?: number
  /** An event is not started with less time left. By its message's text; by default 1,000. */
  reserveMilliseconds?: (body: string) => number
  /** Runs at the end of each batch. It must not throw. */
  afterBatch?: () => Promise<void>
}

/**
 * Handler of a queue that an ingress rule fills. For each message it reads the envelope, finds the sender and the
 * contract, parses the data and calls the use case. An invalid event is consumed, and its sender receives
 * `EventRejected`. If a use case throws, only that message fails, and the queue delivers it again. A spoofed sender
 * raises an alarm (see {@link intakeOf}).
 */
export function queuePipeline<Contract extends EventContract>(
  options: QueuePipelineOptions<Contract>,
): LambdaHandler<BatchResponse> {
  const { telemetry, clock = systemClock } = options
  const { open, reject } = intakeOf(options)
  const versionsOf = (detailType: string) =>
    options.contracts.filter((contract) => contract.detailType === detailType).map(({ version }) => version)

  const handleMessage = async ({ body, arrivedAt, defer }: ArrivedMessage): Promise<string> => {
    const opened = await open(body)
    if ("outcome" in opened) return opened.outcome
    const { envelope, party } = opened
    const receivedAt = arrivedAt ?? envelope.time
    const contract = contractFor(envelope, options.contracts, ({ from }) => roleIncludes(from, party.kind))
    if (contract === undefined) {
      await reject(party, envelope.id, {}, [{ path: "detail-type", rule: "unknownEvent" }])
      return "rejected"
    }
    const { detailType } = contract
    const received = contract.receive(envelope.detail)
    if (!received.ok) {
      await reject(party, envelope.id, { detailType, versions: versionsOf(detailType) }, received.problems)
      return "rejected"
    }
    if (isInFuture(received.metadata.occurredAt, clock())) {
      await reject(party, envelope.id, { detailType }, [{ path: "metadata.occurredAt", rule: "inFuture" }])
      return "rejected"
    }
    const event = partyEvent(contract, party, { eventBridgeId: envelope.id, receivedAt, ...received })
    const handled = await options.handle(event, defer)
    const { outcome, problems } = typeof handled === "string" ? { outcome: handled, problems: [] } : handled
    if (problems.length > 0) await reject(party, envelope.id, { detailType }, problems)
    telemetry.count("EventHandled")
    return outcome
  }
  return batchHandler(options, handleMessage)
}

/** The handler of a batch, with what the function asks for. */
function batchHandler(
  options: Pick<
    QueuePipelineOptions<EventContract>,
    "contracts" | "telemetry" | "concurrency" | "reserveMilliseconds" | "afterBatch"
  >,
  handleMessage: MessageBatchOptions["handleMessage"],
): LambdaHandler<BatchResponse> {
  const { contracts, concurrency = 1 } = options
  return messageBatchHandler({ ...options, handleMessage, describe: describeMessage(contracts), concurrency })
}

/** Parts of a pipeline of the hub's own events. */
export type HubQueuePipelineOptions<Contract extends EventContract> = Pick<
  QueuePipelineOptions<Contract>,
  "contracts" | "parties" | "hubAccount" | "telemetry" | "concurrency" | "reserveMilliseconds"
> & {
  /** @param body the event as EventBridge delivered it */
  handle: (event: ReceivedHubEvent<Contract>, body: string) => Promise<string>
}

/**
 * Handler of a queue that an exchange rule fills with events from the hub to itself. An invalid one is an error of the
 * hub, so no party is alerted. The message fails until it reaches the dead-letter queue.
 */
export function hubQueuePipeline<Contract extends EventContract>(
  options: HubQueuePipelineOptions<Contract>,
): LambdaHandler<BatchResponse> {
  const { telemetry } = options
  const open = hubEventOpener(options)

  const handleMessage = async ({ body, arrivedAt }: ArrivedMessage): Promise<string> => {
    const outcome = await options.handle(await open(body, arrivedAt), body)
    telemetry.count("EventHandled")
    return outcome
  }
  return batchHandler(options, handleMessage)
}

/**
 * Opens events from the hub to itself, as EventBridge delivered them.
 *
 * @throws SenderSpoofed if the event is not the hub's
 * @throws MessageUnreadable if it fits none of the contracts
 */
export function hubEventOpener<Contract extends EventContract>(
  options: Pick<HubQueuePipelineOptions<Contract>, "contracts" | "parties" | "hubAccount" | "telemetry">,
): (body: string, arrivedAt?: string) => Promise<ReceivedHubEvent<Contract>> {
  const bind = senderBinding(options.parties, options.hubAccount)
  return async (body, arrivedAt) => {
    const envelope = readEnvelope(body)
    if ((await bind(envelope.account, envelope.source)).kind !== "hub") {
      options.telemetry.count("SpoofedEvent")
      throw new SenderSpoofed()
    }
    const contract = contractFor(envelope, options.contracts, ({ from }) => from === "hub")
    const received = contract?.receive(envelope.detail)
    if (contract === undefined || received?.ok !== true) {
      throw new MessageUnreadable()
    }
    return hubEvent(contract, { eventBridgeId: envelope.id, receivedAt: arrivedAt ?? envelope.time, ...received })
  }
}

/** How far a sender's clock may be ahead. */
const clockToleranceMilliseconds = 60 * 60_000

function isInFuture(occurredAt: string, now: Date): boolean {
  return Date.parse(occurredAt) > now.getTime() + clockToleranceMilliseconds
}

const versionedDetail = z.object({ metadata: z.object({ version: z.number() }) })

/** The contract of the detail's version, or the newest, which then rejects the version. */
function contractFor<Contract extends EventContract>(
  envelope: EventBridgeEnvelope,
  contracts: readonly Contract[],
  sent: (contract: Contract) => boolean,
): Contract | undefined {
  const candidates = contracts
    .filter((contract) => contract.detailType === envelope["detail-type"] && sent(contract))
    .sort((a, b) => b.version - a.version)
  const version = versionedDetail.safeParse(envelope.detail).data?.metadata.version
  return candidates.find((contract) => contract.version === version) ?? candidates[0]
}

type ReceivedParts = { eventBridgeId: string; receivedAt: string; metadata: Metadata; data: unknown }

/** This contract parsed the data, but the compiler cannot follow that through the list of contracts. */
function hubEvent<Contract extends EventContract>(
  contract: Contract,
  received: ReceivedParts,
): ReceivedHubEvent<Contract>
function hubEvent(contract: EventContract, received: ReceivedParts): ReceivedHubEvent<EventContract> {
  const { eventBridgeId, receivedAt, metadata, data } = received
  return { contract, detailType: contract.detailType, eventBridgeId, metadata, data, receivedAt }
}

function partyEvent<Contract extends EventContract>(
  contract: Contract,
  party: Party,
  received: ReceivedParts,
): ReceivedEvent<Contract>
function partyEvent(contract: EventContract, party: Party, received: ReceivedParts): ReceivedEvent<EventContract> {
  return { ...hubEvent(contract, received), party }
}
