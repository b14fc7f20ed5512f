import { createServer, type RequestListener, type Server } from "node:http"
import { afterEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { publicFetch } from "../../../shared/base/platform/public-fetch.ts"
import type { LookUpName } from "../../../shared/base/platform/public-request.ts"

let servers: Server[] = []
afterEach(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
  servers = []
})

/** A server on this machine. @returns its origin */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`
}

const get = { method: "GET", headers: {} }
const here = publicFetch({ allowsLoopback: true, longestBytes: 1_000, withinMilliseconds: 300 })

describe("what is read at an address that a party named", () => {
  it("is the whole answer, with its status and type", async () => {
    const asked: unknown[] = []
    const origin = await serving((request, response) => {
      void request.toArray().then((chunks) => {
        asked.push([request.method, request.headers["x-a"], Buffer.concat(chunks).toString()])
        response.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_grant"}')
      })
    })
    const body = new URLSearchParams({ code: "c" })
    const answer = await here(`${origin}/token`, { method: "POST", headers: new Headers({ "x-a": "b" }), body })
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/json"])
    expect(await answer.json()).toEqual({ error: "invalid_grant" })
    expect(asked).toEqual([["POST", "b", "code=c"]])
  })

  it.each([301, 302, 307, 308])("is nothing after a redirect with %i", async (status) => {
    const reached: string[] = []
    const inside = await serving((request, response) => {
      reached.push(request.url ?? "")
      response.end("inside")
    })
    const origin = await serving((_, response) => void response.writeHead(status, { location: `${inside}/a` }).end())
    await expect(here(origin, get)).rejects.toThrow(TypeError)
    expect(reached).toEqual([])
  })

  it("is nothing if it is longer than allowed, however long it goes on", async () => {
    const over = Promise.withResolvers<void>()
    const origin = await serving((_, response) => {
      response.on("close", () => over.resolve())
      const more = () => void (response.destroyed || response.write("a".repeat(400), () => setTimeout(more, 1)))
      more()
    })
    await expect(here(origin, get)).rejects.toThrow("too long")
    await over.promise
  })

  it.each<[string, RequestListener]>([
    ["does not begin", () => {}],
    [
      "does not end",
      (_, response) => {
        const more = () => void (response.destroyed || response.write(" ", () => setTimeout(more, 20)))
        more()
      },
    ],
  ])("is nothing if it %s in time", async (_, listener) => {
    const origin = await serving(listener)
    const started = performance.now()
    await expect(here(origin, get)).rejects.toMatchObject({ name: "TimeoutError" })
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  it("is nothing if the server breaks off, or answers as none does", async () => {
    const breaking = await serving((_, response) => {
      response.writeHead(200, { "content-length": "500" }).write("half")
      setTimeout(() => response.destroy(), 20)
    })
    await expect(here(breaking, get)).rejects.toThrow(TypeError)
    const odd = await serving((_, response) => void response.writeHead(999).end())
    await expect(here(odd, get)).rejects.toThrow(TypeError)
  })

  it("stays on this machine only where a deployment says so, and over HTTPS everywhere else", async () => {
    const reached: string[] = []
    const origin = await serving((request, response) => {
      reached.push(request.url ?? "")
      response.end()
    })
    const { port } = new URL(origin)
    const lookUp: LookUpName = (_, __, answer) => answer(null, [{ address: "127.0.0.1", family: 4 }])
    const outside = publicFetch({ allowsLoopback: false, lookUp })
    for (const url of [
      origin,
      `https://127.0.0.1:${port}/`,
      `https://login.example:${port}/`,
      `http://login.example:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
    ])
      await expect(outside(url, get)).rejects.toMatchObject({ name: "AddressRefused" })
    expect(reached).toEqual([])
  })
})
