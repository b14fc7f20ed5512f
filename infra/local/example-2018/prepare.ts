import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Party, parties as partiesFile } from "../../../shared/parties/party.ts"
import { projectFolder } from "../host-environment.ts"
import { castOf } from "../replay/cast.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { DeployedExchange } from "../replay/deployed-exchange.ts"
import { openInbox } from "../replay/inbox.ts"
import type { PartySigner } from "../replay/party-keys.ts"
import type { Scenario } from "../replay/scenario.ts"

/** What the example works with: that of a replay, and the two parties of the case. */
export type ExampleContext = ReplayContext & { readonly retailer: Party; readonly carrier: Party }

/**
 * The scenario with fewer shipments, everything else in proportion; all of them known to the hub, so that a notice to every
 * person can be receipted.
 */
export function scenarioOfSize(scenario: Scenario, shipments: number): Scenario {
  const share = shipments / scenario.publicRecord.ordersAccessed
  const observedRecipients = Math.round(scenario.assumed.observedRecipients * share)
  return {
    ...scenario,
    publicRecord: { ...scenario.publicRecord, ordersAccessed: shipments },
    assumed: {
      ...scenario.assumed,
      ordersKnownToTheHub: shipments,
      observedRecipients,
      recipientsOnWalkersNetwork: Math.min(scenario.assumed.recipientsOnWalkersNetwork, observedRecipients),
    },
  }
}

/**
 * Makes ready to play the scenario on a deployed exchange. The parties' queues are read from now on, and every alert of a new
 * case is acknowledged, until the inbox is stopped.
 *
 * @throws Error when a party of the scenario is not in parties.json
 */
export async function prepareExample(options: {
  readonly scenario: Scenario
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  readonly onLine: (line: string) => void
}): Promise<ExampleContext> {
  const { scenario, exchange } = options
  const committed = partiesFile.parse(JSON.parse(await readFile(join(projectFolder, "parties.json"), "utf8"))).parties
  const named = (id: string): Party => {
    const party = committed.find((one) => one.id === id)
    if (party === undefined) throw new Error(`${id} is not in parties.json`)
    return party
  }
  const retailer = named(scenario.cast.retailer)
  const parties = committed.map(({ id, kind }) => ({ id, kind }))
  const run = `x${Date.now().toString(36)}`
  return {
    ...options,
    retailer,
    carrier: named(scenario.cast.carrier),
    run,
    cast: castOf(scenario, run),
    inbox: openInbox(exchange, parties),
    parties,
    retailerAlias: retailer.alias,
  }
}
