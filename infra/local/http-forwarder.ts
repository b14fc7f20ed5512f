import { createServer, type IncomingMessage, request as requestPlainly, type ServerResponse } from "node:http"
import { request as requestSecurely, Agent as SecureAgent } from "node:https"
import type { EmulatorEndpoint } from "./emulator-environment.ts"
import { freePort } from "./start-emulator.ts"

export interface HttpForwarder {
  /** Base URL of the HTTP API for people: plain HTTP on 127.0.0.1. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** The first port tried. */
const preferredPort = 8080

/**
 * Gives a deployed HTTP API a plain-HTTP address on this machine, since the emulator speaks TLS with a certificate that
 * no browser knows and puts the API under a path of its own.
 */
export async function forwardHttp(endpoint: EmulatorEndpoint, apiId: string): Promise<HttpForwarder> {
  const base = new URL(endpoint.url)
  const secure = base.protocol === "https:"
  const agent = secure ? new SecureAgent({ keepAlive: true }) : undefined
  const send = secure ? requestSecurely : requestPlainly
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { host: _, ...headers } = incoming.headers
    const path = `/_aws/execute-api/${apiId}/$default${incoming.url ?? "/"}`
    const options = { hostname: base.hostname, port: base.port, method: incoming.method, path, headers }
    const call = send({ ...options, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    call.on("error", () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502, { "content-type": "text/plain" }).end("the local emulator does not answer\n")
    })
    incoming.pipe(call)
  }
  const server = createServer(forward)
  const port = await freePort(preferredPort)
  await new Promise<void>((ready, fail) => {
    server.once("error", fail)
    server.listen(port, "127.0.0.1", ready)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        agent?.destroy()
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
