import * as z from "zod"
import { documentLanguages, lawId } from "../contracts/words.ts"

/** What a retailer enters about a carrier that takes no part in the exchange. */
export const namedCounterparty = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "write lower-case letters and digits, with single hyphens between them")
    .max(20)
    .meta({
      description: "The retailer's short name for the carrier. The `carrierId` of its shipments is `<retailer>--<key>`",
      examples: ["northpost"],
    }),
  name: z.string().min(2).max(64).meta({ description: "Name of the firm" }),
  privacyEmail: z.email().max(254).meta({ description: "Where the firm takes questions about privacy" }),
  language: z.enum(documentLanguages).default("en").meta({ description: "The language of letters to it" }),
  laws: z.array(lawId).default([]).meta({ description: "The laws that bind it" }),
  noLawBinds: z
    .string()
    .min(10)
    .max(500)
    .optional()
    .meta({ description: "Why no law of the law pack binds it. Needed if `laws` is empty" }),
  jurisdiction: z.strictObject({ country: z.string().length(2), timeZone: z.string().max(64) }),
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
