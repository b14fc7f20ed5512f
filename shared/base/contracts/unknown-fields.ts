import * as z from "zod"

/** Where in a value something is. */
export type Place = { readonly path: string; readonly index?: number }

/** The fields of one object that its schema does not know, and those that it knows. */
export type UnknownFields = {
  readonly names: readonly string[]
  readonly known: readonly string[]
  readonly place: Place
}

/** The fields of a value that a tolerant schema drops, by object. @param place of the value itself */
export function* unknownFields(schema: z.core.$ZodType, value: unknown, place: Place): Generator<UnknownFields> {
  const plain = optionFor(schema, value)
  if (plain instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, entry] of value.entries())
      yield* unknownFields(plain.element, entry, { index, ...place, path: `${place.path}[]` })
  }
  if (!(plain instanceof z.ZodObject) || !isObject(value)) return
  const { shape } = plain
  const names: string[] = []
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (known !== undefined) yield* unknownFields(known, inner, { ...place, path: within(place, name) })
    else if (inner !== undefined) names.push(name)
  }
  if (names.length > 0) yield { names, known: Object.keys(shape), place }
}

/** The path of a field. */
export const within = ({ path }: Place, name: string): string => (path === "" ? name : `${path}.${name}`)

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
