import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"

/** What EventBridge writes beside an event that it could not deliver. None of it is a part of the event. */
const attribute = z.looseObject({ StringValue: ownString().optional() })
const attributes = z.looseObject({
  ERROR_CODE: attribute.optional(),
  RULE_ARN: attribute.optional(),
})

/** Events that EventBridge could not deliver, all for one cause. */
export type Undelivered = {
  /** EventBridge's own code, or `none` if the message has no such attribute. */
  readonly code: string
  readonly events: number
  readonly cause: string
  readonly mend: string
}

const again = "Then send the events again with the same metadata.id."

const hubRefuses = {
  cause: "The hub's ingress bus does not accept your account or your source, or a policy forbids it.",
  mend: `Ask the hub's operator whether your account is in its parties file and deployed, and your own administrators whether a policy denies events:PutEvents across accounts. ${again}`,
}
const role = {
  cause: "EventBridge could not assume the role that delivers to the hub.",
  mend: `Deploy the connector again, and check that no policy of your organisation denies sts:AssumeRole for it. ${again}`,
}
const tooManyHops = {
  cause:
    "The event has passed two buses already. EventBridge forwards an event only once to another account or region.",
  mend: `Put your events on the outbox bus itself, and do not let a rule of another account or region forward them to it. ${again}`,
}
const notReached = {
  cause: "EventBridge did not reach the hub's bus for a day.",
  mend: "Look at the status page of AWS for the hub's region. Then send the events again with the same metadata.id.",
}
const unknown = {
  cause: "EventBridge gives no cause that is known here.",
  mend: `Look at ERROR_MESSAGE of the messages, which docs/runbooks/connector-dead-letters.md shows how to read. ${again}`,
}

/**
 * Codes as "Using dead-letter queues to process undelivered events" of the EventBridge User Guide lists them. It calls
 * its list a sample.
 */
const known: Readonly<Record<string, { readonly cause: string; readonly mend: string }>> = {
  NO_PERMISSIONS: hubRefuses,
  CROSS_ACCOUNT_INGESTION_FAILED: hubRefuses,
  NO_RESOURCE: {
    cause: "The hub's ingress bus does not exist.",
    mend: `Ask the hub's operator whether the stage is deployed, and for a new connector if it has moved. ${again}`,
  },
  FAILED_TO_ASSUME_ROLE: role,
  TRANSIENT_ASSUME_ROLE: role,
  THIRD_ACCOUNT_HOP_DETECTED: tooManyHops,
  THIRD_REGION_HOP_DETECTED: tooManyHops,
  CONNECTION_FAILURE: notReached,
  CROSS_REGION_INGESTION_FAILED: notReached,
  INTERNAL_ERROR: notReached,
  SDK_CLIENT_ERROR: notReached,
  TIMEOUT: notReached,
  THROTTLING: {
    cause: "The hub's bus took no more events for a day.",
    mend: `Send fewer events a second, and tell the hub's operator. ${again}`,
  },
  none: {
    cause: "A bus of yours could not use its key, so EventBridge could not read or deliver the event.",
    mend: `Enable the key of the connector, or deploy the connector again. ${again}`,
  },
}

const codeOf = (message: unknown): string => {
  const found = attributes.safeParse(message)
  const code = found.success ? found.data.ERROR_CODE?.StringValue : undefined
  if (code === undefined) return "none"
  return /^[A-Z_]{1,60}$/.test(code) ? code : "UNKNOWN"
}

/**
 * Why EventBridge could not deliver events, the most frequent cause first.
 *
 * @param messages the message attributes of each dead letter
 */
export function undeliveredEvents(messages: readonly unknown[]): readonly Undelivered[] {
  const counts = new Map<string, number>()
  for (const code of messages.map(codeOf)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts]
    .map(([code, events]) => ({ code, events, ...(known[code] ?? unknown) }))
    .sort((one, other) => other.events - one.events)
}
