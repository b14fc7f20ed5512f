import { catalogue } from "../../base/contracts/catalogue.ts"
import type { KnownOfEvent } from "../../base/contracts/check-event.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { ArrivedMessage, MessageBatchOptions } from "../../base/platform/batch-work.ts"
import type { EventBridgeEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { messageBatchHandler } from "../../base/platform/message-batch.ts"
import type { Party } from "../party.ts"
import { describeMessage } from "./describe-message.ts"
import { type IntakeTools, intakeOf } from "./open-message.ts"

/** An event that no rule matches: the reason, and its readable parts. */
export type Explanation = { known: KnownOfEvent; problems: readonly Problem[] }

/** Parts of the pipeline of events that no rule matches. */
export type RejectionPipelineOptions = IntakeTools &
  Pick<MessageBatchOptions, "surroundings"> & {
    /** The use case. */
    explain: (party: Party, envelope: EventBridgeEnvelope) => Explanation
  }

/**
 * Handler of the queue of events that no rule matches. Each sender receives an explanation, and the event is consumed.
 */
export function rejectionPipeline(options: RejectionPipelineOptions): LambdaHandler<BatchResponse> {
  const { open, reject } = intakeOf(options)
  const handleMessage = async ({ body }: ArrivedMessage): Promise<string> => {
    const opened = await open(body)
    if ("outcome" in opened) return opened.outcome
    const { envelope, party } = opened
    const { known, problems } = options.explain(party, envelope)
    await reject(party, envelope.id, known, problems)
    return "explained"
  }
  return messageBatchHandler({ ...options, handleMessage, describe: describeMessage(catalogue), concurrency: 1 })
}
