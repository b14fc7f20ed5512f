import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "@jest/globals"
import { askUntilAnswered } from "../../../../infra/local/replay/ask-until-answered.ts"
import { waitUntil } from "../../../../infra/local/replay/concurrency.ts"
import type { ReplayContext } from "../../../../infra/local/replay/context.ts"
import { lookUp } from "../../../../infra/local/replay/look-up.ts"

const patient = { patienceSeconds: 0.2, everyMilliseconds: 50 }

describe("waiting", () => {
  it("goes on for longer than its patience while something moves", async () => {
    const counts = Array.from({ length: 10 }, (_, count) => count)
    const read = async (seen: (count: number) => number) => (seen(counts.shift() ?? 0) === 9 ? "all" : undefined)
    await expect(waitUntil("all", read, patient)).resolves.toBe("all")
  })

  it("gives up when nothing has moved for so long, and says what it waited for and saw last", async () => {
    const stuck = waitUntil("the count", async (seen) => void seen("4,312 of 4,500"), patient)
    await expect(stuck).rejects.toThrow("Waited for the count, and nothing moved for 0.2 s. Last seen: 4,312 of 4,500.")
  })
})

describe("a call of the API", () => {
  it("is made again after a failure, and while its first try is under way, and then has its answer", async () => {
    const answers = [
      new Response("", { status: 503 }),
      Response.json({ code: "requestInProgress" }, { status: 409 }),
      Response.json({ code: "notClosable" }, { status: 409 }),
    ]
    const last = answers.at(-1)
    expect(await askUntilAnswered("a call", async () => answers.shift() ?? Response.error())).toBe(last)
    expect(answers).toEqual([])
  })
})

describe("a lookup of the replay", () => {
  const server = createServer()
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it("is asked again after a server error and a broken connection, and counts from when it was asked first", async () => {
    const answers: RequestListener[] = [
      (_, response) => response.writeHead(502).end(),
      (request) => request.socket.destroy(),
      (_, response) => response.writeHead(404).end(),
    ]
    server.on("request", (request, response) => answers.shift()?.(request, response))
    await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const context = { exchange: { apiUrl }, sign: async () => "a-token" } as unknown as ReplayContext
    const visitor = { askedBy: "northpost", ip: "203.0.113.7", session: "s", sessionStartedAt: "", userAgent: "" }
    const answer = await lookUp(context, visitor, { linkToken: "x" })
    expect(answer.shown).toBeUndefined()
    expect(answers).toEqual([])
    expect(answer.answeredAt - answer.askedAt).toBeGreaterThanOrEqual(900)
  })
})
