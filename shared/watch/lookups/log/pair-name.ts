import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"

type Hashes = Pick<KeyedHash, "lastingHash">

/** A retailer and a carrier that have something in common. */
export type PairOfParties = { readonly retailerId: string; readonly carrierId: string }

/** The hub's name of a retailer and a carrier, by which both find what they share. Nobody else can come to it. */
export function pairName(hashes: Hashes, { retailerId, carrierId }: PairOfParties): string {
  return hashes.lastingHash("ledger-log", "pair", retailerId, carrierId)
}

/** The hub's name of a case for a retailer and a carrier that both take part in it. */
export function caseNameOfPair(hashes: Hashes, { retailerId, carrierId }: PairOfParties, caseId: string): string {
  return hashes.lastingHash("ledger-log", "case", retailerId, carrierId, caseId)
}
