import { createServer, type IncomingMessage, type Server } from "node:http"

/** A request as an SDK client made it. */
export type StubCall = {
  /** Signing name of the service, such as `sts`. */
  readonly service: string
  /** Region of the client's signature. */
  readonly region: string
  /** `DescribeStacks`, or `GET /path` of a service that has no names in its requests. */
  readonly action: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** An answer: the fields of JSON, the XML inside of a result, a whole XML document, or the name of an error. */
export type StubAnswer =
  | { readonly json: object }
  | { readonly xml: string }
  | { readonly document: string }
  | { readonly error: string }

export type AwsStub = {
  readonly url: string
  readonly calls: readonly StubCall[]
  readonly stop: () => Promise<void>
}

/** A small HTTP server that stands in for the APIs of AWS. Each request is answered by `answer`. */
export async function startAwsStub(answer: (call: StubCall) => StubAnswer): Promise<AwsStub> {
  const calls: StubCall[] = []
  const server: Server = createServer((request, response) => {
    void callOf(request).then(({ isQuery, ...call }) => {
      calls.push(call)
      const found = answer(call)
      if ("xml" in found)
        response.end(
          `<${call.action}Response><${call.action}Result>${found.xml}</${call.action}Result></${call.action}Response>`,
        )
      else if ("document" in found) response.end(found.document)
      else if ("json" in found) response.setHeader("content-type", "application/json").end(JSON.stringify(found.json))
      else if (call.service === "s3") response.writeHead(404).end(`<Error><Code>${found.error}</Code></Error>`)
      else if (isQuery)
        response
          .writeHead(400)
          .end(`<ErrorResponse><Error><Code>${found.error}</Code><Message>no</Message></Error></ErrorResponse>`)
      else
        response
          .writeHead(400, { "x-amzn-errortype": found.error, "content-type": "application/json" })
          .end(JSON.stringify({ __type: found.error, message: "no" }))
    })
  })
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("the stub has no port")
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    stop: () =>
      new Promise((settle) => {
        server.close(() => settle())
        server.closeAllConnections()
      }),
  }
}

async function callOf(request: IncomingMessage): Promise<StubCall & { readonly isQuery: boolean }> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString("utf8")
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "")
  const [region = "", service = ""] = scope?.slice(1) ?? []
  const target = request.headers["x-amz-target"]
  if (typeof target === "string")
    return { service, region, action: target.split(".")[1] ?? "", parameters: JSON.parse(body), isQuery: false }
  const form = new URLSearchParams(body)
  const action = form.get("Action")
  return action === null
    ? { service, region, action: `${request.method} ${request.url}`, parameters: jsonOf(body), isQuery: false }
    : { service, region, action, parameters: Object.fromEntries(form), isQuery: true }
}

/** The body of a request to a REST API, which may have none. */
function jsonOf(body: string): Readonly<Record<string, unknown>> {
  return body.startsWith("{") ? JSON.parse(body) : {}
}
