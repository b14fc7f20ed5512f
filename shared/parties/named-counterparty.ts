import type { Named } from "./counterparty-entry.ts"
import { counterpartyId } from "./counterparty-id.ts"
import type { Carrier, Party, Retailer } from "./party.ts"

/** A carrier that takes no part. It has no credentials and no channels, and gets letters alone. */
export type NamedCarrier = Carrier & { readonly named: Named }

/** Whether a party is a named counterparty. */
export function isNamed(party: Party): party is NamedCarrier {
  return party.kind === "carrier" && party.named !== undefined
}

/** Whether a party may know of a carrier: of each that takes part, and of those that it named itself. */
export function isKnownTo({ named }: Pick<Carrier, "named">, partyId: string): boolean {
  return named === undefined || named.by === partyId
}

/** The carriers that a retailer named, as parties. A case derives their duties from their laws like those of any. */
export function counterpartiesOf({ id, counterparties = [] }: Pick<Retailer, "id" | "counterparties">): NamedCarrier[] {
  return counterparties.map(({ key, name, privacyEmail, language, laws, noLawBinds, jurisdiction }) => ({
    id: counterpartyId(id, key),
    kind: "carrier" as const,
    discreet: false as const,
    named: { by: id, privacyEmail },
    alias: name,
    channels: { queue: false, emails: [], escalationEmails: [] },
    laws,
    ...(noLawBinds === undefined ? {} : { noLawBinds }),
    roles: [],
    documents: { legalName: name },
    jurisdiction,
    language,
    heavyReaders: [],
  }))
}
