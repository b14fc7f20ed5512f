import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import type { PutEvents } from "./event-publisher.ts"

/** PutEvents through the SDK. The client should not retry for long by itself; whole calls that throw are retried here. */
export function putEventsWith(client: EventBridgeClient): PutEvents {
  return async (entries) => {
    const answer = await client.send(new PutEventsCommand({ Entries: [...entries] }))
    return (answer.Entries ?? []).map((entry) => ({
      ...(entry.EventId === undefined ? {} : { eventId: entry.EventId }),
      ...(entry.ErrorCode === undefined ? {} : { errorCode: entry.ErrorCode }),
    }))
  }
}
