import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import { type LookupRequest, lookupRequest } from "../../watch/lookups/lookup-request.ts"

/** Fields that a visitor fills in, by what they know: a shop and its order, or a carrier and its number. */
const fieldsOf = {
  orderNumber: ["retailer", "reference", "postalCode", "houseNumber"],
  trackingNumber: ["carrier", "trackingNumber", "postalCode", "houseNumber"],
} as const

/** What a visitor knows of the parcel. */
export type FormKind = keyof typeof fieldsOf
export type TypedField = (typeof fieldsOf)[FormKind][number]

/** What is wrong with a field. `wrong`: too short or too long. */
export type FieldError = { readonly field: TypedField | "linkToken"; readonly reason: "missing" | "wrong" }

/** A form as it was sent. Fields without text are left out, and so are those of the other form. */
export type SentForm = {
  readonly language: DocumentLanguage | undefined
  readonly kind: FormKind
  /** With the name of the form, unless it is the usual one: all that sends the same form again. */
  readonly values: ReadonlyMap<string, string>
  readonly read: LookupRequest | readonly FieldError[]
}

/** The parameter that asks for a form, and its value for the one that is not the usual one. */
export const formParameter = "by"
export const formKind = z.enum(["orderNumber", "trackingNumber"]).catch("orderNumber")

const language = z.enum(documentLanguages).optional().catch(undefined)

/** Reads a form (application/x-www-form-urlencoded). Of fields that come twice the first counts. */
export function readForm(body: Uint8Array): SentForm {
  const given = new URLSearchParams(new TextDecoder().decode(body))
  const kind = formKind.parse(given.get(formParameter) ?? undefined)
  const typed = new Map(
    [...fieldsOf[kind], "linkToken"].flatMap((name) => {
      const text = (given.get(name) ?? "").trim()
      return text === "" ? [] : [[name, text] as const]
    }),
  )
  const values = kind === "orderNumber" ? typed : new Map([[formParameter, kind], ...typed])
  return { language: language.parse(given.get("lang") ?? undefined), kind, values, read: requestOf(kind, typed) }
}

function requestOf(kind: FormKind, values: ReadonlyMap<string, string>): LookupRequest | readonly FieldError[] {
  const linkToken = values.get("linkToken")
  if (linkToken !== undefined) return parsed({ linkToken })
  const missing = fieldsOf[kind].filter((name) => name !== "houseNumber" && !values.has(name))
  const { reference: orderReference, ...typed } = Object.fromEntries(values)
  const request = parsed({ ...typed, orderReference })
  if (missing.length === 0) return request
  const absent = missing.map((field): FieldError => ({ field, reason: "missing" }))
  return inOrder([...absent, ...("reference" in request ? [] : request.filter(({ field }) => values.has(field)))])
}

const fieldOfPath: Readonly<Record<string, FieldError["field"]>> = {
  retailer: "retailer",
  orderReference: "reference",
  carrier: "carrier",
  trackingNumber: "trackingNumber",
  postalCode: "postalCode",
  houseNumber: "houseNumber",
  linkToken: "linkToken",
}

function parsed(body: unknown): LookupRequest | readonly FieldError[] {
  const result = lookupRequest.safeParse(body)
  if (result.success) return result.data
  const fields = result.error.issues.flatMap(({ path }) => fieldOfPath[String(path[0])] ?? [])
  return inOrder([...new Set(fields)].map((field) => ({ field, reason: "wrong" })))
}

/** As they stand on the page. */
const order: readonly string[] = Object.values(fieldOfPath)

const inOrder = (errors: readonly FieldError[]): readonly FieldError[] =>
  [...errors].sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field))
