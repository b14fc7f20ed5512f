import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import type { Clock } from "./clock.ts"
import { maximumDeliveries, sentAgainDays } from "./deliveries-of-a-message.ts"
import { dayMilliseconds } from "./instants.ts"
import type { DeliveredMessage, Receipts, SentMessage } from "./receipts.ts"
import { pauseSeconds } from "./retry-pause.ts"
import type { Telemetry } from "./telemetry.ts"

/** A number that SQS writes as text. */
export const numeral = ownString().regex(/^\d{1,15}$/)

const attribute = z.object({
  dataType: ownString(),
  stringValue: ownString().nullish(),
  binaryValue: ownString().nullish(),
})

/** The attributes of a message. A message that was sent again says when it was sent first, and how often since. */
export const messageAttributes = z.record(ownString(), attribute)

const travelled = z.object({
  FirstSentTimestamp: z.object({ stringValue: numeral }).optional(),
  Retries: z.object({ stringValue: numeral }).optional(),
  EarlierDeliveries: z.object({ stringValue: numeral }).optional(),
})

/** What a message says of its way to the queue. */
type Travel = {
  /** When it was first sent, in epoch milliseconds, if it says so. */
  firstSent: string | undefined
  /** How often it was sent again. */
  retries: number
  /** How often it was delivered before and did not come to an end, or failed by its own fault. */
  earlierDeliveries: number
}

export function travelOf(attributes: SentMessage["attributes"]): Travel {
  const { FirstSentTimestamp, Retries, EarlierDeliveries } = travelled.safeParse(attributes).data ?? {}
  return {
    firstSent: FirstSentTimestamp?.stringValue,
    retries: Number(Retries?.stringValue ?? 0),
    earlierDeliveries: Number(EarlierDeliveries?.stringValue ?? 0),
  }
}

/**
 * A message as it is sent again: with all that it carries. The delivery in which AWS failed it is not counted. Those
 * before are, because a message that ends the process could be failed by AWS in between.
 */
export function sentAgain(message: DeliveredMessage, now: Date): DeliveredMessage {
  const firstSent = message.arrivedAt === undefined ? now.getTime() : Date.parse(message.arrivedAt)
  const number = (value: number) => ({ dataType: "Number", stringValue: String(value) })
  const travel = {
    FirstSentTimestamp: number(firstSent),
    Retries: number(message.retries + 1),
    EarlierDeliveries: number(message.deliveries - 1),
  }
  return { ...message, attributes: { ...message.attributes, ...travel } }
}

/**
 * Sends a message that AWS failed again, after a pause.
 *
 * @returns whether the message is in the queue once more, so that this one is done with. It is not if it is too old,
 *   came too often, or cannot be sent
 */
export async function sendAgain(
  message: DeliveredMessage,
  { receipts, clock, random }: { receipts: Receipts; clock: Clock; random: () => number },
  telemetry: Pick<Telemetry, "measure">,
): Promise<boolean> {
  const now = clock()
  const waitedMilliseconds = now.getTime() - Date.parse(message.arrivedAt ?? now.toISOString())
  if (waitedMilliseconds > sentAgainDays * dayMilliseconds || message.deliveries > maximumDeliveries) return false
  const send = () => receipts.sendAgain(sentAgain(message, now), pauseSeconds(message.retries, random()))
  try {
    // What is not sent comes back when its visibility ends, after more than a minute.
    await send().catch(send)
  } catch {
    return false
  }
  telemetry.measure("WaitedForAws", waitedMilliseconds)
  return true
}
