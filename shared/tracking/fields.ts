import { type FieldName, fieldName } from "../contracts/words.ts"

const order = new Map(fieldName.options.map((name, index) => [name, index]))

/** Field names without repeats, in the order in which {@link fieldName} lists them. */
export function sortedFields(fields: readonly FieldName[]): FieldName[] {
  return [...new Set(fields)].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
}

/** What one sees with a field although it is not listed: nobody may be told that it stayed hidden. */
const impliedBy: Readonly<Partial<Record<FieldName, readonly FieldName[]>>> = {
  "delivery-date": ["dates", "phase"],
  "signatory-name-or-initials": ["signature-recorded", "phase"],
  "signature-recorded": ["phase"],
  "pickup-point": ["phase"],
  address: ["postal-code"],
}

/** Fields of a lookup that were not among those exposed, nor told by one of them. Whatever was shown tells that a delivery exists. */
export function fieldsNotExposed(exposed: readonly FieldName[]): FieldName[] {
  const told = new Set<FieldName>([
    ...exposed,
    ...exposed.flatMap((field) => impliedBy[field] ?? []),
    ...(exposed.length > 0 ? (["existence"] as const) : []),
  ])
  return fieldName.options.filter((name) => !told.has(name))
}
