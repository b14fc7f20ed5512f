import { catalogue, contractsFrom } from "../../base/contracts/catalogue.ts"
import { checkEvent, type KnownOfEvent } from "../../base/contracts/check-event.ts"
import { explainType } from "../../base/contracts/explain-type.ts"
import { ignoredProblem } from "../../base/contracts/ignored-fields.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { ArrivedMessage, MessageBatchOptions } from "../../base/platform/batch-work.ts"
import { systemClock } from "../../base/platform/clock.ts"
import type { EventBridgeEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { messageBatchHandler } from "../../base/platform/message-batch.ts"
import type { Party } from "../party.ts"
import { describeMessage } from "./describe-message.ts"
import { type IntakeTools, intakeOf, partyOfGroup } from "./open-message.ts"

/** An event that no rule matches: the reason, and its readable parts. */
type Explanation = { known: KnownOfEvent; problems: readonly Problem[] }

/** Parts of the pipeline of events that no rule matches. */
export type RejectionPipelineOptions = IntakeTools &
  Pick<MessageBatchOptions, "surroundings"> & {
    /** The use case. */
    explain: (party: Party, envelope: EventBridgeEnvelope, now: Date) => Explanation
  }

/**
 * Handler of the queue of events that no rule matches. Each sender receives an explanation, and the event is consumed.
 */
export function rejectionPipeline(options: RejectionPipelineOptions): LambdaHandler<BatchResponse> {
  const { clock = systemClock } = options
  const { open, reject } = intakeOf(options)
  const handleMessage = async ({ body }: ArrivedMessage): Promise<string> => {
    const opened = await open(body)
    if ("outcome" in opened) return opened.outcome
    const { envelope, party } = opened
    const { known, problems } = options.explain(party, envelope, clock())
    await reject(party, envelope.id, known, problems)
    return "explained"
  }
  const handling = { handleMessage, describe: describeMessage(catalogue), partyOf: partyOfGroup(options.parties) }
  return messageBatchHandler({ ...options, ...handling, concurrency: 1 })
}

/**
 * Explains why no rule matches an event of a party. Either this kind of party may not send its type, or the type is
 * unknown. The answer suggests the nearest type that the party may send.
 */
export function explainRejection(party: Party, envelope: EventBridgeEnvelope, now: Date): Explanation {
  const { "detail-type": detailType, detail } = envelope
  const checked = checkEvent(contractsFrom(party.kind), { detailType, detail }, now, explainType)
  if (checked.ok) return { known: { detailType }, problems: [{ path: "detail-type", rule: "notAllowed" }] }
  return { ...checked, problems: [...checked.problems, ...checked.ignored.map(ignoredProblem)] }
}
