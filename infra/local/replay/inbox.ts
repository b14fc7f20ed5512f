import { setTimeout as pause } from "node:timers/promises"
import { breachAlertAcknowledged } from "../../../shared/contracts/breach-alert-acknowledged.ts"
import type { DeployedExchange, PartyMessage } from "./deployed-exchange.ts"
import { publishAll } from "./publish.ts"

/** What the parties took from their queues, and their answers to alerts. */
export type Inbox = {
  /** Everything a party received so far. */
  of(partyId: string): readonly PartyMessage[]
  /** Ends the reading; throws what went wrong meanwhile. */
  stop(): Promise<void>
}

/**
 * Reads every party's queue all the time, as the parties' own systems would, and has each party acknowledge the alert of
 * every case that it is told of.
 *
 * @param parties id and kind of those who listen
 */
export function openInbox(
  exchange: DeployedExchange,
  parties: readonly { readonly id: string; readonly kind: "retailer" | "carrier" }[],
): Inbox {
  const received = new Map<string, PartyMessage[]>(parties.map(({ id }) => [id, []]))
  let open = true

  const listen = async ({ id, kind }: (typeof parties)[number]): Promise<void> => {
    const messages = received.get(id) ?? []
    while (open) {
      const fresh = await exchange.receive(id)
      messages.push(...fresh)
      const alerts = fresh.filter(({ detailType }) => detailType === "BreachCaseOpened")
      const at = new Date().toISOString()
      const answers = alerts.map(({ data, metadata }) =>
        breachAlertAcknowledged.entry({
          source: `wayseal.${kind}.${id}`,
          busName: exchange.ingressBusName,
          data: { caseAlias: String(data["caseAlias"]), at },
          metadata: { id: `ack-${metadata.id}`, occurredAt: at, correlationId: `ack-${metadata.id}` },
        }),
      )
      if (answers.length > 0) await publishAll(exchange, answers)
      await pause(fresh.length === 0 ? 400 : 20)
    }
  }
  const listeners = Promise.all(parties.map(listen))
  // Whoever calls stop() is told; until then a failure must not end the process.
  listeners.catch(() => {})

  return {
    of: (partyId) => received.get(partyId) ?? [],
    stop: async () => {
      open = false
      await listeners
    },
  }
}
