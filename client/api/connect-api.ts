import { randomUUID } from "node:crypto"
import createClient, { type Client } from "openapi-fetch"
import type { TokenSource } from "../tokens/sign-token.ts"
import type { paths } from "./generated/paths.ts"

/** The hub's API, and who calls it. */
export type ApiOptions = {
  /** Address of the hub's API, without `/v1`. */
  readonly apiUrl: string
  readonly token: TokenSource
  /** By default the `fetch` of Node.js. */
  readonly fetch?: (request: Request) => Promise<Response>
}

/** Typed calls of the hub's API: `api.GET("/v1/cases", { params: { query: { state: "open" } } })`. */
export type Api = Client<paths>

/** Every operation of the API with its parameters, bodies and answers, as the OpenAPI document has them. */
export type { components, operations, paths } from "./generated/paths.ts"

/** Methods that change nothing. */
const reading = new Set(["GET", "HEAD"])

/**
 * Connects to the hub's API as a party. Each call has a token, and each command an `idempotency-key` of its own. Give a
 * key that you keep if you want to repeat a command: the header counts before the one that is made here.
 */
export function connectApi({ apiUrl, token, fetch }: ApiOptions): Api {
  const api = createClient<paths>({ baseUrl: apiUrl.replace(/\/+$/, ""), ...(fetch === undefined ? {} : { fetch }) })
  api.use({
    onRequest: async ({ request }) => {
      request.headers.set("authorization", `Bearer ${await token()}`)
      const isCommand = !reading.has(request.method)
      if (isCommand && !request.headers.has("idempotency-key")) request.headers.set("idempotency-key", randomUUID())
      return request
    },
  })
  return api
}
