import type { Party } from "../party.ts"
import { accountTaken, aliasTaken, keyBytes, keyTaken, oidcOf, publicKeysOf, subjectTaken } from "../party-rules.ts"
import { accountKey, aliasKey, type ClaimKey, issuerKey, nameOfClaim, numberKey } from "./claim-keys.ts"
import type { InvitedParty } from "./invited-party.ts"

/** A claim of a party. Lookups of parties find only what is in force: what the hub approved. */
export type HeldClaim = ClaimKey & { readonly inForce: boolean }

const publicKeyKey = (key: { x: string }): ClaimKey => ({ pk: "publicKey", sk: keyBytes(key) })

/** The key of the claim of an invitation, by the hash of its token. */
export const invitationKey = (tokenHash: string): ClaimKey => ({ pk: "invitation", sk: tokenHash })

/** What at most one party may have. */
export type ClaimedThing = "id" | "alias" | "publicKey" | "issuer" | "shipperAccount"

/** The keys of what a party has that no other may have, whether it was invited or stands in the file. */
export function claimsOfParty(party: Party): readonly { readonly thing: ClaimedThing; readonly key: ClaimKey }[] {
  const pin = oidcOf(party)
  const accounts = party.kind === "retailer" ? party.shipperAccounts : []
  return [
    { thing: "id", key: aliasKey(party.id) },
    { thing: "alias", key: aliasKey(party.alias) },
    ...publicKeysOf(party).map((key) => ({ thing: "publicKey" as const, key: publicKeyKey(key) })),
    ...(pin === undefined ? [] : [{ thing: "issuer" as const, key: issuerKey(pin) }]),
    ...accounts.map((account) => ({ thing: "shipperAccount" as const, key: accountKey(account) })),
  ]
}

const keysOf = (party: Party): readonly ClaimKey[] =>
  claimsOfParty(party).flatMap(({ thing, key }) => (thing === "id" ? [] : [key]))

/**
 * Everything that a party claims: its id, which nobody may take as an alias, what it entered, and what is approved. A
 * party that was removed keeps what was approved, so that nobody takes its name.
 */
export function claimsOf({ partyId, invitation, answer, approved }: InvitedParty): readonly HeldClaim[] {
  const asked = [
    aliasKey(partyId),
    ...(invitation === undefined ? [] : [invitationKey(invitation.tokenHash)]),
    ...(answer === undefined ? [] : keysOf(answer.party)),
  ]
  const inForce = approved === undefined ? [] : [...keysOf(approved.party), numberKey(approved.number)]
  const claims = [
    ...asked.map((key) => ({ ...key, inForce: false })),
    ...inForce.map((key) => ({ ...key, inForce: true })),
  ]
  return [...new Map(claims.map((claim) => [nameOfClaim(claim), claim])).values()]
}

/** Which claims a change adds or puts in force, and which it releases. */
export function changedClaims(
  before: InvitedParty | undefined,
  after: InvitedParty,
): { readonly put: readonly HeldClaim[]; readonly release: readonly ClaimKey[] } {
  const [old, now] = [before, after].map(
    (row) => new Map((row === undefined ? [] : claimsOf(row)).map((claim) => [nameOfClaim(claim), claim])),
  )
  return {
    put: [...(now?.values() ?? [])].filter((claim) => old?.get(nameOfClaim(claim))?.inForce !== claim.inForce),
    release: [...(old?.values() ?? [])].filter((claim) => now?.has(nameOfClaim(claim)) !== true),
  }
}

/** What is wrong with entries of which other parties have some. It names the fields, and no other party. */
export function takenSentences(party: Party, taken: readonly ClaimKey[]): readonly string[] {
  const names = new Set(taken.map(nameOfClaim))
  const isTaken = (key: ClaimKey) => names.has(nameOfClaim(key))
  const pin = oidcOf(party)
  const accounts = party.kind === "retailer" ? party.shipperAccounts : []
  return [
    ...(isTaken(aliasKey(party.alias)) ? [aliasTaken("another party")] : []),
    ...publicKeysOf(party).flatMap((key, index) =>
      isTaken(publicKeyKey(key)) ? [keyTaken(index, "another party")] : [],
    ),
    ...(pin !== undefined && isTaken(issuerKey(pin)) ? [subjectTaken("another party")] : []),
    ...accounts.flatMap((account, place) => (isTaken(accountKey(account)) ? [accountTaken(place)] : [])),
  ]
}
