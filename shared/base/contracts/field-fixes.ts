import * as z from "zod"
import type { Problem } from "./problem.ts"
import { isFixedByPath } from "./problem-fixes.ts"

/** Most characters of a fix. */
const fixLimit = 400

/** The problems of an event, with the fixes that its schema has. */
export function withFieldFixes(
  { schema }: { readonly schema: z.core.$ZodType },
  problems: readonly Problem[],
): Problem[] {
  return problems.map((found) => {
    const fix = isFixedByPath(found) ? undefined : fixOfField(schema, found)
    return fix === undefined ? found : { fix, ...found }
  })
}

/**
 * What to write into a field of an event that has a wrong type or format: an example and the field's meaning, as its
 * schema has them. Never a pattern, which is for programs. Undefined: the schema has no example, or the rule is another
 * one.
 */
function fixOfField(schema: z.core.$ZodType, { path, rule }: Problem): string | undefined {
  if (rule !== "format" && rule !== "type") return undefined
  const field = path.split(".").reduce<z.core.$ZodType | undefined>(stepInto, schema)
  if (field !== undefined && unwrapped(field) instanceof z.ZodISODateTime)
    return `Write ${path} as date, time and offset, such as 2026-11-01T09:03:00-05:00. If it has no offset, add one.`
  const { example, description } = explained(field)
  if (example === undefined) return undefined
  const sentence = `Write ${path} as in this example: ${JSON.stringify(example)}.`
  const whole = description === undefined ? sentence : `${sentence} ${description}.`
  return [whole, sentence].find((fix) => fix.length <= fixLimit)
}

/** The schema of a field, or of an entry of its list. Of a union, that of the first option which has the field. */
function stepInto(schema: z.core.$ZodType | undefined, step: string): z.core.$ZodType | undefined {
  const plain = schema === undefined ? undefined : unwrapped(schema)
  if (plain instanceof z.ZodDiscriminatedUnion)
    return plain.options.map((option) => stepInto(option, step)).find((found) => found !== undefined)
  const field = plain instanceof z.ZodObject ? plain.shape[step.replace("[]", "")] : undefined
  if (!step.endsWith("[]")) return field
  const list = field === undefined ? undefined : unwrapped(field)
  return list instanceof z.ZodArray ? list.element : undefined
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
