import * as z from "zod"
import { instant } from "../contracts/envelope.ts"

/** The parts of an EventBridge envelope that we read. */
const eventBridgeEnvelope = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  account: z.string().regex(/^\d{12}$/),
  source: z.string().max(256),
  "detail-type": z.string().max(128),
  time: instant,
  detail: z.unknown(),
})
export type EventBridgeEnvelope = z.output<typeof eventBridgeEnvelope>

/** A message that its trigger should never deliver. */
export class MessageUnreadable extends Error {
  override readonly name = "MessageUnreadable"
}

/**
 * Reads the EventBridge envelope that is the body of a message.
 * @throws MessageUnreadable
 */
export function readEnvelope(body: string): EventBridgeEnvelope {
  const envelope = parseEnvelope(body)
  if (envelope === undefined) throw new MessageUnreadable()
  return envelope
}

/**
 * The envelope of a message whose detail is not JSON, such as one that holds `NaN`. EventBridge puts the detail last,
 * so what comes before it is read. No text of the sender can end it early, because a quote within a text is escaped.
 */
export function parseEnvelopeWithoutDetail(body: string): Omit<EventBridgeEnvelope, "detail"> | undefined {
  const detailAt = body.search(/,\s*"detail"\s*:/)
  return detailAt < 0 ? undefined : parseEnvelope(`${body.slice(0, detailAt)},"detail":null}`)
}

/** The EventBridge envelope that is the body of a message, if it is one. */
export function parseEnvelope(body: string): EventBridgeEnvelope | undefined {
  try {
    return eventBridgeEnvelope.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
