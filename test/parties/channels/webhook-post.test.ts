import { createServer, type Server, type Socket } from "node:net"
import { afterEach, expect, it } from "@jest/globals"
import * as z from "zod"
import { leadsToPublic, mayReachAddress } from "../../../shared/base/platform/public-address.ts"
import type { LookUpName } from "../../../shared/base/platform/public-request.ts"
import { postOverHttps } from "../../../shared/parties/channels/deployed-webhook-post.ts"

const message = (url: string) => ({ url, body: "{}", headers: {} })
const nobody: LookUpName = () => {
  throw new Error("nothing is looked up")
}
/** A look-up that finds these addresses, each time the next list. */
const finds = (...lists: readonly (readonly string[])[]): LookUpName => {
  const left = [...lists]
  return (_, __, answer) =>
    answer(
      null,
      (left.shift() ?? []).map((address) => ({ address, family: 4 })),
    )
}

let server: Server | undefined
afterEach(() => void server?.close())

/** A server that takes connections and says nothing. Returns its port, and what each connection begins with. */
async function silentServer() {
  const greetings: string[] = []
  const sockets: Socket[] = []
  server = createServer((socket) => {
    sockets.push(socket)
    socket.on("error", () => {})
    socket.once("data", (data) => void greetings.push(data.toString("latin1")))
  })
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve))
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return { port, greetings, sockets }
}

it.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "0.0.0.0",
  "255.255.255.255",
  "224.0.0.1",
  "198.18.0.1",
  "192.0.2.1",
  "::1",
  "::",
  "::7f00:1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "2002:a00:1::1",
  "fd00:ec2::254",
  "fe80::1",
  "no address",
])("posts nothing to %s", (address) => {
  expect(mayReachAddress(address, { allowsLoopback: false })).toBe(false)
})

it.each(["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])("may post to %s", (address) => {
  expect(mayReachAddress(address, { allowsLoopback: false })).toBe(true)
})

it("may post to the machine itself only where a deployment says so, and to nothing else that is private", () => {
  const options = { allowsLoopback: true }
  expect(["127.0.0.1", "::1", "10.0.0.1"].map((address) => mayReachAddress(address, options))).toEqual([
    true,
    true,
    false,
  ])
})

it.each([
  ["https://hooks.example.com/", true],
  ["https://1.1.1.1/", true],
  ["https://0x7f000001/", false],
  ["https://[::ffff:10.0.0.1]/", false],
  ["https://hooks.local/", false],
  ["https://hooks/", false],
  ["nonsense", false],
])("says whether %s leads to a public address: %s", (url, expected) => {
  expect(leadsToPublic(url, { allowsLoopback: false })).toBe(expected)
})

it.each(["https://127.0.0.1", "https://[::1]", "https://127.1"])("opens no connection to %s", async (origin) => {
  const { port, sockets } = await silentServer()
  const post = postOverHttps({ allowsLoopback: false, lookUp: nobody })
  expect(await post(message(`${origin}:${port}/`))).toEqual({ status: "notPublic" })
  expect(sockets).toEqual([])
})

it("opens no connection if one of the addresses of a name is private", async () => {
  const { port, sockets } = await silentServer()
  const post = postOverHttps({ allowsLoopback: false, lookUp: finds(["1.1.1.1", "127.0.0.1"]) })
  expect(await post(message(`https://hooks.example.com:${port}/`))).toEqual({ status: "notPublic" })
  expect(sockets).toEqual([])
})

it("connects to the address that it checked, whatever a second look-up would find", async () => {
  const { port, greetings } = await silentServer()
  const lookUp = finds(["127.0.0.1"], ["10.0.0.1"])
  const post = postOverHttps({ allowsLoopback: true, lookUp, withinMilliseconds: 300 })
  expect(await post(message(`https://hooks.example.com:${port}/`))).toEqual({ status: "unreachable" })
  // TLS names the host that the party gave.
  expect(greetings).toEqual([expect.stringContaining("hooks.example.com")])
})

it("gives up on an endpoint that does not answer in time", async () => {
  const { port } = await silentServer()
  const post = postOverHttps({ allowsLoopback: true, lookUp: finds(["127.0.0.1"]), withinMilliseconds: 100 })
  const from = performance.now()
  expect(await post(message(`https://hooks.example.com:${port}/`))).toEqual({ status: "unreachable" })
  expect(performance.now() - from).toBeLessThan(5_000)
})

it("speaks of a name that leads nowhere as unreachable", async () => {
  const post = postOverHttps({ allowsLoopback: false, lookUp: finds([]) })
  expect(await post(message("https://hooks.example.com/"))).toEqual({ status: "unreachable" })
})
