import { createServer, type IncomingMessage, type Server } from "node:http"
import { Readable } from "node:stream"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { runPullTracking } from "../../../client/commands/pull-tracking/run-pull-tracking.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { canadaPostEvents, type Occurrence } from "../../../shared/intake/adapters/canada-post.ts"
import { payload } from "../../intake/adapters/vendor-world.ts"
import { hubApi } from "../events/hub-api.ts"

const delivered = payload("canada-post-delivered.xml")
const pin = "7023210039414604"
const messages = (code: string, description = "said to Oyelaran") =>
  `<messages xmlns="http://www.canadapost.ca/ws/messages"><message><code>${code}</code><description>${description}</description></message></messages>`

type Answer = { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> }

/** Canada Post's server: it gives these answers, one after the other, and then the last one again. */
let answers: Answer[] = []
let asked: IncomingMessage[] = []
let server: Server

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request)
    const { status = 200, body, headers = {} } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { body: "" }
    response.writeHead(status, { "content-type": "application/vnd.cpc.track-v2+xml", ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  Object.assign(process.env, { CANADA_POST_USER: "user", CANADA_POST_PASSWORD: "password" })
})
afterAll(() => void server.close())
beforeEach(() => {
  asked = []
})

/** Pulls for these lines, and says what was published, printed and waited for. */
async function pull(lines: string, given: readonly Answer[], more: { dryRun?: true; canadaPostUrl?: string } = {}) {
  answers = [...given]
  const api = hubApi()
  const transport = overHttps({ apiUrl: "https://api.hub.example", token: async () => "northpost", fetch: api.fetch })
  const waits: number[] = []
  const { port } = z.looseObject({ port: z.number() }).parse(server.address())
  const canadaPostUrl = `http://127.0.0.1:${port}/`
  const outcome = await runPullTracking("-", { canadaPostUrl, perMinute: 20, ...more }, () => {}, {
    transport,
    input: Readable.from([lines]),
    signal: new AbortController().signal,
    wait: async (milliseconds) => void waits.push(milliseconds),
    now: () => new Date("2026-11-03T18:00:00.000Z"),
  })
  return { outcome, waits, api }
}

describe("pull-tracking", () => {
  it("publishes the newest of a parcel, and nothing of people and places leaves", async () => {
    const { outcome, api } = await pull(`${pin}\n`, [{ body: delivered }])
    expect(api.bus.published(shipmentDelivered).map(({ data }) => data)).toEqual([
      { trackingNumber: pin, deliveredAt: "2026-11-03T15:22:00.000Z" },
    ])
    expect(outcome).toMatchObject({ status: 0, data: { parcels: 1, published: 1 } })
    expect(`${JSON.stringify([api.bus.events, outcome])}`).not.toMatch(/oyelaran|elder|K0A|0048213|lachine/i)
  })

  it("asks as Canada Post documents it, at most as often as the key may", async () => {
    const { waits } = await pull(`${pin}\n 7023 2100-3941 4604 \n\n`, [{ body: delivered }])
    expect(asked.map(({ url, headers: { accept, authorization } }) => ({ url, accept, authorization }))).toEqual([
      ...Array.from({ length: 2 }, () => ({
        url: `/vis/track/pin/${pin}/detail`,
        accept: "application/vnd.cpc.track-v2+xml",
        authorization: `Basic ${Buffer.from("user:password").toString("base64")}`,
      })),
    ])
    expect(waits).toEqual([3_000])
  })

  it("makes the same event of the same document", async () => {
    const { api } = await pull(`${pin}\n${pin}`, [{ body: delivered }])
    const ids = api.bus.events.map((event) => /[\w-]{22}/.exec(JSON.stringify(event).split("metadata")[1] ?? "")?.[0])
    expect(ids[0]).toMatch(/^[\w-]{22}$/)
    expect(ids).toEqual([ids[0], ids[0]])
  })

  it.each([
    ["429 with Retry-After", { status: 429, body: "", headers: { "retry-after": "7" } }, 7_000],
    ["503", { status: 503, body: "" }, 60_000],
    ["its limit of calls", { status: 500, body: messages("Server", "Rejected by SLM Monitor") }, 60_000],
  ])("waits while Canada Post answers %s", async (_, busy, milliseconds) => {
    const { api, waits } = await pull(pin, [busy, { body: delivered }])
    expect(waits).toEqual([milliseconds])
    expect(api.bus.events).toHaveLength(1)
  })

  it("stops when Canada Post takes no calls, or refuses the key, and says so", async () => {
    await expect(pull(pin, [{ status: 503, body: "" }])).rejects.toThrow("takes no calls")
    expect(asked).toHaveLength(5)
    await expect(pull(pin, [{ status: 401, body: messages("AA002") }])).rejects.toThrow("refuses the key (401)")
    await expect(pull(pin, [{ body: messages("E002") }])).rejects.toThrow("refuses the key")
  })

  it("stops when nothing answers at the address, and says so", async () => {
    const nobody = { canadaPostUrl: "http://127.0.0.1:1" }
    await expect(pull(pin, [], nobody)).rejects.toThrow("http://127.0.0.1:1 does not answer.")
  })

  it("asks for the key of Canada Post where one of its parts is empty", async () => {
    process.env["CANADA_POST_PASSWORD"] = ""
    await expect(pull(pin, [])).rejects.toThrow("Set CANADA_POST_USER and CANADA_POST_PASSWORD")
    process.env["CANADA_POST_PASSWORD"] = "password"
    expect(asked).toEqual([])
  })

  it("goes on after a parcel without history and answers that cannot be read, and repeats nothing of them", async () => {
    const other = delivered.replace(pin, "7023210039414605")
    const { outcome, api } = await pull(Array.from({ length: 7 }, () => pin).join("\n"), [
      { status: 404, body: messages("004", "No Pin History") },
      { body: "<tracking-detail><pin>Oyelaran" },
      { body: "<html/>" },
      { status: 500, body: messages("9999") },
      { body: other },
      { body: delivered.replaceAll("2026-11-03</event-date>", "3 Elder Lane</event-date>") },
      { body: delivered },
    ])
    expect(api.bus.events).toHaveLength(1)
    expect(outcome).toMatchObject({
      status: 1,
      data: {
        parcels: 7,
        published: 1,
        withoutNews: 1,
        unreadable: [
          { line: 2, reason: "It is no XML." },
          { line: 3, reason: "It is no tracking-detail." },
          { line: 4, reason: "Canada Post answered 500." },
          { line: 5, reason: "pin is that of another parcel." },
          { line: 6, reason: "event-date is not as Canada Post documents it." },
        ],
      },
    })
    expect(JSON.stringify(outcome)).not.toMatch(/oyelaran|elder/i)
  })

  it("counts an identifier that it does not know: the parcel is in transit", async () => {
    const unknown = delivered.replaceAll(/1496|0174|3000|>20</g, (found) => (found === ">20<" ? ">20<" : "7777"))
    const { outcome, api } = await pull(pin, [{ body: unknown }])
    expect(api.bus.published(shipmentProgressed).map(({ data }) => data)).toMatchObject([{ status: "in-transit" }])
    expect(outcome).toMatchObject({ status: 1, data: { unknownIdentifiers: 1 } })
  })

  it("publishes nothing in a dry run", async () => {
    const { outcome, api } = await pull(pin, [{ body: delivered }], { dryRun: true })
    expect(api.bus.events).toEqual([])
    expect(outcome.text).toContain("1 events would be published")
  })

  it.each([
    ["NP1", "Standard input, line 1: it has not 12, 13 or 16"],
    ["\n", "Standard input has no tracking number."],
  ])("says which line is wrong: %j", async (lines, said) => {
    await expect(pull(lines, [])).rejects.toThrow(said)
    expect(asked).toEqual([])
  })
})

describe("an identifier of Canada Post", () => {
  const at = "2026-11-04T00:00:00.000Z"
  const seen = (identifier: string, time = "10:22:00", more: Partial<Occurrence> = {}): Occurrence => ({
    identifier,
    date: "2026-11-03",
    time,
    zone: "EST",
    ...more,
  })
  const mapped = (...occurrences: readonly Occurrence[]) => {
    const { events, isStatusUnknown } = canadaPostEvents(pin, occurrences, at)
    return { data: events[0]?.data, isStatusUnknown, id: events[0]?.id }
  }

  it.each([
    ["3000", "pre-transit"],
    ["0100", "in-transit"],
    ["2300", "in-transit"],
    ["0174", "out-for-delivery"],
    ["0500", "out-for-delivery"],
    ["0173", "exception"],
    ["1479", "available-for-pickup"],
    ["1417", "returned"],
  ])("%s is %s", (identifier, status) => {
    expect(mapped(seen(identifier)).data).toEqual({ trackingNumber: pin, status, at: "2026-11-03T15:22:00.000Z" })
  })

  it.each(["1496", "1498", "1408", "1421", "1441"])("%s is a delivery", (identifier) => {
    expect(mapped(seen(identifier)).data).toEqual({ trackingNumber: pin, deliveredAt: "2026-11-03T15:22:00.000Z" })
  })

  it.each(["20", "2001", "1200"])("%s says nothing of where the parcel is", (identifier) => {
    expect(mapped(seen(identifier)).data).toBeUndefined()
    expect(mapped(seen(identifier), seen("0174", "06:00:00")).data).toMatchObject({ status: "out-for-delivery" })
  })

  it("that is unknown does not undo a delivery, and otherwise counts as in transit", () => {
    expect(mapped(seen("7777", "11:00:00"), seen("1496")).data).toHaveProperty("deliveredAt")
    expect(mapped(seen("7777", "11:00:00"), seen("1496")).isStatusUnknown).toBeUndefined()
    expect(mapped(seen("constructor", "11:00:00"), seen("0174"))).toMatchObject({
      data: { status: "in-transit" },
      isStatusUnknown: true,
    })
  })

  it("of a delivery after a return means that the sender has it again", () => {
    expect(mapped(seen("1496", "12:00:00"), seen("1417", "11:00:00"), seen("0174")).data).toMatchObject({
      status: "returned",
      at: "2026-11-03T17:00:00.000Z",
    })
  })

  it("is the newest by its time zone, whatever the order of the document", () => {
    const occurrences = [seen("0174", "09:00:00", { zone: "NST" }), seen("0100", "08:00:00", { zone: "PST" })]
    expect(mapped(...occurrences).data).toMatchObject({ status: "in-transit", at: "2026-11-03T16:00:00.000Z" })
  })

  it("has a time that counts as UTC without a known zone, and is never later than the answer", () => {
    expect(mapped(seen("0174", "10:00:00", { zone: "" })).data).toMatchObject({ at: "2026-11-03T10:00:00.000Z" })
    expect(mapped(seen("0174", "23:59:00", { zone: "PST" })).data).toMatchObject({ at })
  })
})
