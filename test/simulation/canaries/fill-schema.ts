import * as z from "zod"

/** A value that was sent, and the field that held it. */
export type Filled = { readonly path: string; readonly value: string }

export type FillOptions = {
  /** Name of the filled part, the first word of each path. */
  readonly root: string
  /** Which choice of each union is filled. */
  readonly variant: number
  /** The value that a field of this name needs for the hub to go on. Undefined if it gets a canary. It is not noted. */
  readonly given: (field: string) => unknown
  /** A number that no other canary has. */
  readonly nextNumber: () => number
}

/** A value that fits a schema, with a canary in each field that takes a text of the sender. */
export function fillSchema(schema: z.ZodType, options: FillOptions): { value: unknown; filled: Filled[] } {
  const filled: Filled[] = []
  const note = (path: string, value: unknown): unknown => {
    if (typeof value === "string") filled.push({ path, value })
    return value
  }
  const fill = (node: z.core.$ZodType, path: string): unknown => {
    if (isWrapped(node)) return fill(node.unwrap(), path)
    if (node instanceof z.ZodPipe) return fill(node.in, path)
    const field = path.replace(/^.*\./, "").replace("[]", "")
    const given = options.given(field)
    if (given !== undefined) return given
    if (node instanceof z.ZodObject) {
      const entries = Object.entries(node.shape).map(([name, inner]) => [
        name,
        fill(schemaOf(inner), `${path}.${name}`),
      ])
      return Object.fromEntries(entries)
    }
    if (node instanceof z.ZodArray) {
      const entry = () => fill(schemaOf(node.element), `${path}[]`)
      const one = entry()
      const needsTwo = !node.safeParse([one]).success && node.safeParse([one, one]).success
      return needsTwo ? [one, entry()] : [one]
    }
    if (node instanceof z.ZodRecord) return { anyField: note(`${path}.anyField`, `Canary ${options.nextNumber()}`) }
    if (node instanceof z.ZodUnion) return fill(schemaOf(node.options[options.variant % node.options.length]), path)
    if (node instanceof z.ZodString || node instanceof z.ZodIPv4)
      return note(path, canaryFor(node, options.nextNumber()))
    return sampleOf(node)
  }
  return { value: fill(schema, options.root), filled }
}

/** How many choices the largest union of a schema has. */
export function variantsOf(schema: z.ZodType): number {
  const count = (node: unknown): number => {
    if (isWrapped(node)) return count(node.unwrap())
    if (node instanceof z.ZodPipe) return count(node.in)
    if (node instanceof z.ZodObject) return Math.max(1, ...Object.values(node.shape).map(count))
    if (node instanceof z.ZodArray) return count(node.element)
    if (node instanceof z.ZodUnion) return Math.max(node.options.length, ...node.options.map(count))
    return 1
  }
  return count(schema)
}

/** Whether a schema is another one that may be absent, or may not. */
function isWrapped(node: unknown): node is z.ZodOptional | z.ZodDefault | z.ZodNullable | z.ZodNonOptional {
  return [z.ZodOptional, z.ZodDefault, z.ZodNullable, z.ZodNonOptional].some((kind) => node instanceof kind)
}

function schemaOf(node: unknown): z.core.$ZodType {
  if (node instanceof z.core.$ZodType) return node
  throw new Error("a part of a schema is not a schema")
}

/** The first canary that the field takes, or its example if it takes none: then the field has a closed format. */
function canaryFor(node: z.ZodType, number: number): unknown {
  const candidates = [
    `Canary ${number}`,
    `canary-${number}`,
    `canary-${number}-0123456789`,
    `CANARY${number}`,
    `canary${number}`.padEnd(43, "x"),
    `canary${number}`.padEnd(43, "x").concat("="),
    String(number).padStart(64, "0"),
    `Canary ${letters(number)}`,
    `WS-${String(number).padStart(10, "9")}`,
    `drill-${letters(number).padStart(8, "z")}`,
    // As the id of a law that nobody has.
    `qq-canary${number}`,
    `198.18.${Math.floor(number / 256) % 256}.${number % 256}`,
  ]
  return candidates.find((candidate) => node.safeParse(candidate).success) ?? sampleOf(node)
}

function letters(number: number): string {
  return [...String(number)].map((digit) => "abcdefghij"[Number(digit)]).join("")
}

/** An hour before the canaries start. */
const sampleInstant = "2026-11-01T11:00:00.000Z"

/** A valid value of a schema that takes no text of the sender. */
function sampleOf(node: z.core.$ZodType): unknown {
  if (node instanceof z.ZodEnum) return node.options[0]
  if (node instanceof z.ZodLiteral) return node.value
  if (node instanceof z.ZodBoolean) return true
  const examples = node instanceof z.ZodType ? node.meta()?.["examples"] : undefined
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  if (node instanceof z.ZodISODateTime) return sampleInstant
  const number = [1, 0].find((one) => node instanceof z.ZodType && node.safeParse(one).success)
  if (number !== undefined) return number
  throw new Error(`no sample of a ${node._zod.def.type}`)
}
