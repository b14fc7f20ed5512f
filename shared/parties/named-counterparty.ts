import * as z from "zod"
import { documentLanguages, lawId, operatorOf } from "../contracts/words.ts"
import type { Carrier, Party, Retailer } from "./party.ts"

/** Stands between a retailer's id and its name for a counterparty. No id of the exchange has it. */
const mark = "--"

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

/** A carrier that takes no part. It has no credentials and no channels, and gets letters alone. */
export type NamedCarrier = Carrier & { readonly named: Named }

/** Whether a party is a named counterparty. */
export function isNamed(party: Party): party is NamedCarrier {
  return party.kind === "carrier" && party.named !== undefined
}

/** Whether a party may know of a carrier: of each that takes part, and of those that it named itself. */
export function isKnownTo({ named }: Pick<Carrier, "named">, partyId: string): boolean {
  return named === undefined || named.by === partyId
}

/** Whether an id has the form of a named counterparty's. No party of the exchange may have such an id. */
export function isReservedId(partyId: string): boolean {
  return partyId.includes(mark)
}

/** What is said of a party of the exchange with such an id. */
export const idReserved = `has "${mark}", which stands in the ids of named counterparties. Write single hyphens`

/** Whether the carrier that runs a tool reports what it showed. One that takes no part reports nothing. */
export function isReportedByCarrier(tool: string): boolean {
  const operator = operatorOf(tool)
  return operator !== undefined && !isReservedId(operator)
}

/** The id of a retailer's counterparty. */
export function counterpartyId(retailerId: string, key: string): string {
  return `${retailerId}${mark}${key}`
}

/** The id of the retailer that named the party with this id. Undefined: it is no id of a named counterparty. */
export function namerOf(partyId: string): string | undefined {
  const place = partyId.lastIndexOf(mark)
  return place <= 0 ? undefined : partyId.slice(0, place)
}

/** The carriers that a retailer named, as parties. The hub derives a case's duties from their laws like those of any. */
export function counterpartiesOf({ id, counterparties = [] }: Pick<Retailer, "id" | "counterparties">): NamedCarrier[] {
  return counterparties.map(({ key, name, privacyEmail, language, laws, noLawBinds, jurisdiction }) => ({
    id: counterpartyId(id, key),
    kind: "carrier" as const,
    discreet: false as const,
    named: { by: id, privacyEmail },
    alias: name,
    channels: { queue: false, emails: [], escalationEmails: [] },
    laws,
    ...(noLawBinds === undefined ? {} : { noLawBinds }),
    roles: [],
    documents: { legalName: name },
    jurisdiction,
    language,
    heavyReaders: [],
  }))
}
