import * as z from "zod"
import { fieldName } from "../../../shared/base/contracts/words.ts"
import { networkMatcher } from "../../../shared/watch/detection/visitor/client-network.ts"
import { type FieldMeaning, readColumns } from "../formats/named-fields.ts"
import { isTimeZone, makeTimeReader, type TimeReader } from "../reading/log-time.ts"
import { referenceAtGiven } from "../references/reference-places.ts"
import type { ShippingRules } from "./shipped-access.ts"
import { disclosedFieldNames, shippedProofs } from "./shipped-words.ts"

/** What the carrier says of its log and its tool, as it writes it. */
export type GivenRules = {
  /** Where the reference is: `/track/{reference}`, `?number={reference}` or a regular expression. */
  readonly reference?: string | undefined
  /** The references are order numbers of this retailer. Without it they are tracking numbers. */
  readonly retailerAlias?: string | undefined
  /** What the tool shows for a reference that it knows, as `existence,phase`. */
  readonly fields?: string | undefined
  /** What it asks for before that. By default `none`. */
  readonly proof?: string | undefined
  /** Which field is what: `at=Date,address=IP,reference=Order`. */
  readonly columns?: string | undefined
  /** Zone of times that name none, as `America/Toronto`. */
  readonly timeZone?: string | undefined
  /** Of dates such as 03/04/2026: `dmy` or `mdy`. */
  readonly dateOrder?: string | undefined
  /** Networks that many people share, as `198.51.100.0/24,2001:db8::/32`. */
  readonly mobile?: string | undefined
}

export type ReadRules = Omit<ShippingRules, "key" | "visitors"> & {
  readonly columns: ReadonlyMap<FieldMeaning, string>
  readonly times: TimeReader
}

/** A rule has a value that cannot be used. */
export class RuleInvalid extends Error {
  override readonly name = "RuleInvalid"
  readonly rule: keyof GivenRules
  readonly reason: string

  constructor(rule: keyof GivenRules, reason: string) {
    super(`${rule} ${reason}.`)
    this.rule = rule
    this.reason = reason
  }
}

/** @throws RuleInvalid that names the rule */
export function readShippingRules(given: GivenRules): ReadRules {
  const read = <Value>(rule: keyof GivenRules, reader: (text: string) => Value): Value | undefined => {
    const text = given[rule]
    if (text === undefined) return undefined
    try {
      return reader(text)
    } catch (error) {
      const isOwn = error instanceof Error && !(error instanceof z.ZodError)
      throw new RuleInvalid(rule, isOwn ? error.message : "has a value that is not known")
    }
  }
  const dateOrder = read("dateOrder", (text) => z.enum(["dmy", "mdy"]).parse(text))
  return {
    findReference: read("reference", referenceAtGiven),
    retailerAlias: given.retailerAlias,
    fields: read("fields", disclosedFieldsOf) ?? [],
    proof: read("proof", (text) => z.enum(shippedProofs).parse(text)) ?? "none",
    columns: read("columns", readColumns) ?? new Map(),
    times: makeTimeReader(read("timeZone", timeZoneOf), dateOrder),
    mobileNetworks: read("mobile", networksOf) ?? [],
  }
}

/** @throws Error that names the first wrong one, and those that there are */
function disclosedFieldsOf(text: string) {
  return listed(text).map((given) => {
    const field = fieldName.safeParse(given)
    if (!field.success) throw new Error(`has no field "${given}"; it takes ${disclosedFieldNames}`)
    return field.data
  })
}

const listed = (text: string): readonly string[] => text.split(",").map((one) => one.trim())

function timeZoneOf(name: string): string {
  if (!isTimeZone(name)) throw new Error("is no time zone such as UTC or America/Toronto")
  return name
}

function networksOf(text: string): readonly string[] {
  const networks = listed(text)
  try {
    networks.forEach(networkMatcher)
  } catch {
    throw new Error("takes networks such as 198.51.100.0/24")
  }
  return networks
}
