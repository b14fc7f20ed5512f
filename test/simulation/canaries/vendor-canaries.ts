import { Readable } from "node:stream"
import { parseXml, XmlElement, XmlText } from "@rgrove/parse-xml"
import * as z from "zod"
import { runPullTracking } from "../../../client/commands/pull-tracking/run-pull-tracking.ts"
import type { Transport } from "../../../client/events/transport.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { shopWorld } from "../../intake/adapters/shop-world.ts"
import { payload, secret, signed, vendorWorld } from "../../intake/adapters/vendor-world.ts"

/** An event as it reaches the ingress bus. */
type Sent = { readonly detailType: string; readonly detail: unknown }

/** What came of a payload: events of the party, and everything that was answered, logged, counted or printed. */
type Outcome = { readonly events: readonly Sent[]; readonly said: string }

/** A vendor, and a payload of it in which each text has a canary. */
export type VendorCanaries = {
  readonly vendor: string
  /** The party in whose name events are published. */
  readonly party: string
  /** What reaches another party because of the payload. */
  readonly arrives: { readonly at: string; readonly detailType: string }
  /** Fields that the adapter needs as they are. */
  readonly kept: readonly string[]
  /** Makes the payload. Each text is replaced, but for those of kept fields. */
  readonly filled: (replace: Replace, kept: readonly string[]) => string
  /** Takes the payload in, as it is deployed. */
  readonly take: (payload: string) => Promise<Outcome>
}

/** Gives the text of a field. @param path names of the field and those around it */
export type Replace = (path: string, text: string) => string

/** The parcel that a payload is about. */
export const parcelNumber = "CANARYPIN7310"
export const shipped = { orderReference: "LL-7310000", postalCode: "K0N 0E7" }

const delivery = { at: "leafline", detailType: "ShipmentDelivered" }
const creation = { at: "northpost", detailType: "ShipmentCreated" }

/** Every vendor. A new one is a line: its name, its payload, and the fields that its adapter needs as they are. */
export const vendors: readonly VendorCanaries[] = [
  sends("easypost", "easypost-delivered.json", ["description", "status", "updated_at", "datetime"]),
  sends("aftership", "aftership-delivered.json", ["event", "tag", "checkpoint_time"]),
  asked("canada-post", "canada-post-delivered.xml", [
    "event-identifier",
    "event-date",
    "event-time",
    "event-time-zone",
  ]),
  shop("shopify", "shopify-fulfillment.json", [
    "status",
    "created_at",
    "updated_at",
    "tracking_company",
    "country_code",
  ]),
]

/** A vendor that sends JSON to the hub in the name of a party. */
function sends(
  vendor: keyof typeof signed,
  file: string,
  kept: readonly string[],
  party = "northpost",
): VendorCanaries {
  return {
    vendor,
    party,
    arrives: delivery,
    kept,
    filled: (replace, kept) => JSON.stringify(replaced(JSON.parse(payload(file)), vendor, kept, replace)),
    async take(body) {
      const world = vendorWorld()
      await world.connect(party, { [vendor]: { secret } })
      const { text } = await world.post(`${vendor}/${party}`, body, signed[vendor](body))
      return { events: world.entries.map(sentBy), said: JSON.stringify([text, world.telemetry]) }
    },
  }
}

const sentBy = ({ DetailType, Detail }: EventEntry): Sent => ({
  detailType: DetailType,
  detail: z.looseObject({}).parse(JSON.parse(Detail)),
})

/** A shop of a retailer. What the hub notes, leaves to itself and mails because of the payload is said too. */
function shop(vendor: "shopify", file: string, kept: readonly string[]): VendorCanaries {
  const given: Readonly<Record<string, string>> = {
    [`${vendor}.name`]: `#${shipped.orderReference}.1`,
    [`${vendor}.destination.zip`]: shipped.postalCode,
  }
  return {
    vendor,
    party: "leafline",
    arrives: creation,
    kept,
    filled: (replace, kept) => {
      const asGiven: Replace = (path, text) => given[path] ?? replace(path, text)
      return JSON.stringify(replaced(JSON.parse(payload(file)), vendor, kept, asGiven))
    },
    async take(body) {
      const { deliver, doAllTasks, entries, shopEntries, hub, mail, telemetry } = await shopWorld()
      const { text } = await deliver("fulfillments/create", body)
      await doAllTasks()
      const said = [text, telemetry, shopEntries.rows(), hub.events, mail.sent]
      return { events: entries.map(sentBy), said: JSON.stringify(said) }
    },
  }
}

function replaced(value: unknown, path: string, kept: readonly string[], replace: Replace): unknown {
  if (typeof value === "string") return kept.includes(fieldOf(path)) ? value : replace(path, value)
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, `${path}[]`, kept, replace))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaced(inner, `${path}.${name}`, kept, replace)]),
  )
}

const fieldOf = (path: string): string => path.replace(/^.*\./, "").replace("[]", "")

/** A carrier that a party asks with the package for parties, in XML. */
function asked(vendor: string, file: string, kept: readonly string[], party = "northpost"): VendorCanaries {
  return {
    vendor,
    party,
    arrives: delivery,
    kept,
    filled(replace, kept) {
      const write = (element: XmlElement, path: string): string => {
        const inner = element.children.filter((child) => child instanceof XmlElement)
        const text = element.children
          .filter((child) => child instanceof XmlText)
          .map((child) => child.text)
          .join("")
        const content =
          inner.length > 0
            ? inner.map((child) => write(child, `${path}.${child.name}`)).join("")
            : kept.includes(element.name)
              ? text
              : replace(path, text)
        return `<${element.name}>${content}</${element.name}>`
      }
      const { root } = parseXml(payload(file))
      if (root === null) throw new Error(`${file} has no content`)
      return write(root, vendor)
    },
    async take(body) {
      Object.assign(process.env, { CANADA_POST_USER: "user", CANADA_POST_PASSWORD: "password" })
      const events: Sent[] = []
      const transport: Transport = {
        limits: { items: 10, bytes: 255 * 1024 },
        sizeOf: ({ detail }) => detail.length,
        async send(sent) {
          for (const { detailType, detail } of sent) events.push({ detailType, detail: JSON.parse(detail) })
          return sent.map(() => ({ outcome: "accepted", eventBridgeId: "e-1" }))
        },
      }
      const steps: string[] = []
      const outcome = await runPullTracking(
        "-",
        { canadaPostUrl: "https://post.example", perMinute: 20 },
        (step) => void steps.push(step),
        {
          transport,
          input: Readable.from([parcelNumber]),
          fetch: async () => new Response(body),
          signal: new AbortController().signal,
        },
      )
      return { events, said: JSON.stringify([outcome, steps]) }
    },
  }
}
