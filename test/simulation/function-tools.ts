import type { EventPublisher, PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { AlertMail } from "../../shared/parties/channels/mail.ts"
import type { WebhookPost } from "../../shared/parties/channels/webhook.ts"
import type { Clock } from "../../shared/platform/clock.ts"
import type { DeadLetters } from "../../shared/platform/dead-letters.ts"
import type { LambdaHandler } from "../../shared/platform/lambda.ts"
import type { RandomId } from "../../shared/platform/random-id.ts"
import { sealer } from "../../shared/platform/sealing.ts"
import type { Signer } from "../../shared/platform/signing/signer.ts"
import type { Telemetry } from "../../shared/platform/telemetry.ts"
import { trackingRecords } from "../../shared/tracking/keep-tracking-records.ts"
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
  /** The dead-letter queue of the function's queue. */
  deadLetters: DeadLetters
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

export const pipelineTools = ({ parties, hubAccount, publisher, deadLetters, telemetry, clock }: FunctionTools) => ({
  parties,
  hubAccount,
  publisher,
  deadLetters,
  telemetry,
  clock,
})

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
