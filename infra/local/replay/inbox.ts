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

/** Reads every party's queue continuously, as the parties' own systems would. Acknowledges each case for its party. */
export function openInbox(exchange: DeployedExchange, parties: readonly Party[]): Inbox {
  const received = new Map<string, PartyMessage[]>(parties.map(({ id }) => [id, []]))
  let isOpen = true

  const listen = async (party: Party): Promise<void> => {
    const messages = received.get(party.id) ?? []
    while (isOpen) {
      const fresh = await exchange.receive(party.id)
      messages.push(...fresh)
      const alerts = fresh.filter(({ detailType }) => detailType === "BreachCaseOpened")
      const acknowledgements = alerts.map((alert) => acknowledgementOf(exchange, party, alert))
      if (acknowledgements.length > 0) await publishAll(exchange, acknowledgements)
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
