import { type FieldName, fieldName } from "../../base/contracts/words.ts"

const order = new Map(fieldName.options.map((name, index) => [name, index]))

/** Field names without repeats, in the order of {@link fieldName}. */
export function sortedFields(fields: readonly FieldName[]): FieldName[] {
  return [...new Set(fields)].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
}

/** Fields that another field reveals. */
const impliedBy: Readonly<Partial<Record<FieldName, readonly FieldName[]>>> = {
  "delivery-date": ["dates", "phase"],
  "signatory-name-or-initials": ["signature-recorded", "phase"],
  "signature-recorded": ["phase"],
  "pickup-point": ["phase"],
  address: ["postal-code"],
}

/**
 * Fields that these reveal, without those themselves. Every field reveals that a delivery exists. A notice must not say
 * that they stayed hidden.
 */
export function impliedFields(shown: readonly FieldName[]): FieldName[] {
  if (shown.length === 0) return []
  const implied = sortedFields(["existence", ...shown.flatMap((field) => impliedBy[field] ?? [])])
  return implied.filter((field) => !shown.includes(field))
}
