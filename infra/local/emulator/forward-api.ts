import { createServer, request as plainRequest } from "node:http"
import { request as secureRequest } from "node:https"

/** A plain-HTTP port of 127.0.0.1 that leads to the deployed API. */
export type ForwardedApi = { readonly url: string; readonly stop: () => Promise<void> }

/**
 * Forwards a plain-HTTP port of 127.0.0.1 to the API at the emulator. Without it, curl and browsers would have to trust
 * the emulator's certificate.
 *
 * @param apiUrl base URL of the API, without a trailing slash
 * @param port the port to listen on; 0 lets the system pick
 */
export async function forwardApi(apiUrl: string, port: number): Promise<ForwardedApi> {
  const target = new URL(apiUrl)
  const request = target.protocol === "https:" ? secureRequest : plainRequest
  const server = createServer((incoming, outgoing) => {
    const upstream = request(
      `${apiUrl}${incoming.url ?? "/"}`,
      { method: incoming.method ?? "GET", headers: { ...incoming.headers, host: target.host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
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
