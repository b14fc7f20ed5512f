import type { BatchSurroundings } from "../../shared/base/platform/batch-work.ts"
import type { Clock } from "../../shared/base/platform/clock.ts"
import type { DeadLetters } from "../../shared/base/platform/dead-letters.ts"
import type { LambdaHandler } from "../../shared/base/platform/lambda.ts"
import type { RandomId } from "../../shared/base/platform/random-id.ts"
import { sealer } from "../../shared/base/platform/sealing.ts"
import type { Signer } from "../../shared/base/platform/signing/signer.ts"
import type { StreamSurroundings } from "../../shared/base/platform/stream-work.ts"
import type { Telemetry } from "../../shared/base/platform/telemetry.ts"
import type { AskedDocuments } from "../../shared/desk/documents/asked-documents.ts"
import { trackingRecords } from "../../shared/intake/tracking/keep-tracking-records.ts"
import type { EventPublisher, PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { AlertMail } from "../../shared/parties/channels/mail.ts"
import type { WebhookPost } from "../../shared/parties/channels/webhook.ts"
import type { KnownDirectory } from "../parties/known-directory.ts"
import type { Stores } from "./stores.ts"

/** What a simulated function is made from. */
export type FunctionTools = {
  stores: Stores
  /** The parties as a container reads them. What it knows of all of them is for tests. */
  parties: KnownDirectory
  hubAccount: string
  /** Publishes to the exchange bus. */
  publisher: EventPublisher
  /** PutEvents of the ingress bus. */
  putIngress: PutEvents
  /** The queue of documents. */
  askedDocuments: AskedDocuments
  /** The dead-letter queue of the function's queue. */
  deadLetters: DeadLetters
  /** What the handler of a batch, or of a stream, needs of its surroundings. */
  surroundings: BatchSurroundings & StreamSurroundings
  /** Spends the processor's time on an event. Hostile ones take all of it. */
  spendTimeOn: (event: CostlyEvent) => Promise<void>
  telemetry: Telemetry
  clock: Clock
  randomId: RandomId
  signer: Signer
  sleep: (milliseconds: number) => Promise<void>
  /** Sends to a webhook. */
  post: WebhookPost
  /** Mails the contacts of parties. */
  mail: AlertMail
}

/** Makes the handler of one function, as a new container does. */
export type Maker = (tools: FunctionTools) => LambdaHandler<unknown>

export const pipelineTools = (tools: FunctionTools) => {
  const { parties, hubAccount, publisher, deadLetters, surroundings, telemetry, clock } = tools
  return { parties, hubAccount, publisher, deadLetters, surroundings, telemetry, clock }
}

/** An event by whose id and size it is known what it costs. */
export type CostlyEvent = { readonly eventBridgeId: string; readonly data: unknown }

/** The use case of an event, which costs the processor's time. */
export const costly =
  <Event extends CostlyEvent, Others extends readonly unknown[], Result>(
    { spendTimeOn }: FunctionTools,
    handle: (event: Event, ...others: Others) => Promise<Result>,
  ) =>
  async (event: Event, ...others: Others): Promise<Result> => {
    await spendTimeOn(event)
    return handle(event, ...others)
  }

export const recordsOf = ({ stores, clock }: FunctionTools) =>
  trackingRecords({
    rows: stores.trackingRecords,
    hashes: stores.hashes,
    sealer: sealerOf({ stores, clock }),
    erased: stores.erasures,
    now: clock,
  })

export const sealerOf = ({ stores, clock }: Pick<FunctionTools, "stores" | "clock">) =>
  sealer({ keys: stores.sealingKeys, wrapper: stores.dataKeys, now: clock })
