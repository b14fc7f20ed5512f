import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { type ClaimedStart, claimReplay, claimStart } from "../../../infra/local/running-exchange.ts"

let folder: string
let noteFile: string
const stops: (() => Promise<unknown> | unknown)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-"))
  noteFile = join(folder, "running.json")
})
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
  rmSync(folder, { recursive: true })
})

async function claim(preferredPort = 0): Promise<ClaimedStart> {
  const claimed = await claimStart({ preferredPort, noteFile })
  stops.push(claimed.stop)
  return claimed
}

/** Another process of this machine that has a port. */
async function otherServer(answer: (server: Server) => void): Promise<number> {
  const server = createServer()
  answer(server)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const places = {
  ingressBusName: "ingress",
  exchangeBusName: "exchange",
  apiUrl: "https://api",
  gateQueues: [],
  tables: {},
}
const deployed = { endpoint: { url: "https://127.0.0.1:4566" }, stage: "local", places, isReplayed: false }

const note = (pid: number, port: number) =>
  writeFileSync(noteFile, JSON.stringify({ pid, opener: "the first start", apiUrl: `http://127.0.0.1:${port}` }))

/** The id of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ["--version"]).pid

describe("a start", () => {
  it("has the port of the API from the moment it is chosen, before anything is there", async () => {
    const { port } = await claim()
    const answer = await fetch(`${port.url}/v1/lookups`, { method: "POST" })
    expect(answer.status).toBe(503)
    const taking = createServer().listen(port.port, "127.0.0.1")
    await expect(once(taking, "listening")).rejects.toThrow(/EADDRINUSE/)
  })

  it("takes another port if another process has the preferred one", async () => {
    const preferred = await otherServer((server) => server.on("request", (_, response) => response.end("")))
    const { port } = await claim(preferred)
    expect(port.port).not.toBe(preferred)
  })

  it("takes another port too if another process has the preferred one at the other address of localhost", async () => {
    const other = createServer().listen(0, "::1")
    const hasAddress = await once(other, "listening").then(
      () => true,
      () => false,
    )
    stops.push(() => other.close())
    if (!hasAddress) return
    const { port } = await claim((other.address() as AddressInfo).port)
    expect(port.port).not.toBe((other.address() as AddressInfo).port)
  })

  it("is refused while another one starts or runs, in a sentence that names it and says what to do", async () => {
    const first = await claim()
    const refused = (word: string) =>
      `npm start ${word} in this clone already, as process ${process.pid} with its API at ${first.port.url}: use that ` +
      `one, or end it with Ctrl-C in its terminal or with kill ${process.pid}, and start again.`
    await expect(claim()).rejects.toThrow(refused("is starting"))
    await first.noteDeployed(deployed)
    await expect(claim()).rejects.toThrow(refused("runs"))
    await first.stop()
    expect(existsSync(noteFile)).toBe(false)
    await expect(claim()).resolves.toBeDefined()
  })

  it("is one alone if two begin at once", async () => {
    const both = await Promise.allSettled([claim(), claim()])
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  })

  it("replaces what a killed one left behind, also if the system has given its id or its port to another process", async () => {
    const freed = await claim()
    await freed.stop()
    const talking = await otherServer((server) => server.on("request", (_, response) => response.end("something else")))
    const silent = await otherServer((server) => server.on("request", () => {}))
    for (const [pid, port] of [
      [process.pid, freed.port.port],
      [process.pid, talking],
      [endedPid(), silent],
    ] as const) {
      note(pid, port)
      const claimed = await claim()
      expect(JSON.parse(readFileSync(noteFile, "utf8"))).toMatchObject({ pid: process.pid, apiUrl: claimed.port.url })
      await claimed.stop()
    }
  }, 30_000)

  it("takes one that is suspended, and so says nothing, for a running one", async () => {
    const silent = await otherServer((server) => server.on("request", () => {}))
    const suspended = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"])
    stops.push(() => suspended.kill())
    note(suspended.pid ?? 0, silent)
    await expect(claim()).rejects.toThrow(`as process ${suspended.pid}`)
  }, 30_000)

  it("replaces a note that nobody can read", async () => {
    writeFileSync(noteFile, '{"pid":')
    await expect(claim()).resolves.toBeDefined()
  })
})

describe("a replay on the exchange that runs", () => {
  it("finds the parts of the exchange, once: after it the walkers are refused there", async () => {
    const running = await claim()
    await expect(claimReplay(noteFile)).rejects.toThrow("npm start is not ready yet")
    await running.noteDeployed(deployed)
    expect(await claimReplay(noteFile)).toMatchObject({ ...deployed, apiUrl: running.port.url })
    await expect(claimReplay(noteFile)).rejects.toThrow(/^The breach of 2018 was replayed on this exchange.+ start it/)
  })

  it("is refused after the replay of the start itself", async () => {
    await (await claim()).noteDeployed({ ...deployed, isReplayed: true })
    await expect(claimReplay(noteFile)).rejects.toThrow("its walkers are refused there")
  })

  it("says that nothing runs if nothing does, also if a killed start left a note behind", async () => {
    await expect(claimReplay(noteFile)).rejects.toThrow("Nothing is running here. Run npm start first.")
    const killed = await claim()
    await killed.noteDeployed(deployed)
    await killed.port.stop()
    await expect(claimReplay(noteFile)).rejects.toThrow("Nothing is running here. Run npm start first.")
  })
})
