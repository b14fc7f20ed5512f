import { createServer, type RequestListener, type Server } from "node:http"
import { afterEach, describe, expect, it } from "@jest/globals"
import { type ForwardedApi, forwardApi, openApiPort } from "../../../../infra/local/emulator/forward-api.ts"

const open: { readonly servers: Server[]; readonly ports: ForwardedApi[] } = { servers: [], ports: [] }

afterEach(async () => {
  await Promise.all(open.ports.splice(0).map(({ stop }) => stop()))
  for (const server of open.servers.splice(0)) server.close()
})

/** An emulator whose API is below /api, and a port that leads to it. */
async function forwarded(answer: (emulatorUrl: string) => RequestListener) {
  let url = ""
  const server = createServer((request, response) => answer(url)(request, response))
  open.servers.push(server)
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The server did not start")
  url = `http://127.0.0.1:${address.port}`
  const port = await forwardApi(`${url}/api`, 0, { emulatorUrl: url })
  open.ports.push(port)
  return { hub: `http://localhost:${port.port}`, emulatorHost: new URL(url).host }
}

const json = { "content-type": "application/json" }

describe("a port that leads to the API of the emulator", () => {
  it("makes links to the bucket lead through itself, under the name that was called", async () => {
    const { hub } = await forwarded((url) => (_request, response) => {
      response.writeHead(200, json).end(JSON.stringify({ url: `${url}/bucket/é.pdf?X-Amz-Signature=1` }))
    })

    const answer = await fetch(`${hub}/v1/cases/WS-1/documents/1`)

    await expect(answer.json()).resolves.toEqual({ url: `${hub}/local-aws/bucket/é.pdf?X-Amz-Signature=1` })
  })

  it("sends what goes to the bucket on as it was signed: path, query, host, headers and body", async () => {
    const { hub, emulatorHost } = await forwarded(() => async (request, response) => {
      const { url, method, headers } = request
      const body = (await request.toArray()).join("")
      response.writeHead(200, json).end(JSON.stringify({ url, method, host: headers.host, body, type: headers["x-a"] }))
    })

    const answer = await fetch(`${hub}/local-aws/bucket/key?X-Amz-Signature=1%2F2`, {
      method: "PUT",
      headers: { "x-a": "b" },
      body: "evidence",
    })

    await expect(answer.json()).resolves.toEqual({
      url: "/bucket/key?X-Amz-Signature=1%2F2",
      method: "PUT",
      host: emulatorHost,
      body: "evidence",
      type: "b",
    })
  })

  it("leads to nothing else of the emulator", async () => {
    let asked = 0
    const { hub } = await forwarded(() => (_request, response) => {
      asked += 1
      response.end()
    })

    const statuses = await Promise.all(
      ["/", "/bucket/key", "/bucket/key?X-Amz-Date=1", "/_ministack/health"].map(
        async (path) => (await fetch(`${hub}/local-aws${path}`)).status,
      ),
    )

    expect([statuses, asked]).toEqual([[403, 403, 403, 403], 0])
  })

  it("leaves other answers as they are", async () => {
    let emulator = ""
    const { hub } = await forwarded((url) => (_request, response) => {
      emulator = url
      response.writeHead(404, { ...json, etag: "1" }).end(`"${url}/"`)
    })

    const answer = await fetch(`${hub}/v1/cases/WS-1`)

    expect([answer.status, answer.headers.get("etag"), await answer.json()]).toEqual([404, "1", `${emulator}/`])
  })

  it("refuses an address that a page cannot read, and goes on", async () => {
    const port = await openApiPort(0)
    open.ports.push(port)
    port.leadTo("http://127.0.0.1:9", { servePage: ({ url = "" }) => new URL(url, "http://localhost").pathname === "" })

    expect((await fetch(`${port.url}//`)).status).toBe(400)
    expect((await fetch(`${port.url}/v1/cases`)).status).toBe(502)
  })

  it("answers 502 if the emulator is gone", async () => {
    const { hub } = await forwarded(() => (request) => void request.socket.destroy())

    const statuses = await Promise.all(
      ["/v1/cases/WS-1/documents", "/v1/cases", "/local-aws/bucket?X-Amz-Signature=1"].map(
        async (path) => (await fetch(hub + path)).status,
      ),
    )

    expect(statuses).toEqual([502, 502, 502])
  })
})
