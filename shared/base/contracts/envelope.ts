import { createHash } from "node:crypto"
import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { looksOpaque } from "./opaque-id.ts"

/** An instant. Any offset is accepted and converted to UTC with milliseconds, so that instants sort as text. */
export const instant = z.iso
  .datetime({ offset: true })
  .overwrite((text) => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString()))
  .meta({
    description: "ISO 8601 date and time with offset; normalised to UTC with milliseconds",
    examples: ["2026-11-01T14:03:00.000Z"],
  })

/** Identifier of an event, chosen by its producer. Two events with the same id are the same event. */
export const eventId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({
    description: "Chosen by the producer. Two events with the same id are the same event",
    examples: ["5Qb3b3cW0m9s7c1Yq2u4xA"],
  })

/** Identifier of one chain of events, such as an order and its delivery. */
export const correlationId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ description: "The same for all events that belong together", examples: ["order-story-81"] })

/** The audience of an event on the exchange bus: one party, or the hub itself. */
export const audience = boundedString(256)
  .regex(/^[a-z][a-z0-9-]{1,31}$/)
  .meta({ description: "Id of the one party this event is for, or `hub`", examples: ["leafline"] })

/** The EventBridge source of the hub's events. */
export const hubSource = "wayseal.hub"

/** The audience of events that the hub addresses to itself. */
export const hubAudience = "hub"

/**
 * What the hub enters among the resources of an event for a party that the parties file does not name. A bus takes only
 * 300 rules, so one rule selects the events of all such parties by it.
 */
export const invitedPartyMark = "wayseal:invited-party"

/** The metadata of every event. */
export const metadata = z
  .object({
    id: eventId,
    occurredAt: instant.meta({ description: "When it happened, by the producer's clock" }),
    correlationId,
    causationId: eventId
      .optional()
      .meta({ description: "Id of the event that caused this one", examples: ["5Qb3b3cW0m"] }),
    version: z
      .int()
      .min(1)
      .max(99)
      .meta({ description: "Major version of the data", examples: [1] }),
    audience: audience.optional(),
  })
  .meta({ description: "The fields that every event has beside its data" })
export type Metadata = z.infer<typeof metadata>

/** Metadata as a producer gives it. The version comes from the contract. */
export type OutgoingMetadata = Omit<z.input<typeof metadata>, "version">

/**
 * A deterministic event id: base64url of SHA-256 over the parts, 22 characters (132 bits). Redelivery derives the same
 * id again, so receivers can drop repeats. Each part is length-prefixed: ("ab", "c") and ("a", "bc") differ.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const hash = createHash("sha256")
  for (const part of parts) {
    const text = String(part)
    hash.update(`${Buffer.byteLength(text)}:`).update(text)
  }
  return hash.digest("base64url").slice(0, 22)
}

/**
 * A deterministic id of a party's event. The hub takes no id that looks like a postal code or a street. One of 9,000
 * hashes does by chance, and then the next one is taken.
 */
export function derivedPartyEventId(...parts: readonly (string | number)[]): string {
  const id = derivedId(...parts)
  return looksOpaque(id) ? id : derivedPartyEventId(...parts, id)
}
