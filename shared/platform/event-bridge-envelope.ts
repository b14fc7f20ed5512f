import * as z from "zod"
import { instant } from "../contracts/envelope.ts"

/** An EventBridge envelope, as far as it is read. */
const eventBridgeEnvelope = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  account: z.string().regex(/^\d{12}$/),
  source: z.string().max(256),
  "detail-type": z.string().max(128),
  time: instant,
  detail: z.unknown(),
})
export type EventBridgeEnvelope = z.output<typeof eventBridgeEnvelope>

/** A message that is not what its trigger should give. It is kept: it fails, and ends in the dead-letter queue. */
export class MessageUnreadable extends Error {
  override readonly name = "MessageUnreadable"
}

/**
 * Reads the EventBridge envelope that is the body of a message.
 * @throws MessageUnreadable
 */
export function readEnvelope(body: string): EventBridgeEnvelope {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new MessageUnreadable()
  }
  const result = eventBridgeEnvelope.safeParse(json)
  if (!result.success) {
    throw new MessageUnreadable()
  }
  return result.data
}
