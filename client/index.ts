/** What `@wayseal/client` gives to a program. */

export { type Alarm, type AlarmKind, alarmKinds } from "../shared/proof/statements/contradictions/alarm.ts"
export {
  type Contradictions,
  findContradictions,
} from "../shared/proof/statements/contradictions/find-contradictions.ts"
export type {
  Held,
  HeldAnswer,
  HeldEvent,
  HeldLeaves,
  HeldReport,
  HeldTimeline,
} from "../shared/proof/statements/contradictions/held.ts"
export { type BrokenRule, buildEvent, EventInvalid, type EventMetadata, type PartyEvent } from "./events/build-event.ts"
export type { PutsEvents } from "./events/load-event-bridge.ts"
export { type EventBridgeOptions, overEventBridge } from "./events/over-event-bridge.ts"
export { type HttpsOptions, overHttps } from "./events/over-https.ts"
export { PublishFailed, type PublishOptions, publish, type Result } from "./events/publish.ts"
export { dataAs, NotAnEvent, type ReceivedEvent, readEvent } from "./events/received-event.ts"
export type { Accepted, NotAccepted, Outcome, Transport } from "./events/transport.ts"
export {
  AddressInvalid,
  accessorFingerprints,
  type FingerprintAccessor,
  type FingerprintedAccessor,
  type SeenVisitor,
} from "./fingerprints/fingerprint-accessor.ts"
export { type LinkToken, mintLinkToken } from "./link-tokens/mint-link-token.ts"
export { type MintedForm, mintReference } from "./references/mint-reference.ts"
export {
  type AccessReporter,
  type AccessReporterOptions,
  accessReporter,
  type RefusedAccess,
} from "./reporting/access-reporter.ts"
export { openStatementFolder, type StatementFolder } from "./statements/statement-folder.ts"
export { type Watched, type Watching, watchStatements } from "./statements/watch-statements.ts"
export { KeyUnreadable, type PrivateKey, privateKey, readPrivateKey } from "./tokens/private-key.ts"
export { type ActSigner, actSigner } from "./tokens/sign-act.ts"
export { signToken, type TokenOptions, type TokenSource, tokenSource } from "./tokens/sign-token.ts"
export { type RequestHeaders, type WebhookFault, WebhookInvalid, webhookVerifier } from "./webhooks/verify-webhook.ts"
