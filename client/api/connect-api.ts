import { randomUUID } from "node:crypto"
import createClient, { type Client } from "openapi-fetch"
import { isActOfCase } from "../../shared/base/contracts/act-of-case.ts"
import type { TokenSource } from "../tokens/sign-token.ts"
import type { paths } from "./generated/paths.ts"

/** The hub's API, and who calls it. */
export type ApiOptions = {
  /** Address of the hub's API, without `/v1`. */
  readonly apiUrl: string
  readonly token: TokenSource
  /** `false`: acts in cases are not signed. By default they are, if `token` has the key, as `tokenSource` does. */
  readonly signActs?: boolean
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
 *
 * What you do in a case is signed with the key of your tokens, so that you can prove it, and cannot deny it.
 */
export function connectApi({ apiUrl, token, signActs = true, fetch }: ApiOptions): Api {
  const baseUrl = apiUrl.replace(/(?<!\/)\/+$/, "")
  const api = createClient<paths>({ baseUrl, ...(fetch === undefined ? {} : { fetch }) })
  api.use({
    onRequest: async ({ request }) => {
      request.headers.set("authorization", `Bearer ${await token()}`)
      const isCommand = !reading.has(request.method)
      if (isCommand && !request.headers.has("idempotency-key")) request.headers.set("idempotency-key", randomUUID())
      if (signActs) await sign(request, baseUrl, token)
      return request
    },
  })
  return api
}

/** Signs a request that acts in a case, and no other. */
async function sign(request: Request, baseUrl: string, { signAct }: TokenSource): Promise<void> {
  // The hub gets the path behind its own address.
  const path = new URL(request.url).pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, "").length)
  if (signAct === undefined || !isActOfCase(request.method, path)) return
  const body = new Uint8Array(await request.clone().arrayBuffer())
  const idempotencyKey = request.headers.get("idempotency-key") ?? ""
  const headers = await signAct({ method: request.method, path, body, idempotencyKey })
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
}
