import type { PartyChanges } from "../replay/party-keys.ts"

/** The law that asks for a supplement. Nobody was bound by it in 2018. */
export const supplementLaw = "ca-qc-private-sector-act"

/**
 * What the example invents about its parties. The retailer also delivers to Québec, so that a law binds it which asks
 * for a supplement; Ontario's and the federal rules ask for none. The roles are those that a party has without an
 * entry, but the carrier's in the hub's tool.
 */
export const exampleParties: PartyChanges = {
  leafline: { laws: ["ca-on-fippa", supplementLaw], roles: [{ role: "inControl" }] },
  northpost: {
    roles: [
      { tool: "own", role: "inControl" },
      { tool: "hub", role: "holder" },
    ],
  },
}
