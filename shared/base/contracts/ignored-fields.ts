import leven from "leven"
import * as z from "zod"
import { ownString } from "./bounded-string.ts"
import { contractFor, type SentEvent } from "./check-event.ts"
import type { EventContract } from "./define-event.ts"

/** A field that the schema of an event does not know, and that the hub therefore drops. Never its value. */
export const ignoredField = z
  .object({
    path: ownString().meta({
      description:
        "The field, if its name resembles one that the schema knows; otherwise the object that has it, because a name " +
        "that the schema does not know can be personal data",
      examples: ["data.recipient.adressLine"],
    }),
    nearest: ownString()
      .optional()
      .meta({ description: "The field that may be meant", examples: ["data.recipient.addressLine"] }),
    index: z
      .int()
      .optional()
      .meta({ description: "Place of the first entry of the outermost list that has the field" }),
    fix: ownString().meta({ description: "What the sender can do about it, in words that may change" }),
  })
  .meta({ description: "A field that the hub drops, because the schema does not know it" })
export type IgnoredField = z.infer<typeof ignoredField>

/** Most ignored fields in one answer. The same field of many entries counts once. */
const ignoredLimit = 50

/**
 * The fields of an event that its schema does not know. A field that the schema lets one leave out is lost in silence
 * when its name is misspelt, so the sender has to hear of it.
 *
 * @param sendable what the sender may send
 * @returns nothing for a type that the sender may not send
 */
export function ignoredFields(sendable: readonly EventContract[], sent: SentEvent): IgnoredField[] {
  const contract = contractFor(sendable, sent)
  if (contract === undefined) return []
  const found = new Map<string, IgnoredField>()
  for (const field of unknownFields(contract.schema, sent.detail, { path: "" })) {
    if (!found.has(field.path)) found.set(field.path, field)
    if (found.size === ignoredLimit) break
  }
  return [...found.values()]
}

/** Where in a detail something is. */
type Place = { path: string; index?: number }

function* unknownFields(schema: z.core.$ZodType, value: unknown, place: Place): Generator<IgnoredField> {
  const plain = optionFor(schema, value)
  if (plain instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, entry] of value.entries())
      yield* unknownFields(plain.element, entry, { index, ...place, path: `${place.path}[]` })
  }
  if (!(plain instanceof z.ZodObject) || !isObject(value)) return
  const { shape } = plain
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (known === undefined) yield ignored(name, Object.keys(shape), place)
    else yield* unknownFields(known, inner, { ...place, path: within(place, name) })
  }
}

function ignored(name: string, known: readonly string[], place: Place): IgnoredField {
  const index = place.index === undefined ? {} : { index: place.index }
  const nearest = nearestField(name, known)
  if (nearest !== undefined) {
    const [path, meant] = [within(place, name), within(place, nearest)]
    return { path, nearest: meant, ...index, fix: `The hub ignores ${path}. Write ${meant} if you mean that field.` }
  }
  const path = place.path === "" ? "detail" : place.path
  return { path, ...index, fix: `The hub ignores a field of ${path}. The fields there are ${known.join(", ")}.` }
}

const within = ({ path }: Place, name: string): string => (path === "" ? name : `${path}.${name}`)

const fieldName = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/

/** Undefined if more than 40% of a field's letters would have to change, as for the names of events. */
function nearestField(name: string, known: readonly string[]): string | undefined {
  if (!fieldName.test(name)) return undefined
  const wanted = name.toLowerCase().replace(/[_-]/g, "")
  const [nearest] = known
    .map((field) => ({ field, distance: leven(wanted, field.toLowerCase()) }))
    .filter(({ field, distance }) => distance <= field.length * 0.4)
    .sort((one, other) => one.distance - other.distance)
  return nearest?.field
}

/** The schema without what stands around it; of a union, the option that the value's own discriminator names. */
function optionFor(schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional) return optionFor(schema.unwrap(), value)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema
  const { discriminator } = schema.def
  const given = isObject(value) ? value[discriminator] : undefined
  return schema.options.find((option) => {
    const word = option instanceof z.ZodObject ? option.shape[discriminator] : undefined
    return word instanceof z.ZodLiteral && word.safeParse(given).success
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
