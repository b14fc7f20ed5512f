import { randomBytes } from "node:crypto"
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { DateTime } from "luxon"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

/** A command of the packed client that runs until it is stopped, with the settings that `npm start` writes. */
export type StartCommand = (...args: readonly string[]) => {
  until(wanted: RegExp): Promise<void>
  stop(signal: NodeJS.Signals): Promise<void>
}

const walked = 20
/** Whom nothing but the carrier's log names. */
const walker = { address: "203.0.113.77", account: "account-of-a-walker" }

/** The carrier's own tool: its log goes to the hub, and what the hub restricts comes back to its web server. */
export function enforcementSuite(
  local: () => LocalExchange,
  send: () => Senders,
  client: { readonly start: StartCommand; readonly folder: () => string },
): void {
  const publishShipments = async () => {
    const parcels = Array.from({ length: walked }, (_, index) => send().parcel(1_720_001 + index))
    await send().publish(...parcels.map((parcel) => send().created(parcel)))
    for (const { trackingNumber } of parcels)
      await local().received("northpost", "ShipmentCreated", ({ data }) => data["trackingNumber"] === trackingNumber)
    return parcels
  }

  describe("a walk through a carrier's own tool", () => {
    it("is reported from a log as nginx writes it, and the file for nginx refuses the walker", async () => {
      const parcels = await publishShipments()
      const at = (name: string) => join(client.folder(), name)
      const [log, key, tokens, map] = [at("access.log"), at("fingerprint.key"), at("tokens.db"), at("wayseal.conf")]
      writeFileSync(log, "")
      writeFileSync(key, randomBytes(32))
      const party = ["--party", "northpost", "--tokens", tokens] as const
      const source = ["--follow", "--reference", "/track/{reference}", "--retailer-alias", "Leafline"] as const
      const kept = [
        "--fingerprint-key",
        key,
        "--positions",
        at("shipped.json"),
        "--unread",
        at("unread.jsonl"),
      ] as const
      const shipper = client.start("ship-accesses", log, ...party, ...source, ...kept)
      await waitUntil("the store of tokens", async () => existsSync(tokens) || undefined, patience)
      const output = ["--nginx", map, "--account-variable", "$remote_user", "--positions", at("enforced.json")] as const
      const enforcer = client.start("enforce", ...party, ...output, "--every", "1")
      try {
        await waitUntil("the first file for nginx", async () => textOf(map), patience)
        expect(textOf(map)).not.toContain(walker.account)
        for (const { orderReference } of parcels) appendFileSync(log, lineOf(orderReference))
        const reportedAt = Date.now()
        const refusal = `"${walker.account}" refuse;`
        await waitUntil("the refusal", async () => textOf(map)?.includes(refusal) || undefined, patience)
        process.stdout.write(`A walk in a log is refused after ${((Date.now() - reportedAt) / 1_000).toFixed(1)} s\n`)
      } finally {
        await shipper.stop("SIGINT")
        await enforcer.stop("SIGINT")
      }
    })
  })
}

const patience = { patienceSeconds: 60, everyMilliseconds: 100 }

/** A line as nginx writes it in its form "combined". */
function lineOf(reference: string): string {
  const stamp = DateTime.utc().toFormat("dd/MMM/yyyy:HH:mm:ss ZZZ", { locale: "en-US" })
  const request = `GET /track/${reference} HTTP/1.1`
  return `${walker.address} - ${walker.account} [${stamp}] "${request}" 200 512 "-" "Mozilla/5.0 Firefox/144.0"\n`
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
