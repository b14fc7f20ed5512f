import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"

const events = new EventBridgeClient({})

/** Publishes one event on the exchange bus. @throws Error when the bus does not accept it */
export function publish(detailType: string, detail: object): Promise<void> {
  return publishAll(detailType, [detail])
}

/** Publishes at most ten events of one type in one call. @throws Error when the bus does not accept all */
export async function publishAll(detailType: string, details: readonly object[]): Promise<void> {
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: details.map((detail) => ({
        EventBusName: process.env["EXCHANGE_BUS"] ?? "",
        Source: "twin.hub",
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      })),
    }),
  )
  if (FailedEntryCount !== 0) throw new Error("The bus did not accept the event")
}
