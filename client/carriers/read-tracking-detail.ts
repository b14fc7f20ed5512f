import { parseXml, XmlElement } from "@rgrove/parse-xml"
import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import type { Occurrence } from "../../shared/intake/adapters/canada-post.ts"

/** What is read of a document of Canada Post. People, places, postal codes and references stay in it. */
export type TrackingDetail = { readonly pin: string; readonly occurrences: readonly Occurrence[] }

/** A document is not what Canada Post documents. The message names the element, and repeats no value. */
export class TrackingDetailUnreadable extends Error {
  override readonly name = "TrackingDetailUnreadable"
}

const day = z.iso.date()
const clock = z.iso.time({ precision: 0 })
const detail = z.object({
  pin: boundedString(256).regex(/^[A-Z0-9]{12,16}$/),
  occurrences: z.array(
    z.object({ identifier: boundedString(40).min(1), date: day, time: clock, zone: boundedString(64) }),
  ),
})

/** Names of the document, for those of the schema. */
const elements: Readonly<Record<string, string>> = {
  pin: "pin",
  identifier: "event-identifier",
  date: "event-date",
  time: "event-time",
}

/** @throws TrackingDetailUnreadable */
export function readTrackingDetail(xml: string): TrackingDetail {
  const root = rootOf(xml)
  if (root?.name !== "tracking-detail") throw new TrackingDetailUnreadable("It is no tracking-detail.")
  const parsed = detail.safeParse({
    pin: textOf(root, "pin"),
    occurrences: childrenOf(childrenOf(root, "significant-events")[0], "occurrence").map((occurrence) => ({
      identifier: textOf(occurrence, "event-identifier"),
      date: textOf(occurrence, "event-date"),
      time: textOf(occurrence, "event-time") || "00:00:00",
      zone: textOf(occurrence, "event-time-zone"),
    })),
  })
  if (parsed.success) return parsed.data
  const [field] = parsed.error.issues[0]?.path.slice(-1) ?? []
  throw new TrackingDetailUnreadable(`${elements[String(field)]} is not as Canada Post documents it.`)
}

/** The codes of a document that says what went wrong. Empty for any other. */
export function readMessageCodes(xml: string): readonly string[] {
  try {
    const root = rootOf(xml)
    return root?.name === "messages" ? childrenOf(root, "message").map((message) => textOf(message, "code")) : []
  } catch {
    return []
  }
}

/** @throws TrackingDetailUnreadable without a word of the parser, which quotes the document */
function rootOf(xml: string): XmlElement | null {
  try {
    return parseXml(xml).root
  } catch {
    throw new TrackingDetailUnreadable("It is no XML.")
  }
}

const childrenOf = (parent: XmlElement | undefined, name: string): readonly XmlElement[] =>
  (parent?.children ?? []).filter((child): child is XmlElement => child instanceof XmlElement && child.name === name)

const textOf = (parent: XmlElement, name: string): string => childrenOf(parent, name)[0]?.text.trim() ?? ""
