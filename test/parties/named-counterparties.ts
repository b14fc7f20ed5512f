import { type NamedCounterparty, namedCounterparty } from "../../shared/parties/named-counterparty.ts"
import type { Party } from "../../shared/parties/party.ts"

/** A carrier that takes no part, as a retailer names it. */
export const swiftpost: NamedCounterparty = namedCounterparty.parse({
  key: "swiftpost",
  name: "Swiftpost",
  privacyEmail: "privacy@swiftpost.example",
  laws: ["ca-privacy-act"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
})

/** These parties, of which some name carriers. */
export function naming(parties: readonly Party[], names: Readonly<Record<string, NamedCounterparty[]>>): Party[] {
  return parties.map((party) => {
    const counterparties = party.kind === "retailer" ? names[party.id] : undefined
    return party.kind === "retailer" && counterparties !== undefined ? { ...party, counterparties } : party
  })
}
