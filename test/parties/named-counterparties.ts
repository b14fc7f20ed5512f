import { type NamedCounterparty, namedCounterparty } from "../../shared/parties/counterparty-entry.ts"
import type { Party } from "../../shared/parties/party.ts"

/** A carrier that takes no part, as a retailer names it. */
export const swiftpost: NamedCounterparty = namedCounterparty.parse({
  key: "swiftpost",
  name: "Swiftpost",
  privacyEmail: "privacy@swiftpost.example",
  laws: ["ca-privacy-act"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
})

/** Lets some retailers name carriers, by the retailers' ids. */
export function thatNames(names: Readonly<Record<string, NamedCounterparty[]>>): (party: Party) => Party {
  return (party) => {
    const counterparties = party.kind === "retailer" ? names[party.id] : undefined
    return party.kind === "retailer" && counterparties !== undefined ? { ...party, counterparties } : party
  }
}
