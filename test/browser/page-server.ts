import { createServer, type IncomingMessage, type Server } from "node:http"
import { buffer } from "node:stream/consumers"
import type { HttpResult } from "../../shared/base/platform/http-pipeline.ts"
import type { LambdaHandler } from "../../shared/base/platform/lambda.ts"

/** A request without its body: what logs of a server and of proxies before it may hold. */
export type SeenRequest = {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

/** A port of this machine that answers as the hub's own origin. */
export type PageServer = {
  /** Origin under the name `localhost`, which browsers trust with secure cookies. */
  readonly origin: string
  /** The same server for a browser that believes it to be another site. */
  readonly otherSite: string
  /** All requests so far, oldest first. */
  readonly seen: SeenRequest[]
  readonly stop: () => Promise<void>
}

/**
 * Serves a Lambda handler of the HTTP API on this machine. It gives the handler the event that API Gateway would
 * (payload format 2.0).
 *
 * @param pages HTML of paths that belong to nobody's hub, such as a page that frames the hub's
 * @param wishedPort any that is free when absent
 */
export async function servePages(
  handler: LambdaHandler<HttpResult>,
  pages: Readonly<Record<string, (origin: string) => string>> = {},
  wishedPort = 0,
): Promise<PageServer> {
  const seen: SeenRequest[] = []
  const port = (wishedPort === 0 ? idle.pop() : undefined) ?? (await openPort(wishedPort))
  const origin = `http://localhost:${port.number}`
  port.server.ref()
  port.server.on("request", async (incoming, outgoing) => {
    const request = seenRequest(incoming)
    seen.push(request)
    const page = pages[request.target]
    if (page !== undefined) {
      outgoing.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(origin))
      return
    }
    const result = await handler(eventOf(request, await buffer(incoming)))
    for (const [name, value] of Object.entries(result.headers)) outgoing.setHeader(name, value)
    if (result.cookies.length > 0) outgoing.setHeader("set-cookie", result.cookies)
    outgoing.writeHead(result.statusCode).end(Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"))
  })
  const stop = async () => {
    port.server.removeAllListeners("request")
    port.server.closeAllConnections()
    // Nobody closes it. It keeps no process from its end.
    port.server.unref()
    idle.push(port)
  }
  return { origin, otherSite: `http://127.0.0.1:${port.number}`, seen, stop }
}

type Port = { readonly server: Server; readonly number: number }

/**
 * Ports on which nobody serves any more. The next hub is at the same address, so that a browser knows its programs
 * already: compiling those of the console takes longer than to show a page of it.
 */
const idle: Port[] = []

async function openPort(wished: number): Promise<Port> {
  const server = createServer()
  await new Promise<void>((settle, fail) => {
    server.once("error", fail)
    server.listen(wished, "127.0.0.1", () => settle())
  })
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The port for the pages did not open")
  return { server, number: address.port }
}

function seenRequest({ method = "GET", url = "/", headers }: IncomingMessage): SeenRequest {
  const texts = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value])
  return { method, target: url, headers: Object.fromEntries(texts) }
}

function eventOf({ method, target, headers }: SeenRequest, body: Buffer): unknown {
  const { pathname, search } = new URL(target, "http://localhost")
  const { cookie, ...others } = headers
  return {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: others,
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    body: body.toString("base64"),
    isBase64Encoded: true,
    requestContext: { requestId: "request-1", http: { method, sourceIp: "203.0.113.7" } },
  }
}
