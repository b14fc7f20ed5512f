import type { Scenario } from "../replay/scenario.ts"

/** The retailer of 2018 delivered in Ontario alone. */
const shareInQuebec = 1 / 30

/**
 * The scenario with another number of shipments, and the rest in proportion. The hub knows all of them, so that a
 * receipt can name each one.
 */
export function scenarioOfSize(scenario: Scenario, shipments: number): Scenario {
  const share = shipments / scenario.publicRecord.ordersAccessed
  const observedRecipients = Math.round(scenario.assumed.observedRecipients * share)
  return {
    ...scenario,
    publicRecord: { ...scenario.publicRecord, ordersAccessed: shipments },
    assumed: {
      ...scenario.assumed,
      shareInQuebec,
      ordersKnownToTheHub: shipments,
      observedRecipients,
      recipientsOnWalkersNetwork: Math.min(scenario.assumed.recipientsOnWalkersNetwork, observedRecipients),
    },
  }
}
