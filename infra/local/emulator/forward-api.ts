import {
  createServer,
  type IncomingMessage,
  request as plainRequest,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http"
import { request as secureRequest } from "node:https"
import { text as textOf } from "node:stream/consumers"

/** A plain-HTTP port of this machine that leads to the deployed API. */
export type ForwardedApi = {
  readonly url: string
  readonly port: number
  readonly stop: () => Promise<void>
}

/** As many bytes as a request's line and headers may have. It is more than the 10,240 of API Gateway. */
const maxHeaderSize = 64 * 1024

/** How requests differ from what the API gets. */
export type ForwardOptions = {
  /** Replaces the header `authorization`, for a caller that cannot sign a token for each request. */
  readonly authorize?: (given: string) => Promise<string>
  /** Answers requests that are not for the API. @returns whether it did */
  readonly servePage?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Base URL of the emulator. Links to its bucket then lead through this port, so that a browser can follow them. */
  readonly emulatorUrl?: string
}

/** Below this path the port leads to the emulator itself. */
const emulatorPath = "/local-aws"
/** Answers of these paths have links to the bucket. */
const hasLinks = /^\/v1\/cases\/[^/]+\/(documents|evidence)/

/**
 * Forwards a plain-HTTP port of this machine to the API at the emulator. Without it, curl and browsers would have to
 * trust the emulator's certificate. The port answers under 127.0.0.1 and under the name localhost, which browsers may
 * take for the address ::1. The header `x-forwarded-host` says which name was called.
 *
 * @param apiUrl base URL of the API, without a trailing slash
 * @param port the port to listen on; 0 lets the system pick
 */
export async function forwardApi(
  apiUrl: string,
  port: number,
  { authorize = async (given) => given, servePage = () => false, emulatorUrl }: ForwardOptions = {},
): Promise<ForwardedApi> {
  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (servePage(incoming, outgoing)) return
    const { url = "/", headers } = incoming
    // Only what the hub signed: other pages in the browser must not reach the emulator through this port.
    if (emulatorUrl !== undefined && url.startsWith(`${emulatorPath}/`)) {
      if (!new URL(url, emulatorUrl).searchParams.has("X-Amz-Signature")) return void outgoing.writeHead(403).end()
      return send(`${emulatorUrl}${url.slice(emulatorPath.length)}`, incoming, outgoing)
    }
    const given = headers.authorization
    const authorization = given === undefined ? {} : { authorization: await authorize(given) }
    const asked = { ...(headers.host === undefined ? {} : { "x-forwarded-host": headers.host }), ...authorization }
    const isLinked = emulatorUrl !== undefined && hasLinks.test(url)
    const edit = (text: string) => text.replaceAll(`${emulatorUrl}/`, `http://${headers.host}${emulatorPath}/`)
    send(`${apiUrl}${url}`, incoming, outgoing, { headers: asked, ...(isLinked ? { edit } : {}) })
  }
  const server = await listen(forward, port, "127.0.0.1")
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The port for the API did not open")
  // Not every machine has IPv6.
  const second = await listen(forward, address.port, "::1").catch(() => undefined)
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop: async () => void (await Promise.all([server, second].map(close))),
  }
}

type SendOptions = {
  /** Headers in place of those that came. */
  readonly headers?: Readonly<Record<string, string>>
  /** Changes the answer's text. */
  readonly edit?: (text: string) => string
}

/** Sends a request on, and its answer back. */
function send(
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { headers = {}, edit }: SendOptions = {},
): void {
  const target = new URL(url)
  const request = target.protocol === "https:" ? secureRequest : plainRequest
  const sent = { ...incoming.headers, ...headers, host: target.host }
  const fail = () => {
    if (!outgoing.headersSent) outgoing.writeHead(502)
    outgoing.end()
  }
  const upstream = request(url, { method: incoming.method ?? "GET", headers: sent }, (answer) => {
    // Of the HTTPS at the emulator. This port has none.
    const { "strict-transport-security": _hsts, ...received } = answer.headers
    const status = answer.statusCode ?? 502
    if (edit === undefined) {
      outgoing.writeHead(status, received)
      return void answer.pipe(outgoing)
    }
    const { "content-length": _length, "transfer-encoding": _encoding, ...rest } = received
    textOf(answer).then((body) => outgoing.writeHead(status, rest).end(edit(body)), fail)
  })
  upstream.once("error", fail)
  incoming.pipe(upstream)
}

async function listen(answer: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer({ maxHeaderSize }, answer)
  await new Promise<void>((settle, fail) => {
    server.once("error", fail)
    server.listen(port, host, () => settle())
  })
  return server
}

async function close(server: Server | undefined): Promise<void> {
  if (server === undefined) return
  await new Promise<void>((settle) => {
    server.close(() => settle())
    server.closeAllConnections()
  })
}
