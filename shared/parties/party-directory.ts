import type { Shipper } from "../base/contracts/shipper.ts"
import { namerOf } from "./counterparty-id.ts"
import { keyOfClaim, nameOfClaim } from "./invitations/claim-keys.ts"
import type { PartyClaim } from "./invitations/invited-party.ts"
import { counterpartiesOf, isNamed } from "./named-counterparty.ts"
import type { Carrier, Party, Retailer } from "./party.ts"
import { fileNumbers } from "./party-numbers.ts"

/**
 * Looks up parties of the exchange: those of the parties file, and those that the hub invited and approved. By its id,
 * a carrier that a retailer named is found too. It is no party of the exchange, so nothing else finds it.
 */
export type PartyDirectory = {
  byId(id: string): Promise<Party | undefined>
  /** Those of these parties that are in the exchange, by id. It costs no more calls than one of them. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Party>>
  retailerById(id: string): Promise<Retailer | undefined>
  carrierById(id: string): Promise<Carrier | undefined>
  retailerByAlias(alias: string): Promise<Retailer | undefined>
  carrierByAlias(alias: string): Promise<Carrier | undefined>
  /** The retailer to which a carrier gave this account number. */
  retailerByAccount(of: { carrierId: string; account: string }): Promise<Retailer | undefined>
  /** The party that publishes under an EventBridge source. */
  bySource(source: string): Promise<Party | undefined>
  /** The party that pins this OIDC issuer and subject. */
  byIssuer(of: { issuer: string; subject: string }): Promise<Party | undefined>
  /** Parties of the file with this AWS account, or those without one. */
  ofAccount(account: string | undefined): readonly Party[]
  /** Every party: those of the file in its order, then the invited ones by id. */
  each(): AsyncIterable<Party>
  /** The number that access profiles keep in place of the id. */
  numberOf(id: string): Promise<number | undefined>
  /** The parties with these numbers, by number. */
  byNumbers(numbers: readonly number[]): Promise<ReadonlyMap<number, Party>>
}

/** Where a directory finds parties as they are now, and what only an invited party has. */
export type PartySource = {
  /** Those of these parties that are in the exchange. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Party>>
  /** The id of the invited party that claims this. */
  idOf(claim: PartyClaim): Promise<string | undefined>
  /** The number of an invited party. */
  numberOf(id: string): Promise<number | undefined>
  /** All invited parties that are in the exchange, ordered by id. */
  eachInvited(): AsyncIterable<Party>
}

/**
 * The directory in which every use case looks up parties. An alias, account or issuer of the file comes before that of
 * an invited party.
 *
 * @param source by default the file alone, unchanged
 */
export function partyDirectory(file: readonly Party[], source: PartySource = fileAlone(file)): PartyDirectory {
  const fileClaims = claimsOf(file)
  const numbers = fileNumbers(file)
  const idsByNumber = new Map([...numbers].map(([id, number]) => [number, id]))

  const byIds = (ids: readonly string[]) => readWithNamed(source, ids)
  const byId = async (id: string) => (await byIds([id])).get(id)
  const byClaim = async (claim: PartyClaim) => {
    const id = fileClaims.get(claimText(claim)) ?? (await source.idOf(claim))
    return id === undefined ? undefined : byId(id)
  }
  const idOfNumber = async (number: number) => idsByNumber.get(number) ?? source.idOf({ kind: "number", number })

  return {
    byId,
    byIds,
    retailerById: async (id) => asRetailer(await byId(id)),
    carrierById: async (id) => asCarrier(await byId(id)),
    retailerByAlias: async (alias) => asRetailer(await byClaim({ kind: "alias", alias })),
    carrierByAlias: async (alias) => asCarrier(await byClaim({ kind: "alias", alias })),
    retailerByAccount: async (of) => asRetailer(await byClaim({ kind: "shipperAccount", ...of })),
    byIssuer: (of) => byClaim({ kind: "issuer", ...of }),
    async bySource(name) {
      const party = await byId(name.slice(name.lastIndexOf(".") + 1))
      return party !== undefined && !isNamed(party) && eventSource(party) === name ? party : undefined
    },
    ofAccount: (account) => file.filter((entry) => entry.account === account),
    async *each() {
      yield* (await source.read(file.map(({ id }) => id))).values()
      yield* source.eachInvited()
    },
    numberOf: async (id) => numbers.get(id) ?? source.numberOf(id),
    async byNumbers(wanted) {
      const ids = await Promise.all(wanted.map(idOfNumber))
      const parties = await source.read(ids.flatMap((id) => id ?? []))
      return new Map(wanted.flatMap((number, place) => pairOf(number, parties.get(ids[place] ?? ""))))
    },
  }
}

/** Reads parties together with the carriers that retailers named. */
async function readWithNamed(source: PartySource, ids: readonly string[]): Promise<ReadonlyMap<string, Party>> {
  if (ids.every((id) => namerOf(id) === undefined)) return source.read(ids)
  const found = await source.read([...new Set(ids.map((id) => namerOf(id) ?? id))])
  const named = [...found.values()].flatMap((party) => (party.kind === "retailer" ? counterpartiesOf(party) : []))
  const all = new Map<string, Party>([...found, ...named.map((party) => [party.id, party] as const)])
  return new Map(ids.flatMap((id) => pairOf(id, all.get(id))))
}

/** The EventBridge source under which a party publishes, e.g. `wayseal.retailer.leafline`. */
export function eventSource(party: { kind: string; id: string }): string {
  return `wayseal.${party.kind}.${party.id}`
}

/** A claim as one text. Two claims of the same thing are the same text. */
export const claimText = (claim: PartyClaim): string => nameOfClaim(keyOfClaim(claim))

const pairOf = <Name>(name: Name, party: Party | undefined) => (party === undefined ? [] : [[name, party] as const])
const asRetailer = (party: Party | undefined) => (party?.kind === "retailer" ? party : undefined)
const asCarrier = (party: Party | undefined) => (party?.kind === "carrier" ? party : undefined)

/** What the parties of the file claim, and which of them. */
function claimsOf(file: readonly Party[]): ReadonlyMap<string, string> {
  return new Map(
    file.flatMap((party) => {
      const oidc = party.credentials !== undefined && "oidc" in party.credentials ? [party.credentials.oidc] : []
      const accounts = party.kind === "retailer" ? party.shipperAccounts : []
      const claims: PartyClaim[] = [
        { kind: "alias", alias: party.alias },
        ...oidc.map(({ issuer, subject }) => ({ kind: "issuer" as const, issuer, subject })),
        ...accounts.map((account) => ({ kind: "shipperAccount" as const, ...account })),
      ]
      return claims.map((claim) => [claimText(claim), party.id] as const)
    }),
  )
}

/** Parties that stand in the file and never change. */
function fileAlone(file: readonly Party[]): PartySource {
  const parties = new Map(file.map((entry) => [entry.id, entry]))
  return {
    async read(ids) {
      return new Map(ids.flatMap((id) => [parties.get(id) ?? []].flat().map((party) => [id, party] as const)))
    },
    idOf: async () => undefined,
    numberOf: async () => undefined,
    async *eachInvited() {},
  }
}

/**
 * How a carrier names a retailer as the shipper of a parcel, so that its claim is confirmed. Undefined of a discreet
 * retailer to which the carrier gave no account, and of a carrier.
 */
export function shipperOf(retailer: Party, carrierId: string): Shipper | undefined {
  if (retailer.kind !== "retailer") return undefined
  const account = retailer.shipperAccounts.find((given) => given.carrierId === carrierId)?.account
  if (account !== undefined) return { kind: "account", account }
  return retailer.discreet ? undefined : { kind: "retailerAlias", retailerAlias: retailer.alias }
}
