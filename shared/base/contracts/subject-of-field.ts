import type { FieldName } from "./words.ts"

/** Whom a field is about. One parcel can have three people: who ordered it, who receives it, and who signed for it. */
export type FieldSubject = "purchaser" | "recipient" | "signer"

/** The person whom each field tells something of. What names nobody tells of the one who receives the parcel. */
const subjects: Readonly<Record<FieldName, FieldSubject>> = {
  existence: "recipient",
  retailer: "recipient",
  phase: "recipient",
  dates: "recipient",
  "delivery-date": "recipient",
  "pickup-point": "recipient",
  "signature-recorded": "signer",
  "signatory-name-or-initials": "signer",
  "postal-code": "recipient",
  "nature-of-delivery": "recipient",
  address: "recipient",
  payment: "purchaser",
  purchaser: "purchaser",
}

const subjectOf: ReadonlyMap<string, FieldSubject> = new Map(Object.entries(subjects))

/** Of whom some fields of one parcel tell. Whatever is shown tells that somebody receives it. */
export const subjectsOf = (fields: readonly string[]): ReadonlySet<FieldSubject> =>
  new Set(["recipient", ...fields.flatMap((field) => subjectOf.get(field) ?? [])])

/** Of whom some fields tell beside the one who ordered: a shop that knows buyers alone cannot write to them. */
export function beyondPurchaser(fields: readonly FieldName[]): readonly Exclude<FieldSubject, "purchaser">[] {
  const told = new Set(fields.map((field) => subjects[field]))
  return (["recipient", "signer"] as const).filter((subject) => told.has(subject))
}
