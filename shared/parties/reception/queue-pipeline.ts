import { contractFor, type SentEvent } from "../../base/contracts/check-event.ts"
import { type EventContract, roleIncludes } from "../../base/contracts/define-event.ts"
import type { ArrivedMessage, Defer, MessageBatchOptions, MessageHandling } from "../../base/platform/batch-work.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { type EventBridgeEnvelope, MessageUnreadable, readEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { messageBatchHandler } from "../../base/platform/message-batch.ts"
import type { Handled, ReceivedEvent, ReceivedHubEvent } from "../received-event.ts"
import { describeMessage } from "./describe-message.ts"
import { type IntakeTools, intakeOf, partyOfGroup, SenderSpoofed, senderBinding } from "./open-message.ts"
import { answered, hubEvent, readEvent } from "./read-event.ts"

/** Parts of a queue pipeline. */
export type QueuePipelineOptions<Contract extends EventContract> = IntakeTools &
  BatchSettings & {
    /** The events that this function handles. Each version is a contract of its own. */
    contracts: readonly Contract[]
    /** The use case. It can leave writes that several events share for the end of the batch. */
    handle: (event: ReceivedEvent<Contract>, defer: Defer) => Promise<Handled>
  }

/** How a batch is handled. By default one message at a time. */
export type BatchSettings = Pick<MessageBatchOptions, "reserveMilliseconds" | "afterBatch" | "surroundings"> &
  Partial<Pick<MessageBatchOptions, "concurrency">>

/**
 * Handler of a queue that an ingress rule fills: see {@link handlingOfParties}.
 */
export function queuePipeline<Contract extends EventContract>(
  options: QueuePipelineOptions<Contract>,
): LambdaHandler<BatchResponse> {
  return messageBatchHandler({ concurrency: 1, ...options, ...handlingOfParties(options) })
}

/**
 * How events of parties are handled. For each message it reads the envelope, finds the sender and the contract, parses
 * the data and calls the use case. An invalid event is consumed, and its sender receives `EventRejected`. If a use case
 * throws, only that message fails, and the queue delivers it again. A spoofed sender raises an alarm (see
 * {@link intakeOf}).
 */
export function handlingOfParties<Contract extends EventContract>(
  options: QueuePipelineOptions<Contract>,
): MessageHandling {
  const { telemetry, clock = systemClock } = options
  const { open, reject, note } = intakeOf(options)

  const handleMessage = async ({ body, arrivedAt, defer }: ArrivedMessage): Promise<string> => {
    const opened = await open(body)
    if ("outcome" in opened) return opened.outcome
    const { envelope, party } = opened
    const receivedAt = arrivedAt ?? envelope.time
    const contracts = options.contracts.filter(({ from }) => roleIncludes(from, party.kind))
    const arrived = { ...sentIn(envelope), eventBridgeId: envelope.id, receivedAt }
    const read = readEvent(contracts, party, arrived, clock())
    if (!read.ok) {
      await reject(party, envelope.id, read.known, read.problems)
      return "rejected"
    }
    const { outcome, problems } = answered(await options.handle(read.event, defer), read)
    await note(read.event, problems, read.ignored)
    telemetry.count("EventHandled")
    return outcome
  }
  return { handleMessage, describe: describeMessage(options.contracts), partyOf: partyOfGroup(options.parties) }
}

/** Parts of a pipeline of the hub's own events. */
export type HubQueuePipelineOptions<Contract extends EventContract> = Pick<
  QueuePipelineOptions<Contract>,
  "contracts" | "parties" | "hubAccount" | "telemetry" | keyof BatchSettings
> & {
  /** @param body the event as EventBridge delivered it */
  handle: (event: ReceivedHubEvent<Contract>, body: string) => Promise<string>
}

/** Handler of a queue that an exchange rule fills with events from the hub to itself: see {@link handlingOfHub}. */
export function hubQueuePipeline<Contract extends EventContract>(
  options: HubQueuePipelineOptions<Contract>,
): LambdaHandler<BatchResponse> {
  return messageBatchHandler({ concurrency: 1, ...options, ...handlingOfHub(options) })
}

/**
 * How events from the hub to itself are handled. An invalid one is an error of the hub, so no party is alerted. The
 * message fails until it reaches the dead-letter queue.
 */
export function handlingOfHub<Contract extends EventContract>(
  options: HubQueuePipelineOptions<Contract>,
): MessageHandling {
  const { telemetry } = options
  const open = hubEventOpener(options)

  const handleMessage = async ({ body, arrivedAt }: ArrivedMessage): Promise<string> => {
    const outcome = await options.handle(await open(body, arrivedAt), body)
    telemetry.count("EventHandled")
    return outcome
  }
  return { handleMessage, describe: describeMessage(options.contracts), partyOf: partyOfGroup(options.parties) }
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
    const contracts = options.contracts.filter(({ from }) => from === "hub")
    const contract = contractFor(contracts, sentIn(envelope))
    const received = contract?.receive(envelope.detail)
    if (contract === undefined || received?.ok !== true) {
      throw new MessageUnreadable()
    }
    return hubEvent(contract, { eventBridgeId: envelope.id, receivedAt: arrivedAt ?? envelope.time, ...received })
  }
}

function sentIn(envelope: EventBridgeEnvelope): SentEvent {
  return { detailType: envelope["detail-type"], detail: envelope.detail }
}
