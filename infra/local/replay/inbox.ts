import { setTimeout as pause } from "node:timers/promises"
import { breachAlertAcknowledged } from "../../../shared/base/contracts/breach-alert-acknowledged.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { awaitedLater } from "./concurrency.ts"
import type { DeployedExchange, PartyMessage } from "./deployed-exchange.ts"
import { publishAll } from "./publish.ts"

/** What the parties received in their queues. */
export type Inbox = {
  /** Everything that a party received so far. */
  of(partyId: string): readonly PartyMessage[]
  /** Stops reading. Throws the failure of a reader, if there was one. */
  stop(): Promise<void>
}

/** Whether a party acknowledges an alert that it received. */
export type Acknowledges = (party: Party, alert: PartyMessage) => Promise<boolean>

/** Reads the queues of parties continuously, as their own systems would, and acknowledges cases for them. */
export function openInbox(exchange: DeployedExchange, parties: readonly Party[], acknowledges: Acknowledges): Inbox {
  const received = new Map<string, PartyMessage[]>(parties.map(({ id }) => [id, []]))
  let isOpen = true

  const listen = async (party: Party): Promise<void> => {
    const messages = received.get(party.id) ?? []
    while (isOpen) {
      const fresh = await exchange.receive(party.id)
      messages.push(...fresh)
      for (const alert of fresh.filter(({ detailType }) => detailType === "BreachCaseOpened"))
        if (await acknowledges(party, alert)) await publishAll(exchange, [acknowledgementOf(exchange, party, alert)])
      await pause(fresh.length === 0 ? 400 : 20)
    }
  }
  const listeners = awaitedLater(Promise.all(parties.map(listen)))

  return {
    of: (partyId) => received.get(partyId) ?? [],
    stop: async () => {
      isOpen = false
      await listeners
    },
  }
}

function acknowledgementOf(exchange: DeployedExchange, party: Party, { metadata, data }: PartyMessage) {
  const at = new Date().toISOString()
  const id = `ack-${metadata.id}`
  return breachAlertAcknowledged.entry({
    source: eventSource(party),
    busName: exchange.ingressBusName,
    data: { caseAlias: String(data["caseAlias"]), at },
    metadata: { id, occurredAt: at, correlationId: id },
  })
}
