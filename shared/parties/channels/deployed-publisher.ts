import type { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import type { EventEntry } from "../../base/contracts/define-event.ts"
import { deployedResource } from "../../base/platform/deployed-resources.ts"
import { namedInFile } from "../deployed-file-parties.ts"
import {
  type EventPublisher,
  eventBridgePublisher,
  type PutEvents,
  type PutResult,
  sendEntries,
} from "./event-publisher.ts"

/** Publishes to the exchange bus. */
export function deployedPublisher(): EventPublisher {
  return eventBridgePublisher({
    putEvents: putEvents(),
    busName: deployedResource("exchangeBus"),
    isInFile: namedInFile(),
  })
}

/** Sends entries to the ingress bus for parties that call the HTTP API. */
export function deployedIngress(): {
  ingressBus: string
  send: (entries: readonly EventEntry[]) => Promise<PutResult[]>
} {
  const sender = { putEvents: putEvents() }
  return { ingressBus: deployedResource("ingressBus"), send: (entries) => sendEntries(sender, entries) }
}

/** PutEvents through the SDK. The client is loaded with the first event: most functions publish rejections alone. */
function putEvents(): PutEvents {
  let client: EventBridgeClient | undefined
  return async (entries) => {
    const { EventBridgeClient: Client, PutEventsCommand } = await import("@aws-sdk/client-eventbridge")
    client ??= new Client({})
    const answer = await client.send(new PutEventsCommand({ Entries: [...entries] }))
    return (answer.Entries ?? []).map((entry) => ({
      ...(entry.EventId === undefined ? {} : { eventId: entry.EventId }),
      ...(entry.ErrorCode === undefined ? {} : { errorCode: entry.ErrorCode }),
    }))
  }
}
