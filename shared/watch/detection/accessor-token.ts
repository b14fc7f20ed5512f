import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { accessorToken } from "../../base/contracts/fields.ts"
import type { Sealer, SealOwner } from "../../base/platform/sealing.ts"

/**
 * A carrier's token of an accessor as it rests. Two are of the same token if their keys are equal. Sealing one token
 * twice gives two texts.
 */
export const sealedToken = z.object({
  tokenKey: boundedString(256).length(43).meta({ description: "Keyed hash of carrier and token" }),
  sealed: ownString().meta({ description: "The token, sealed under the carrier's key for tokens" }),
})

export type SealedToken = z.infer<typeof sealedToken>

/** The keyed hash of a token, under a version of the secret that a rotation does not change. */
export type TokenHash = { lastingHash(purpose: "accessor-token", ...parts: readonly string[]): string }

/** The name under which the hub finds a carrier's token again. Tokens of two carriers never have the same. */
export function tokenKeyOf(keyedHash: TokenHash, carrierId: string, token: string): string {
  return keyedHash.lastingHash("accessor-token", carrierId, token)
}

/** A token as it rests. @throws OwnerShredded */
export async function sealToken(
  using: { keyedHash: TokenHash; sealer: Pick<Sealer, "seal"> },
  carrierId: string,
  token: string,
): Promise<SealedToken> {
  const tokenKey = tokenKeyOf(using.keyedHash, carrierId, token)
  return { tokenKey, sealed: await using.sealer.seal(ownerOf(carrierId), tokenKey, field, token) }
}

/**
 * A carrier's tokens in the clear, for that carrier alone. Those whose key was shredded are left out, and those that
 * fit the contract no longer.
 *
 * @throws SealBroken
 */
export async function openTokens(
  sealer: Pick<Sealer, "unseal">,
  carrierId: string,
  tokens: readonly SealedToken[],
): Promise<string[]> {
  const opened = await Promise.all(
    tokens.map(({ tokenKey, sealed }) => sealer.unseal(ownerOf(carrierId), tokenKey, field, sealed)),
  )
  return opened.filter((token) => token !== undefined).filter((token) => accessorToken.safeParse(token).success)
}

/** Each token once, in the order in which they first came. */
export function distinctTokens(tokens: readonly SealedToken[]): SealedToken[] {
  return [...new Map(tokens.map((token) => [token.tokenKey, token])).values()]
}

const field = "accessorToken"

/**
 * A carrier's tokens have a data key of their own. Functions that handle tokens can open nothing else with it.
 */
function ownerOf(carrierId: string): SealOwner {
  return `tokens#${carrierId}`
}
