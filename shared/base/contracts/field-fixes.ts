import * as z from "zod"
import type { Problem } from "./problem.ts"

/** Most characters of a fix. */
const fixLimit = 400

/** The problems of an event, with the fixes that its schema has. */
export function withFieldFixes(
  { producerData }: { readonly producerData: z.core.$ZodType },
  problems: readonly Problem[],
): Problem[] {
  return problems.map((found) => {
    const fix = fixOfField(producerData, found)
    return fix === undefined ? found : { fix, ...found }
  })
}

/**
 * What to write into a field of an event's data that has a wrong type or format: an example and the field's meaning, as
 * its schema has them. Never a pattern, which is for programs. Undefined: the schema has no example, or the rule is
 * another one.
 *
 * @param data the schema of the event's data
 */
function fixOfField(data: z.core.$ZodType, { path, rule }: Problem): string | undefined {
  if (rule !== "format" && rule !== "type") return undefined
  const [root, ...steps] = path.split(".")
  if (root !== "data") return undefined
  const { example, description } = explained(steps.reduce<z.core.$ZodType | undefined>(stepInto, data))
  if (example === undefined) return undefined
  const sentence = `Write ${path} as in this example: ${JSON.stringify(example)}.`
  const whole = description === undefined ? sentence : `${sentence} ${description}.`
  return [whole, sentence].find((fix) => fix.length <= fixLimit)
}

function stepInto(schema: z.core.$ZodType | undefined, step: string): z.core.$ZodType | undefined {
  const plain = schema === undefined ? undefined : unwrapped(schema)
  return plain instanceof z.ZodObject ? plain.shape[step] : undefined
}

/** Example and description of a schema, or of what it wraps. */
function explained(schema: z.core.$ZodType | undefined): { example?: unknown; description?: string | undefined } {
  if (schema === undefined) return {}
  const { examples, description } = z.globalRegistry.get(schema) ?? {}
  if (Array.isArray(examples) && examples.length > 0) return { example: examples[0], description }
  return isWrapper(schema) ? explained(schema.unwrap()) : {}
}

const isWrapper = (schema: z.core.$ZodType) =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault

const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  isWrapper(schema) ? unwrapped(schema.unwrap()) : schema
