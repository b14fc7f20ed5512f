import { createServer, request as plainRequest } from "node:http"
import { request as secureRequest } from "node:https"

/** A plain-HTTP port of 127.0.0.1 that leads to the deployed API. */
export type ForwardedApi = { readonly url: string; readonly stop: () => Promise<void> }

/** As many bytes as a request's line and headers may have. It is more than the 10,240 of API Gateway. */
const maxHeaderSize = 64 * 1024

/**
 * Forwards a plain-HTTP port of 127.0.0.1 to the API at the emulator. Without it, curl and browsers would have to trust
 * the emulator's certificate.
 *
 * @param apiUrl base URL of the API, without a trailing slash
 * @param port the port to listen on; 0 lets the system pick
 * @param authorize replaces the header `authorization`, for a caller that cannot sign a token for each request
 */
export async function forwardApi(
  apiUrl: string,
  port: number,
  authorize: (given: string) => Promise<string> = async (given) => given,
): Promise<ForwardedApi> {
  const target = new URL(apiUrl)
  const request = target.protocol === "https:" ? secureRequest : plainRequest
  const server = createServer({ maxHeaderSize }, async (incoming, outgoing) => {
    const given = incoming.headers.authorization
    const authorization = given === undefined ? {} : { authorization: await authorize(given) }
    const upstream = request(
      `${apiUrl}${incoming.url ?? "/"}`,
      { method: incoming.method ?? "GET", headers: { ...incoming.headers, ...authorization, host: target.host } },
      (answer) => {
        // Of the HTTPS at the emulator. This port has none.
        const { "strict-transport-security": _hsts, ...headers } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, headers)
        answer.pipe(outgoing)
      },
    )
    upstream.once("error", () => {
      if (!outgoing.headersSent) outgoing.writeHead(502)
      outgoing.end()
    })
    incoming.pipe(upstream)
  })
  await new Promise<void>((settle, fail) => {
    server.once("error", fail)
    server.listen(port, "127.0.0.1", () => settle())
  })
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The port for the API did not open")
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle())
        server.closeAllConnections()
      }),
  }
}
