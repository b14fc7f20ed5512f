import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../contracts/words.ts"
import { type LookupRequest, lookupRequest } from "../lookups/lookup-request.ts"

/** Fields that a visitor fills in. */
export const typedFields = ["retailer", "reference", "postalCode", "houseNumber"] as const
export type TypedField = (typeof typedFields)[number]

/** What is wrong with a field. `wrong`: too short or too long. */
export type FieldError = { readonly field: TypedField | "linkToken"; readonly reason: "missing" | "wrong" }

/** A form as it was sent. Fields without text are left out. */
export type SentForm = {
  readonly language: DocumentLanguage | undefined
  readonly values: ReadonlyMap<string, string>
  readonly read: LookupRequest | readonly FieldError[]
}

const fieldNames = [...typedFields, "linkToken"] as const
const language = z.enum(documentLanguages).optional().catch(undefined)

/** Reads a form (application/x-www-form-urlencoded). Of fields that come twice the first counts. */
export function readForm(body: Uint8Array): SentForm {
  const given = new URLSearchParams(new TextDecoder().decode(body))
  const values = new Map(
    fieldNames.flatMap((name) => {
      const text = (given.get(name) ?? "").trim()
      return text === "" ? [] : [[name, text] as const]
    }),
  )
  return { language: language.parse(given.get("lang") ?? undefined), values, read: requestOf(values) }
}

function requestOf(values: ReadonlyMap<string, string>): LookupRequest | readonly FieldError[] {
  const linkToken = values.get("linkToken")
  if (linkToken !== undefined) return parsed({ linkToken })
  const missing = (["retailer", "reference", "postalCode"] as const).filter((name) => !values.has(name))
  const { reference: orderReference, ...typed } = Object.fromEntries(values)
  const request = parsed({ ...typed, orderReference })
  if (missing.length === 0) return request
  const absent = missing.map((field): FieldError => ({ field, reason: "missing" }))
  return inOrder([...absent, ...("reference" in request ? [] : request.filter(({ field }) => values.has(field)))])
}

const fieldOfPath: Readonly<Record<string, FieldError["field"]>> = {
  retailer: "retailer",
  orderReference: "reference",
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

const inOrder = (errors: readonly FieldError[]): readonly FieldError[] =>
  [...errors].sort((one, other) => fieldNames.indexOf(one.field) - fieldNames.indexOf(other.field))
