import * as z from "zod"
import { boundedEmail, boundedString, boundedUrl } from "../base/contracts/bounded-string.ts"
import { documentLanguages, lawId, partyId } from "../base/contracts/words.ts"

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

/** An authority to which a party reports under a law of several states. */
export const ownAuthority = z.strictObject({
  law: lawId,
  name: boundedString(200).min(2).meta({ description: "As the authority calls itself" }),
  reportAt: boundedUrl({ protocol: /^https$/ })
    .optional()
    .meta({ description: "Where it takes reports, with https" }),
  languages: z
    .array(z.enum(documentLanguages))
    .min(1)
    .max(documentLanguages.length)
    .optional()
    .meta({ description: "Languages in which it takes reports, of these. Absent: the party does not say" }),
})

/** What makes a carrier a named counterparty: who named it, and where letters to it go. */
export type Named = {
  /** The id of the retailer that named it. No other retailer knows of it. */
  readonly by: string
  readonly privacyEmail: string
}

/** What a contract can ask a party to send: facts that the letter to the other party can say. */
export const contractFact = z.enum(["circumstances", "cause", "period", "shipments", "fields", "measures", "contact"])

export type ContractFact = z.infer<typeof contractFact>

/** What a party has to do after a breach by its contract with another party. */
const contract = z.strictObject({
  with: partyId.meta({ description: "The other party, which is of the other kind" }),
  clause: boundedString(120)
    .regex(/^[\p{L}\p{N} .,;:()/'’§°–-]{2,}$/u, "write 2 to 120 letters, digits, spaces and marks of a citation")
    .meta({
      description: "The clause by its own name. The other party reads it too",
      examples: ["s. 4.2.34.9 of the contract of 2023"],
    }),
  tellWithinHours: z
    .int()
    .min(1)
    .max(2_160)
    .meta({ description: "Within how many hours of awareness the other party is to be told" }),
  send: z
    .array(contractFact)
    .max(contractFact.options.length)
    .default([])
    .meta({ description: "What it is to be told. The letter to it is a draft while one of these is not known" }),
})

export type Contract = z.infer<typeof contract>

/** The contracts of a party that ask it to tell the other party of a breach: one with each at most. */
export const contractList = z.array(contract).max(1_000)
