import * as z from "zod"
import { JsonRefused, parseBoundedJson } from "../contracts/bounded-json.ts"
import { boundedString } from "../contracts/bounded-string.ts"
import { instant } from "../contracts/envelope.ts"
import type { ProblemRule } from "../contracts/problem.ts"

/** The parts of an EventBridge envelope that we read. */
const eventBridgeEnvelope = z.object({
  id: boundedString(256).regex(/^[A-Za-z0-9-]{1,64}$/),
  account: boundedString(256).regex(/^\d{12}$/),
  source: boundedString(256),
  "detail-type": boundedString(128),
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
 * The envelope of a message whose detail is not JSON, such as one that holds `NaN`, or too deep. EventBridge puts the
 * detail last, so what comes before it is read. No text of the sender can end it early, because a quote within a text
 * is escaped.
 */
export function parseEnvelopeWithoutDetail(body: string): Omit<EventBridgeEnvelope, "detail"> | undefined {
  const detailAt = body.search(/,\s*"detail"\s*:/)
  return detailAt < 0 ? undefined : parseEnvelope(`${body.slice(0, detailAt)},"detail":null}`)
}

/** The EventBridge envelope that is the body of a message, if it is one. */
export function parseEnvelope(body: string): EventBridgeEnvelope | undefined {
  const read = readBounded(body)
  return "refused" in read ? undefined : eventBridgeEnvelope.safeParse(read.json).data
}

/** Why the detail of a message whose envelope can be read alone is not read. */
export function refusalOfDetail(body: string): ProblemRule {
  const read = readBounded(body)
  return "refused" in read ? read.refused : "json"
}

function readBounded(body: string): { json: unknown } | { refused: ProblemRule } {
  try {
    return { json: parseBoundedJson(body) }
  } catch (thrown) {
    if (thrown instanceof JsonRefused) return { refused: thrown.rule }
    throw thrown
  }
}
