import type { Carrier, Party, Retailer } from "./party.ts"

/** Lookup of parties by id, alias and event source. */
export type PartyDirectory = {
  all: readonly Party[]
  byId(id: string): Party | undefined
  retailerByAlias(alias: string): Retailer | undefined
  /** The retailer to which a carrier gave this account number. */
  retailerByAccount(of: { carrierId: string; account: string }): Retailer | undefined
  carrierById(id: string): Carrier | undefined
  retailerById(id: string): Retailer | undefined
  bySource(source: string): Party | undefined
}

/** Builds the directory in which every use case looks up parties. */
export function partyDirectory(all: readonly Party[]): PartyDirectory {
  const ids = new Map(all.map((entry) => [entry.id, entry]))
  const retailers = all.filter((entry) => entry.kind === "retailer")
  const carriers = all.filter((entry) => entry.kind === "carrier")
  const aliases = new Map(retailers.map((entry) => [entry.alias.toLowerCase(), entry]))
  const sources = new Map(all.map((entry) => [eventSource(entry), entry]))
  return {
    all,
    byId: (id) => ids.get(id),
    retailerByAlias: (alias) => aliases.get(alias.toLowerCase()),
    retailerByAccount: ({ carrierId, account }) =>
      retailers.find((entry) =>
        entry.shipperAccounts.some((own) => own.carrierId === carrierId && own.account === account),
      ),
    retailerById: (id) => retailers.find((entry) => entry.id === id),
    carrierById: (id) => carriers.find((entry) => entry.id === id),
    bySource: (source) => sources.get(source),
  }
}

/** The EventBridge source under which a party publishes, e.g. `wayseal.retailer.leafline`. */
export function eventSource(party: { kind: string; id: string }): string {
  return `wayseal.${party.kind}.${party.id}`
}
