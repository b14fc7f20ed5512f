import type { Clock } from "../../../base/platform/clock.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { openSecret, type VendorSecretName } from "../../../parties/settings/vendor-secrets.ts"
import type { SealedVendorSecrets, VendorConnections } from "../../../parties/vendors.ts"
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

type AccessTools = { readonly post: PostToShop; readonly sealer: Pick<Sealer, "unseal">; readonly clock: Clock }

/** Keeps tokens in memory for as long as they are good. A token that Shopify refuses is asked for once more. */
export function makeWithAccess(tools: AccessTools): WithAccess {
  const kept = new Map<string, { token: string; until: number }>()
  const ask = async (connection: ShopConnection, clientId: string): Promise<string | undefined> => {
    const { token, expiresInSeconds } = (await requestWithSecrets(tools, connection, clientId)) ?? {}
    if (token === undefined || expiresInSeconds === undefined) return undefined
    const until = tools.clock().getTime() + expiresInSeconds * 1_000 - reserveMilliseconds
    kept.set(keyOf(connection), { token, until })
    return token
  }
  return async (connection, use) => {
    const lasting = await open(tools, connection, "accessToken")
    if (lasting !== undefined) return use(lasting)
    const { clientId } = connection.shopify
    if (clientId === undefined) return undefined
    const known = kept.get(keyOf(connection))
    if (known !== undefined && tools.clock().getTime() < known.until) {
      try {
        return await use(known.token)
      } catch (error) {
        if (!(error instanceof ShopRefused) || error.status !== 401) throw error
      }
    }
    const token = await ask(connection, clientId)
    return token === undefined ? undefined : use(token)
  }
}

/** A token for the secret, or for the one that follows if Shopify no longer takes the first. */
async function requestWithSecrets(tools: AccessTools, connection: ShopConnection, clientId: string) {
  const { shop } = connection.shopify
  let refusal: ShopRefused | undefined
  for (const name of ["secret", "nextSecret"] as const) {
    const secret = await open(tools, connection, name)
    if (secret === undefined) continue
    try {
      return await requestToken(tools.post, { shop, clientId, secret })
    } catch (error) {
      if (!(error instanceof ShopRefused)) throw error
      refusal = error
    }
  }
  if (refusal !== undefined) throw refusal
  return undefined
}

async function open({ sealer }: AccessTools, connection: ShopConnection, name: VendorSecretName) {
  const sealed = connection.sealed[name]
  if (sealed === undefined) return undefined
  return openSecret(sealer, { partyId: connection.retailerId, vendor: "shopify", name, sealed })
}

const keyOf = ({ retailerId, shopify: { shop, clientId } }: ShopConnection): string =>
  [retailerId, shop, clientId].join(" ")
