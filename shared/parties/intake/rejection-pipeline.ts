import { catalogue } from "../../contracts/catalogue.ts"
import type { Problem } from "../../contracts/problem.ts"
import { type Clock, systemClock } from "../../platform/clock.ts"
import { type EventBridgeEnvelope, readEnvelope } from "../../platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"
import { type ArrivedMessage, messageBatchHandler } from "../../platform/message-batch.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import type { EventPublisher } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { authenticateSender } from "./authenticate-sender.ts"
import { senderBinding } from "./bind-sender.ts"
import { describeMessage } from "./describe-message.ts"
import { eventRejecter, type KnownOfEvent } from "./reject-event.ts"

/** An event that no rule matches: the reason, and its readable parts. */
export type Explanation = { known: KnownOfEvent; problems: readonly Problem[] }

/** Parts of the pipeline of events that no rule matches. */
export type RejectionPipelineOptions = {
  parties: PartyDirectory
  hubAccount: string
  publisher: EventPublisher
  telemetry: Telemetry
  clock?: Clock
  /** The use case. */
  explain: (party: Party, envelope: EventBridgeEnvelope) => Explanation
}

/**
 * Handler of the queue of events that no rule matches. Each sender receives an explanation, and the event is consumed.
 */
export function rejectionPipeline(options: RejectionPipelineOptions): LambdaHandler<BatchResponse> {
  const { telemetry } = options
  const bind = senderBinding(options.parties, options.hubAccount)
  const reject = eventRejecter(options.publisher, telemetry, options.clock ?? systemClock)
  const handleMessage = async ({ body }: ArrivedMessage): Promise<string> => {
    const envelope = readEnvelope(body)
    const party = await authenticateSender(envelope, { bind, reject, telemetry })
    const { known, problems } = options.explain(party, envelope)
    await reject(party, envelope.id, known, problems)
    return "explained"
  }
  return messageBatchHandler({ telemetry, handleMessage, describe: describeMessage(catalogue), concurrency: 1 })
}
