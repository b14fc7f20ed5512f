import * as z from "zod"
import { boundedEmail, boundedString } from "../base/contracts/bounded-string.ts"
import { documentLanguages, lawId } from "../base/contracts/words.ts"

/** What a retailer enters about a carrier that takes no part in the exchange. */
export const namedCounterparty = z.strictObject({
  key: boundedString(20)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "write lower-case letters and digits, with single hyphens between them")
    .meta({
      description: "The retailer's short name for the carrier. The `carrierId` of its shipments is `<retailer>--<key>`",
      examples: ["northpost"],
    }),
  name: boundedString(64).min(2).meta({ description: "Name of the firm" }),
  privacyEmail: boundedEmail().meta({ description: "Where the firm takes questions about privacy" }),
  language: z.enum(documentLanguages).default("en").meta({ description: "The language of letters to it" }),
  laws: z.array(lawId).max(100).default([]).meta({ description: "The laws that bind it" }),
  noLawBinds: boundedString(500)
    .min(10)
    .optional()
    .meta({ description: "Why no law of the law pack binds it. Needed if `laws` is empty" }),
  jurisdiction: z.strictObject({ country: boundedString(256).length(2), timeZone: boundedString(64) }),
})

export type NamedCounterparty = z.infer<typeof namedCounterparty>

/** The carriers that a retailer names. */
export const counterpartyList = z.array(namedCounterparty).max(20)

/** What makes a carrier a named counterparty: who named it, and where letters to it go. */
export type Named = {
  /** The id of the retailer that named it. No other retailer knows of it. */
  readonly by: string
  readonly privacyEmail: string
}
