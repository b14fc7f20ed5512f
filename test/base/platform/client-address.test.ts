import { describe, expect, it } from "@jest/globals"
import {
  addressBehindEdge,
  connectedAddress,
  type EdgeOptions,
  originSecretLifeMilliseconds,
} from "../../../shared/base/platform/client-address.ts"
import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { handle } from "../../../shared/parties/party-route.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"

const [oldValue, newValue, foreignValue] = ["o".repeat(64), "n".repeat(64), "f".repeat(64)]
const edgeIp = "130.176.0.9"
const clientIp = "203.0.113.7"

/** A function with one route that answers with the address of its client. */
function api(clientAddress: Parameters<typeof httpPipeline>[0]["clientAddress"]) {
  const telemetry = recordedTelemetry()
  const handler = httpPipeline({
    telemetry,
    ...(clientAddress === undefined ? {} : { clientAddress }),
    routes: [
      handle({
        method: "GET",
        path: "/v1/address",
        authentication: "none",
      })(async ({ sourceIp }) => ({ status: 200, body: sourceIp })),
    ],
  })
  const ask = (headers: Record<string, string>, method = "GET", rawPath = "/v1/address") =>
    handler({ rawPath, headers, requestContext: { requestId: "request-1", http: { method, sourceIp: edgeIp } } })
  return { ask, telemetry }
}

/** The same behind an edge, whose secret a test can change and whose clock it can move. */
function apiBehindEdge(options: Partial<EdgeOptions> & { values?: Record<string, string> } = {}) {
  const world = { values: options.values ?? { "1": oldValue }, now: Date.parse("2026-11-01T14:00:00Z"), reads: 0 }
  const clientAddress = addressBehindEdge({
    readOriginSecret: async () => {
      world.reads += 1
      return JSON.stringify(world.values)
    },
    directAccess: false,
    clock: () => new Date(world.now),
    ...options,
  })
  return { world, ...api(clientAddress) }
}

const fromEdge = (secret: string, address?: string) => ({
  "x-wayseal-origin-secret": secret,
  ...(address === undefined ? {} : { "x-wayseal-client-address": address }),
})

const failureCodes = ({ lines }: ReturnType<typeof recordedTelemetry>) =>
  lines.flatMap(({ fields }) => fields.errorCode ?? [])

describe("a request to a stage with an edge", () => {
  it.each([
    ["that came through the edge has the address that the edge names", clientIp],
    ["of an IPv6 client has its address", "2001:db8:85a3::8a2e:370:7334"],
  ])("%s", async (_, address) => {
    const { ask } = apiBehindEdge()
    const answer = await ask(fromEdge(oldValue, address))
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, address])
  })

  it("takes no address from headers that anybody can send", async () => {
    const { ask } = apiBehindEdge()
    const forged = {
      "X-Forwarded-For": "198.51.100.1",
      Forwarded: "for=198.51.100.1",
      "CloudFront-Viewer-Address": "198.51.100.1:443",
      "True-Client-IP": "198.51.100.1",
    }
    expect(JSON.parse((await ask({ ...forged, ...fromEdge(oldValue, clientIp) })).body)).toBe(clientIp)
  })

  it.each([
    ["no secret", {}],
    ["a forged client address and no secret", { "x-wayseal-client-address": clientIp }],
    ["a wrong secret", fromEdge(foreignValue, clientIp)],
    ["an empty secret", fromEdge("", clientIp)],
    ["the beginning of the secret", fromEdge(oldValue.slice(0, 63), clientIp)],
    ["the secret twice, as API Gateway joins repeated headers", fromEdge(`${oldValue},${oldValue}`, clientIp)],
  ])("is refused with %s", async (_, headers) => {
    const { ask } = apiBehindEdge()
    const answer = await ask(headers)
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([403, "notThroughEdge"])
  })

  it("is refused in the same way whatever it asks for", async () => {
    const { ask } = apiBehindEdge()
    const answers = [
      await ask({}),
      await ask({ authorization: "Bearer good" }, "POST", "/v1/nothing"),
      await ask(fromEdge(foreignValue), "DELETE"),
    ]
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it("fails when the edge names no address, so that not all visitors look like one", async () => {
    const { ask, telemetry } = apiBehindEdge()
    const headers = [fromEdge(oldValue), fromEdge(oldValue, "203.0.113.7:443"), fromEdge(oldValue, "unknown")]
    for (const each of headers) expect((await ask(each)).statusCode).toBe(500)
    expect(telemetry.counts["RequestFailed"]).toBe(3)
    expect(failureCodes(telemetry)).toEqual(["edgeNamedNoClient", "edgeNamedNoClient", "edgeNamedNoClient"])
  })

  it("fails while the secret has never been read, or holds no value", async () => {
    const unreadable = apiBehindEdge({ readOriginSecret: async () => Promise.reject(new Error("denied")) })
    expect((await unreadable.ask(fromEdge(oldValue, clientIp))).statusCode).toBe(500)
    expect(failureCodes(unreadable.telemetry)).toEqual(["originSecretUnreadable"])
    expect((await apiBehindEdge({ values: {} }).ask(fromEdge("", clientIp))).statusCode).toBe(500)
    expect((await apiBehindEdge({ values: { "1": "" } }).ask(fromEdge("", clientIp))).statusCode).toBe(500)
  })
})

describe("the origin secret", () => {
  const statusOf = async ({ ask }: ReturnType<typeof api>, secret: string) =>
    (await ask(fromEdge(secret, clientIp))).statusCode

  it("is rotated by adding a value, sending it, and removing the old one, and no request is refused", async () => {
    const edge = apiBehindEdge()
    expect(await statusOf(edge, oldValue)).toBe(200)
    edge.world.values = { "1": oldValue, "2": newValue }
    edge.world.now += originSecretLifeMilliseconds
    expect([await statusOf(edge, oldValue), await statusOf(edge, newValue)]).toEqual([200, 200])
    edge.world.values = { "2": newValue }
    edge.world.now += originSecretLifeMilliseconds
    expect([await statusOf(edge, oldValue), await statusOf(edge, newValue)]).toEqual([403, 200])
  })

  it("is read once in five minutes", async () => {
    const edge = apiBehindEdge()
    await statusOf(edge, oldValue)
    edge.world.now += originSecretLifeMilliseconds - 1
    await statusOf(edge, foreignValue)
    expect(edge.world.reads).toBe(1)
    edge.world.now += 1
    await statusOf(edge, oldValue)
    expect(edge.world.reads).toBe(2)
  })

  it("stays what it was while it cannot be read again", async () => {
    const edge = apiBehindEdge()
    await statusOf(edge, oldValue)
    edge.world.now += originSecretLifeMilliseconds
    edge.world.values = {}
    expect([await statusOf(edge, oldValue), await statusOf(edge, foreignValue)]).toEqual([200, 403])
  })
})

describe("the client's address without the edge", () => {
  it("is whoever connected in a stage without an edge, and no header counts", async () => {
    for (const clientAddress of [undefined, connectedAddress]) {
      const { ask } = api(clientAddress)
      expect(JSON.parse((await ask({ ...fromEdge(oldValue, clientIp), "x-forwarded-for": clientIp })).body)).toBe(
        edgeIp,
      )
    }
  })

  it("is whoever connected while a stage allows direct access, unless the secret is right", async () => {
    const { ask } = apiBehindEdge({ directAccess: true })
    const addressOf = async (headers: Record<string, string>) => JSON.parse((await ask(headers)).body)
    expect(await addressOf({})).toBe(edgeIp)
    expect(await addressOf(fromEdge(foreignValue, clientIp))).toBe(edgeIp)
    expect(await addressOf(fromEdge(oldValue, clientIp))).toBe(clientIp)
  })

  it("is found without the secret, which a stage that gives up its edge has no more", async () => {
    const readOriginSecret = async () => Promise.reject(new Error("there is no such secret"))
    const { ask } = apiBehindEdge({ directAccess: true, readOriginSecret })
    expect(JSON.parse((await ask({})).body)).toBe(edgeIp)
    expect((await ask(fromEdge(oldValue, clientIp))).statusCode).toBe(500)
  })
})
