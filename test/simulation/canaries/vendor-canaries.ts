import { Readable } from "node:stream"
import { parseXml, XmlElement, XmlText } from "@rgrove/parse-xml"
import * as z from "zod"
import { runPullTracking } from "../../../client/commands/pull-tracking/run-pull-tracking.ts"
import type { Transport } from "../../../client/events/transport.ts"
import { payload, secret, signed, vendorWorld } from "../../adapters/vendor-world.ts"

/** An event as it reaches the ingress bus. */
type Sent = { readonly detailType: string; readonly detail: unknown }

/** What came of a payload: events of the party, and everything that was answered, logged, counted or printed. */
type Outcome = { readonly events: readonly Sent[]; readonly said: string }

/** A vendor, and a payload of it in which each text has a canary. */
export type VendorCanaries = {
  readonly vendor: string
  /** The party in whose name events are published. */
  readonly party: string
  /** Fields that the adapter needs as they are. */
  readonly kept: readonly string[]
  /** Makes the payload. Each text is replaced, but for those of kept fields. */
  readonly filled: (replace: Replace, kept: readonly string[]) => string
  /** Takes the payload in, as it is deployed. */
  readonly take: (payload: string) => Promise<Outcome>
}

/** Gives the text of a field. @param path names of the field and those around it */
export type Replace = (path: string, text: string) => string

/** The number of the parcel that a payload is about. */
export const parcelNumber = "CANARYPIN7310"

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
    kept,
    filled: (replace, kept) => JSON.stringify(replaced(JSON.parse(payload(file)), vendor, kept, replace)),
    async take(body) {
      const world = vendorWorld()
      await world.connect(party, { [vendor]: { secret } })
      const { text } = await world.post(`${vendor}/${party}`, body, signed[vendor](body))
      const events = world.entries.map(({ DetailType, Detail }) => ({
        detailType: DetailType,
        detail: z.looseObject({}).parse(JSON.parse(Detail)),
      }))
      return { events, said: JSON.stringify([text, world.telemetry]) }
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
