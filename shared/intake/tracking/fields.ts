import { type FieldName, fieldName } from "../../base/contracts/words.ts"

const order = new Map(fieldName.options.map((name, index) => [name, index]))

/** Field names without repeats, in the order of {@link fieldName}. */
export function sortedFields(fields: readonly FieldName[]): FieldName[] {
  return [...new Set(fields)].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
}

/** Fields that another field reveals. A notice must not say that they stayed hidden. */
const impliedBy: Readonly<Partial<Record<FieldName, readonly FieldName[]>>> = {
  "delivery-date": ["dates", "phase"],
  "signatory-name-or-initials": ["signature-recorded", "phase"],
  "signature-recorded": ["phase"],
  "pickup-point": ["phase"],
  address: ["postal-code"],
}

/** Fields that were neither exposed nor revealed by an exposed field. Every field reveals that a delivery exists. */
export function fieldsNotExposed(exposed: readonly FieldName[]): FieldName[] {
  const revealed = new Set<FieldName>([
    ...exposed,
    ...exposed.flatMap((field) => impliedBy[field] ?? []),
    ...(exposed.length > 0 ? (["existence"] as const) : []),
  ])
  return fieldName.options.filter((name) => !revealed.has(name))
}
