import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { sendEntries } from "../../../shared/parties/channels/event-publisher.ts"
import type { ReachedStage } from "./reach-stage.ts"

/** Events between two words about progress. EventBridge takes ten in a call. */
export const askedTogether = 1_000

/**
 * Puts events from the hub to itself on the exchange bus.
 *
 * @throws CommandStopped if the bus does not accept all of them
 */
export async function publishToHub(
  { connection }: Pick<ReachedStage, "connection">,
  entries: Parameters<typeof sendEntries>[1],
): Promise<void> {
  const client = new EventBridgeClient(connection)
  const putEvents = async (Entries: Parameters<typeof sendEntries>[1]) => {
    const answer = await client.send(new PutEventsCommand({ Entries: [...Entries] }))
    return (answer.Entries ?? []).map(({ EventId, ErrorCode }) => ({
      ...(EventId === undefined ? {} : { eventId: EventId }),
      ...(ErrorCode === undefined ? {} : { errorCode: ErrorCode }),
    }))
  }
  const results = await sendEntries({ putEvents }, entries).finally(() => client.destroy())
  const refused = results.find(({ errorCode }) => errorCode !== undefined)
  if (refused !== undefined)
    throw new CommandStopped("noAnswer", `The exchange bus did not accept every request: ${refused.errorCode}.`)
}
