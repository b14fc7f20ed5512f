import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { makeTimeReader } from "../../../client/access-logs/reading/log-time.ts"
import { keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { sendAccesses } from "../../../client/access-logs/shipping/send-accesses.ts"
import { noCounts, type Shipping } from "../../../client/access-logs/shipping/ship-log.ts"
import { accessShipper } from "../../../client/access-logs/shipping/shipped-access.ts"
import { runShipAccesses, type ShipOptions } from "../../../client/commands/ship-accesses/run-ship-accesses.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import type { Transport } from "../../../client/events/transport.ts"
import { trackingAccess, trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { hubApi } from "../events/hub-api.ts"

/** Of all suites of this process. */
export const folder = mkdtempSync(join(tmpdir(), "ship-accesses-"))
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))

let files = 0
export const { signal } = new AbortController()
export const path = (name = "file"): string => join(folder, `${files++}-${name}`)
const key = path("key")
writeFileSync(key, Buffer.alloc(32, 7))

export const agent = "CanaryBrowser/9.1 (X11; Linux x86_64)"
export const secrets = ["198.51.100.23", "canary-account", "canary-session-1", "CanaryBrowser"]
export const nginx = (reference: string, { minute = 10, status = 200, ip = "198.51.100.23" } = {}): string =>
  `${ip} - canary-account [01/Nov/2026:14:${minute}:00 +0000] "GET /track/${reference} HTTP/1.1" ${status} 512 "-" "${agent}"`

export const options = (more: Partial<ShipOptions> = {}): ShipOptions => ({
  fingerprintKey: key,
  reference: "/track/{reference}",
  fields: "existence,phase",
  proof: "none",
  positions: path("positions"),
  unread: path("unread"),
  ...more,
})

export function hub() {
  const api = hubApi()
  const transport = overHttps({ apiUrl: "https://api.hub.example", token: async () => "northpost", fetch: api.fetch })
  const accesses = () =>
    api.bus.published(trackingAccessed).flatMap(({ data }) => data.accesses.map((one) => trackingAccess.parse(one)))
  return { api, transport, accesses }
}

export async function ship(text: string | Buffer, more: Partial<ShipOptions> = {}, to = hub()) {
  const log = path("access.log")
  writeFileSync(log, text)
  const world = { transport: to.transport, signal, now: () => new Date("2026-11-01T15:00:00Z") }
  const outcome = await runShipAccesses([log], options(more), () => {}, world)
  return { ...to, outcome, log }
}

export const tsv = (...fields: readonly string[]): string => fields.join("\t")
export const cloudFrontFields = "date time c-ip cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)"
/** Ships to a transport, with everything in memory. */
export function shippingTo(transport: Transport, more: Partial<Shipping> = {}): Shipping {
  const signal = new AbortController().signal
  return {
    columns: new Map(),
    times: makeTimeReader(undefined, undefined),
    accessOf: accessShipper({
      key: Buffer.alloc(32, 7),
      findReference: (target) => ({ value: target.replace("/track/", ""), sequence: 0 }),
      fields: ["existence"],
      proof: "none",
      mobileNetworks: [],
    }),
    send: (accesses) => sendAccesses(accesses, { transport, signal, onWait() {}, firstPauseSeconds: 0.001 }),
    positions: keptPositions(path("positions")),
    unread: { add: async () => {} },
    keepVisitors() {},
    now: () => Date.parse("2026-11-01T15:00:00Z") / 1_000,
    counts: noCounts(),
    ...more,
  }
}

const encodedAgent = agent.replaceAll(" ", "%20")
/** Two lookups of 1 November 2026, one hit and one miss, in each form of log, and the options that read it. */
export const forms: readonly (readonly [string, string | Buffer, Partial<ShipOptions>])[] = [
  ["nginx and Apache, combined", `${nginx("NP4021887304CA")}\n${nginx("NP4021887305CA", { status: 404 })}\n`, {}],
  ["packed with gzip", gzipSync(`${nginx("NP4021887304CA")}\n${nginx("NP4021887305CA", { status: 404 })}\n`), {}],
  [
    "CloudFront, W3C with tabs",
    [
      "#Version: 1.0",
      `#Fields: ${cloudFrontFields}`,
      tsv("2026-11-01", "14:10:00", "198.51.100.23", "GET", "/track/NP4021887304CA", "-", "200", encodedAgent),
      tsv("2026-11-01", "14:10:00", "198.51.100.23", "GET", "/track/NP4021887305CA", "-", "404", encodedAgent),
    ].join("\n"),
    {},
  ],
  [
    "CloudFront, JSON",
    ["NP4021887304CA 200", "NP4021887305CA 404"]
      .map((line) => line.split(" "))
      .map(([reference, status]) =>
        JSON.stringify({
          date: "2026-11-01",
          time: "14:10:00",
          "c-ip": "198.51.100.23",
          "cs-method": "GET",
          "cs-uri-stem": `/track/${reference}`,
          "sc-status": status,
          "cs(User-Agent)": encodedAgent,
        }),
      )
      .join("\n"),
    {},
  ],
  [
    "an AWS load balancer",
    ["NP4021887304CA 200", "NP4021887305CA 404"]
      .map((line) => line.split(" "))
      .map(
        ([reference, status]) =>
          `https 2026-11-01T14:10:00.000000Z app/lb/1 198.51.100.23:4711 10.0.0.1:80 0.0 0.1 0.0 ${status} ${status} 34 366 "GET https://track.example:443/track/${reference} HTTP/2.0" "${agent}" - -`,
      )
      .join("\n"),
    {},
  ],
  [
    "CSV with a mapping",
    [
      "When;Who;Asked;Code;Login;Sid",
      ...["NP4021887304CA;200", "NP4021887305CA;404"].map(
        (line) => `2026-11-01 14:10:00;198.51.100.23;${line};canary-account;canary-session-1`,
      ),
    ].join("\n"),
    {
      reference: undefined,
      columns: "at=When,address=Who,reference=Asked,status=Code,account=Login,session=Sid",
      timeZone: "UTC",
    },
  ],
]
