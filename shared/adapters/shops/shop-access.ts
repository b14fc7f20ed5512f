import { openSecret, type VendorSecretName } from "../../parties/settings/vendor-secrets.ts"
import type { SealedVendorSecrets, VendorConnections } from "../../parties/vendors.ts"
import type { Clock } from "../../platform/clock.ts"
import type { Sealer } from "../../platform/sealing.ts"
import { type PostToShop, requestToken, ShopRefused } from "./admin-api.ts"

/** A retailer's connection to its shop. */
export type ShopConnection = {
  readonly retailerId: string
  readonly shopify: NonNullable<VendorConnections["shopify"]>
  readonly sealed: NonNullable<SealedVendorSecrets["shopify"]>
}

/**
 * Runs something with an access token of the shop. Undefined: the retailer gave the hub no access.
 *
 * @throws ShopUnavailable
 * @throws ShopRefused
 */
export type WithAccess = <Result>(
  connection: ShopConnection,
  use: (token: string) => Promise<Result>,
) => Promise<Result | undefined>

/** A token is not used in its last minutes. */
const reserveMilliseconds = 5 * 60_000

/** Keeps tokens in memory for as long as they are good. A token that Shopify refuses is asked for once more. */
export function makeWithAccess(options: {
  post: PostToShop
  sealer: Pick<Sealer, "unseal">
  clock: Clock
}): WithAccess {
  const { post, sealer, clock } = options
  const kept = new Map<string, { token: string; until: number }>()
  const open = async ({ retailerId: partyId, sealed: secrets }: ShopConnection, name: VendorSecretName) => {
    const sealed = secrets[name]
    return sealed === undefined ? undefined : openSecret(sealer, { partyId, vendor: "shopify", name, sealed })
  }
  const requested = async (connection: ShopConnection, clientId: string): Promise<string | undefined> => {
    const { shop } = connection.shopify
    let refusal: ShopRefused | undefined
    for (const name of ["secret", "nextSecret"] as const) {
      const secret = await open(connection, name)
      if (secret === undefined) continue
      try {
        const { token, expiresInSeconds } = await requestToken(post, { shop, clientId, secret })
        const until = clock().getTime() + expiresInSeconds * 1_000 - reserveMilliseconds
        kept.set(keyOf(connection), { token, until })
        return token
      } catch (error) {
        if (!(error instanceof ShopRefused)) throw error
        refusal = error
      }
    }
    if (refusal !== undefined) throw refusal
    return undefined
  }
  return async (connection, use) => {
    const lasting = await open(connection, "accessToken")
    if (lasting !== undefined) return use(lasting)
    const { clientId } = connection.shopify
    if (clientId === undefined) return undefined
    const known = kept.get(keyOf(connection))
    if (known !== undefined && clock().getTime() < known.until) {
      try {
        return await use(known.token)
      } catch (error) {
        if (!(error instanceof ShopRefused) || error.status !== 401) throw error
        kept.delete(keyOf(connection))
      }
    }
    const token = await requested(connection, clientId)
    return token === undefined ? undefined : use(token)
  }
}

const keyOf = ({ retailerId, shopify: { shop, clientId } }: ShopConnection): string =>
  [retailerId, shop, clientId].join(" ")
