import { createHash } from "node:crypto"
import { sameName } from "../same-name.ts"
import type { PartyClaim } from "./invited-party.ts"

/** The key of a row that says which party has something that at most one party may have. */
export type ClaimKey = { readonly pk: string; readonly sk: string }

/** Whether two claims are of the same thing. */
export const nameOfClaim = ({ pk, sk }: ClaimKey): string => `${pk} ${sk}`

const hashed = (value: readonly string[]) => createHash("sha256").update(JSON.stringify(value)).digest("hex")

/** The key of the claim of an alias, in whatever case it is written. */
export const aliasKey = (alias: string): ClaimKey => ({ pk: "alias", sk: sameName(alias) })
/** The key of the claim of an account number that a carrier gave. */
export const accountKey = ({ carrierId, account }: { carrierId: string; account: string }): ClaimKey => ({
  pk: `shipperAccount#${carrierId}`,
  sk: account,
})
/** The key of the claim of an OIDC issuer and subject. Together they can be longer than a sort key, so it is a hash. */
export const issuerKey = ({ issuer, subject }: { issuer: string; subject: string }): ClaimKey => ({
  pk: "issuer",
  sk: hashed([issuer, subject]),
})
/** The key of the claim of a number of a party. */
export const numberKey = (number: number): ClaimKey => ({ pk: "number", sk: String(number) })

/** The key of the row that holds a claim. */
export function keyOfClaim(claim: PartyClaim): ClaimKey {
  switch (claim.kind) {
    case "alias":
      return aliasKey(claim.alias)
    case "issuer":
      return issuerKey(claim)
    case "shipperAccount":
      return accountKey(claim)
    case "number":
      return numberKey(claim.number)
  }
}
