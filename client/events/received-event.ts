import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import type { DataOf, EventContract } from "../../shared/base/contracts/define-event.ts"
import { metadata } from "../../shared/base/contracts/envelope.ts"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"

/** An event of the hub, as a party received it. */
export type ReceivedEvent = {
  /** Its type, such as `BreachCaseOpened`. */
  readonly type: string
  /** `metadata.id` is the same each time that the event arrives. */
  readonly metadata: z.infer<typeof metadata>
  readonly data: unknown
}

const detail = z.object({ metadata, data: z.unknown() })
/** The body of a webhook. */
const webhookBody = detail.extend({ type: boundedString(128) })
/** A message of an SQS queue, or what a Lambda function behind a bus gets. */
const busEvent = z.object({ "detail-type": boundedString(128), detail })

/** What arrived is no event of the hub. The message does not repeat it. */
export class NotAnEvent extends Error {
  override readonly name = "NotAnEvent"

  constructor() {
    super("This is neither the body of a webhook nor an EventBridge event of the hub.")
  }
}

/**
 * Reads an event from the body of a webhook, from a message of the party's queue, or from what EventBridge hands to a
 * function.
 *
 * @throws NotAnEvent
 */
export function readEvent(received: unknown): ReceivedEvent {
  const json = typeof received === "string" ? parsedJson(received) : received
  const body = webhookBody.safeParse(json)
  if (body.success) return body.data
  const event = busEvent.safeParse(json)
  if (!event.success) throw new NotAnEvent()
  return { type: event.data["detail-type"], ...event.data.detail }
}

/**
 * The data of an event, if it is of this contract. Fields that the contract does not know are dropped.
 *
 * @returns undefined for an event of another type, version or shape
 */
export function dataAs<Contract extends EventContract>(
  contract: Contract,
  { type, metadata, data }: ReceivedEvent,
): DataOf<Contract> | undefined {
  if (type !== contract.detailType) return undefined
  const read = contract.receive({ metadata, data })
  const schema: Contract["data"] = contract.data
  return read.ok ? schema.parse(read.data) : undefined
}
