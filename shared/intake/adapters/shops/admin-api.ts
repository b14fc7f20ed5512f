import * as z from "zod"
import { boundedString } from "../../../base/contracts/bounded-string.ts"

/**
 * The version of Shopify's Admin API. Each is there for a year at least: https://shopify.dev/docs/api/usage/versioning.
 */
export const adminApiVersion = "2026-10"

export type ShopRequest = {
  /** `<name>.myshopify.com`. */
  readonly shop: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Posts to a shop over HTTPS. Follows no redirect. Undefined: it cannot be reached. */
export type PostToShop = (request: ShopRequest) => Promise<{ status: number; body: string } | undefined>

/** The shop cannot answer now. A later attempt can succeed. */
export class ShopUnavailable extends Error {
  override readonly name = "ShopUnavailable"
  constructor() {
    super("The shop's Admin API does not answer, or asks to wait")
  }
}

/** Shopify refuses. No retry helps until the retailer changes something. The message has nothing of the answer. */
export class ShopRefused extends Error {
  override readonly name = "ShopRefused"
  /** HTTP status. 200 where GraphQL says that it refuses. */
  readonly status: number
  constructor(status: number) {
    super("Shopify refuses what the hub asks of the shop's Admin API")
    this.status = status
  }
}

const token = z.object({ access_token: boundedString(4_000).min(1), expires_in: z.number().positive() })

/**
 * Gets an access token with the app's own credentials, for a day at most:
 * https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant.
 *
 * @throws ShopUnavailable
 * @throws ShopRefused
 */
export async function requestToken(
  post: PostToShop,
  { shop, clientId, secret }: { shop: string; clientId: string; secret: string },
): Promise<{ token: string; expiresInSeconds: number }> {
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: secret })
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" }
  const parsed = token.safeParse(
    await answerOf(post, { shop, path: "/admin/oauth/access_token", headers, body: form.toString() }),
  )
  if (!parsed.success) throw new ShopRefused(200)
  return { token: parsed.data.access_token, expiresInSeconds: parsed.data.expires_in }
}

const graphQlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ extensions: z.object({ code: boundedString(4_000).optional() }).optional() }))
    .optional()
    .catch([{}]),
})

/**
 * Runs a query or a mutation.
 *
 * @throws ShopUnavailable also when Shopify answers `THROTTLED`
 * @throws ShopRefused also when it answers with any other error
 */
export async function askShop<Schema extends z.ZodType>(
  post: PostToShop,
  asked: { shop: string; token: string; query: string; variables: unknown; schema: Schema },
): Promise<z.output<Schema>> {
  const { shop, query, variables, schema } = asked
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "x-shopify-access-token": asked.token,
  }
  const path = `/admin/api/${adminApiVersion}/graphql.json`
  const body = JSON.stringify({ query, variables })
  const answer = graphQlAnswer.safeParse(await answerOf(post, { shop, path, headers, body }))
  if (!answer.success) throw new ShopUnavailable()
  const { data, errors = [] } = answer.data
  const codes = errors.map(({ extensions }) => extensions?.code)
  if (codes.some((code) => code !== undefined && passing.has(code))) throw new ShopUnavailable()
  const parsed = errors.length > 0 ? undefined : schema.safeParse(data)
  if (parsed?.success !== true) throw new ShopRefused(200)
  return parsed.data
}

/** Errors after which the same request can succeed. */
const passing: ReadonlySet<string> = new Set(["THROTTLED", "INTERNAL_SERVER_ERROR", "TIMEOUT"])

async function answerOf(post: PostToShop, request: ShopRequest): Promise<unknown> {
  const answer = await post(request)
  if (answer === undefined || answer.status === 429 || answer.status >= 500) throw new ShopUnavailable()
  if (answer.status !== 200) throw new ShopRefused(answer.status)
  try {
    return JSON.parse(answer.body)
  } catch {
    throw new ShopUnavailable()
  }
}
