import { readParties } from "../../../shared/parties/load-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { partiesFile } from "../host-environment.ts"
import { type Cast, castOf } from "./cast.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"
import { type Inbox, openInbox } from "./inbox.ts"
import type { PartySigner } from "./party-signer.ts"
import type { Scenario } from "./scenario.ts"

export type ReplayOptions = {
  readonly scenario: Scenario
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  /** The parties file that was deployed; by default the committed one. */
  readonly partiesPath?: string
  /** Takes each line of progress. */
  readonly onLine: (line: string) => void
}

/** What every leg of a replay works with. */
export type ReplayContext = ReplayOptions & {
  readonly cast: Cast
  /** Part of all identifiers of this run, so that they differ from another run's. */
  readonly run: string
  readonly inbox: Inbox
  readonly parties: readonly Party[]
  /** The retailer whose numbers are walked. */
  readonly retailer: Party
  readonly carrier: Party
}

/**
 * Prepares a replay on a deployed exchange. From now until `inbox.stop()`, each party reads its queue and acknowledges
 * every case that it is alerted to.
 *
 * @throws Error when a party of the scenario is not in parties.json
 */
export function prepareReplay(options: ReplayOptions): ReplayContext {
  const { scenario, exchange, partiesPath = partiesFile } = options
  const parties = readParties(partiesPath)
  const named = (id: string): Party => {
    const party = parties.find((each) => each.id === id)
    if (party === undefined) throw new Error(`parties.json has no party ${id}`)
    return party
  }
  const run = `r${Date.now().toString(36)}`
  return {
    ...options,
    retailer: named(scenario.cast.retailer),
    carrier: named(scenario.cast.carrier),
    run,
    cast: castOf(scenario, run),
    inbox: openInbox(exchange, parties),
    parties,
  }
}
