import { createHmac } from "node:crypto"
import { readFileSync } from "node:fs"
import * as z from "zod"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { makeAcceptVendorEvent } from "../../../shared/intake/adapters/accept-vendor-event.ts"
import { makeShopFollowUp } from "../../../shared/intake/adapters/shops/follow-up.ts"
import { vendorRoutes } from "../../../shared/intake/adapters/vendor-routes.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import { settingsPatch } from "../../../shared/parties/settings/settings-patch.ts"
import { usualThresholds } from "../../../shared/watch/detection/class-policy.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { memorySettings } from "../../parties/memory-stores.ts"
import { recordedTelemetry, testDirectory, testParties } from "../../parties/test-parties.ts"
import { memoryShopEntries } from "./memory-stores.ts"

export const secret = "a-secret-of-24-characters"

/** A fixture: what a vendor documents, with invented values. */
export const payload = (name: string): string =>
  readFileSync(new URL(`./payloads/${name}`, import.meta.url), "utf8").trim()

/** A payload with other values at some places. */
export const changed = (text: string, change: (payload: Record<string, Record<string, unknown>>) => void): string => {
  const parsed = z.record(z.string(), z.any()).parse(JSON.parse(text))
  change(parsed)
  return JSON.stringify(parsed)
}

const hmac = (body: string, encoding: "base64" | "hex", key = secret) =>
  createHmac("sha256", key).update(body).digest(encoding)

/** The header with which each vendor signs. */
export const signed = {
  easypost: (body: string, key?: string) => ({ "X-Hmac-Signature": `hmac-sha256-hex=${hmac(body, "hex", key)}` }),
  /** The second way in which EasyPost signs: time, method, path and body. */
  easypostV2: (body: string, key?: string, path = "/v1/vendors/easypost/northpost") => ({
    "X-Timestamp": "Tue, 03 Nov 2026 15:23:10 -0000",
    "X-Path": path,
    "X-Hmac-Signature-V2": `hmac-sha256-hex=${hmac(`Tue, 03 Nov 2026 15:23:10 -0000POST${path}${body}`, "hex", key)}`,
  }),
  aftership: (body: string, key?: string) => ({ "aftership-hmac-sha256": hmac(body, "base64", key) }),
  shopify: (body: string, key?: string) => ({ "X-Shopify-Hmac-SHA256": hmac(body, "base64", key) }),
}

const detail = z.object({ metadata: z.looseObject({ id: z.string() }), data: z.unknown() })

/** Parties whose vendors send to the hub. @param interrupt awaited before and after each effect */
export function vendorWorld(interrupt: Interrupt = async () => {}) {
  const settings = memorySettings(interrupt)
  const sealer = memorySealer({ interrupt })
  const telemetry = recordedTelemetry()
  const entries: EventEntry[] = []
  const bus = { isDown: false }
  const hub = inMemoryBus({ interrupt })
  const shopEntries = memoryShopEntries(interrupt)
  const hashes = testKeyedHash()
  const send = async (sent: readonly EventEntry[]) => {
    if (bus.isDown) return sent.map(() => ({ errorCode: "InternalFailure" }))
    await interrupt("ingress.send:before")
    entries.push(...sent)
    await interrupt("ingress.send:after")
    return sent.map((_, index) => ({ eventId: `e-${index}` }))
  }
  const change = makeChangeSettings({
    settings,
    knownLaws: knownLawIds,
    usualThresholds,
    isInFile: () => true,
    sealer,
    parties: testDirectory,
  })
  const shops = makeShopFollowUp({ entries: shopEntries, sealer, publisher: hub.publisher, writesLinks: true })
  const tools = { parties: testDirectory, settings, sealer, telemetry, ingressBus: "ingress", send, hashes, shops }
  const handler = checkedPipeline({
    telemetry,
    routes: vendorRoutes({ acceptVendorEvent: makeAcceptVendorEvent(tools) }),
  })
  return {
    settings,
    /** What the use cases are made of. */
    tools,
    hub,
    shopEntries,
    telemetry,
    entries,
    bus,
    /** What was published: sender, type, id and data. */
    published: () =>
      entries.map(({ Source, DetailType, Detail }) => {
        const { metadata, data } = detail.parse(JSON.parse(Detail))
        return { source: Source, type: DetailType, id: metadata.id, data }
      }),
    async connect(partyId: string, vendors: unknown) {
      const party = partyNamed(partyId)
      const version = (await settings.get(partyId))?.version ?? 0
      const patch = settingsPatch.parse({ vendors })
      return change({
        party,
        by: { party: partyId, credential: "key" },
        version,
        patch,
        at: "2026-11-01T10:00:00.000Z",
      })
    },
    async post(path: string, body: string, headers: Record<string, string> = {}) {
      const { statusCode, body: text } = await handler({
        rawPath: `/v1/vendors/${path}`,
        headers: { "content-type": "application/json", ...headers },
        body,
        requestContext: { requestId: "r-1", http: { method: "POST", sourceIp: "203.0.113.7" } },
      })
      return { status: statusCode, body: JSON.parse(text), text }
    },
  }
}

function partyNamed(id: string): Party {
  const party = testParties.find((each) => each.id === id)
  if (party === undefined) throw new Error(`there is a party ${id}`)
  return party
}
