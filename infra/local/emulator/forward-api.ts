import {
  createServer,
  type IncomingMessage,
  request as plainRequest,
  type Server,
  type ServerResponse,
} from "node:http"
import { request as secureRequest } from "node:https"
import { text as textOf } from "node:stream/consumers"
import { listenTwice } from "../listen-locally.ts"

/** A plain-HTTP port of this machine that leads to the deployed API. */
export type ForwardedApi = {
  readonly url: string
  readonly port: number
  readonly stop: () => Promise<void>
}

/** A port that is taken for the API before the API is there. Until it leads there, it answers 503. */
export type OpenApiPort = ForwardedApi & {
  /** @param apiUrl base URL of the API, without a trailing slash */
  readonly leadTo: (apiUrl: string, options?: ForwardOptions) => void
}

/** At this path the port answers who opened it, so that a port that another process has now is told apart. */
export const openerPath = "/local-start"

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
 * Opens a plain-HTTP port of this machine for the API at the emulator. Without it, curl and browsers would have to
 * trust the emulator's certificate. The port answers under 127.0.0.1 and under the name localhost, which browsers may
 * take for the address ::1. The header `x-forwarded-host` says which name was called.
 *
 * @param preferred the port to listen at if no other process has it; 0 lets the system pick
 * @param opener what `openerPath` answers with
 */
export async function openApiPort(preferred: number, opener = ""): Promise<OpenApiPort> {
  let forward = async (_incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> =>
    void outgoing.writeHead(503, { "retry-after": "30" }).end("The exchange is not deployed yet.\n")
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (incoming.url === openerPath) outgoing.writeHead(200, { "cache-control": "no-store" }).end(opener)
    else forward(incoming, outgoing).catch(() => refuse(outgoing))
  }
  const made = (): readonly [Server, Server] => [
    createServer({ maxHeaderSize }, answer),
    createServer({ maxHeaderSize }, answer),
  ]
  const { port, listening } = await listenTwice(made, preferred)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    leadTo: (apiUrl, options = {}) => {
      forward = forwardTo(apiUrl, options)
    },
    stop: async () => void (await Promise.all(listening.map(close))),
  }
}

/** Refuses a request that cannot be sent on, such as one whose address is none. It ends nothing but that request. */
function refuse(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.writeHead(400)
  outgoing.end()
}

/** Opens such a port for an API that is there already. */
export async function forwardApi(apiUrl: string, port: number, options: ForwardOptions = {}): Promise<ForwardedApi> {
  const opened = await openApiPort(port)
  opened.leadTo(apiUrl, options)
  return opened
}

function forwardTo(
  apiUrl: string,
  { authorize = async (given) => given, servePage = () => false, emulatorUrl }: ForwardOptions,
) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
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

async function close(server: Server): Promise<void> {
  await new Promise<void>((settle) => {
    server.close(() => settle())
    server.closeAllConnections()
  })
}
