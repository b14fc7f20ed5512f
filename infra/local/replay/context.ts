import { readParties } from "../../../shared/parties/load-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { partiesFile } from "../host-environment.ts"
import { type Cast, castOf } from "./cast.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"
import { type Acknowledges, type Inbox, openInbox } from "./inbox.ts"
import type { PartySigner } from "./party-signer.ts"
import { readCaseFile } from "./read-back.ts"
import type { Scenario } from "./scenario.ts"

export type ReplayOptions = {
  readonly scenario: Scenario
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  /** The parties file that was deployed; by default the committed one. */
  readonly partiesPath?: string
  /** Whether nobody else uses the exchange, so that the cast acknowledges every case. */
  readonly isAlone?: true
  /** Takes each line of progress. */
  readonly onLine: (line: string) => void
}

/** What every leg of a replay works with. */
export type ReplayContext = ReplayOptions & {
  readonly cast: Cast
  /** Part of all identifiers of this run, so that they differ from another run's. */
  readonly run: string
  readonly inbox: Inbox
  /** The retailer whose numbers are walked. */
  readonly retailer: Party
  readonly carrier: Party
}

/**
 * Prepares a replay on a deployed exchange. From now until `inbox.stop()`, the retailer and the carrier of the cast
 * read their queues and acknowledge the cases that come from the replay. Other queues, and cases that somebody else
 * makes meanwhile, are left to whoever tries the exchange.
 *
 * @throws Error when a party of the scenario is not in parties.json
 */
export function prepareReplay(options: ReplayOptions): ReplayContext {
  const { scenario, exchange, partiesPath = partiesFile, isAlone = false } = options
  const parties = readParties(partiesPath)
  const named = (id: string): Party => {
    const party = parties.find((each) => each.id === id)
    if (party === undefined) throw new Error(`parties.json has no party ${id}`)
    return party
  }
  const run = `r${Date.now().toString(36)}`
  const [retailer, carrier] = [named(scenario.cast.retailer), named(scenario.cast.carrier)]
  const comesFromReplay: Acknowledges = async (party, { data }) => {
    if (isAlone) return true
    const file = await readCaseFile({ exchange, retailer })
    return file.parties.some(({ partyId, alias }) => partyId === party.id && alias === data["caseAlias"])
  }
  return {
    ...options,
    retailer,
    carrier,
    run,
    cast: castOf(scenario, run),
    inbox: openInbox(exchange, [retailer, carrier], comesFromReplay),
  }
}
