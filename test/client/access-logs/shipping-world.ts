import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeTimeReader } from "../../../client/access-logs/reading/log-time.ts"
import { keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { sendAccesses } from "../../../client/access-logs/shipping/send-accesses.ts"
import { noCounts, type Shipping } from "../../../client/access-logs/shipping/ship-log.ts"
import { accessShipper } from "../../../client/access-logs/shipping/shipped-access.ts"
import { runShipAccesses, type ShipOptions } from "../../../client/commands/ship-accesses/run-ship-accesses.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import type { Transport } from "../../../client/events/transport.ts"
import { trackingAccess, trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import { hubApi } from "../events/hub-api.ts"

export const folder = mkdtempSync(join(tmpdir(), "ship-accesses-"))

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
  const outcome = await runShipAccesses([log], options(more), () => {}, { transport: to.transport, signal })
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
