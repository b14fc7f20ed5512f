import * as z from "zod"
import { type JsonSchema, jsonSchema } from "../../infra/cli/documents/json-schema.ts"
import { breakingChanges } from "../../infra/cli/documents/schema-compatibility.ts"

const content = z.record(z.string(), z.object({ schema: jsonSchema.optional() }))

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: jsonSchema.default({}),
})

const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.default({}) })),
})
type Operation = z.output<typeof operation>

/** The parts of an OpenAPI document that the comparison reads, once references are resolved. */
const apiDocument = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/**
 * What a changed OpenAPI document would break for those who call the API, in lines for people: an operation, parameter,
 * field, status or content type that is gone, and whatever is narrower in a request or wider in an answer. Refusals may
 * change, because each names its code, and unknown statuses are refusals of their class.
 *
 * @param before the document of a release
 */
export function breakingApiChanges(before: unknown, after: unknown): string[] {
  const [old, current] = [before, after].map((document) => apiDocument.parse(resolved(document, document)))
  return Object.entries(old?.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, was]) => {
      const is = current?.paths[path]?.[method]
      const name = `${method.toUpperCase()} ${path}`
      if (is === undefined) return [`${name}: removed`]
      return [...parameterChanges(was, is), ...bodyChanges(was, is), ...answerChanges(was, is)].map(
        (change) => `${name}: ${change}`,
      )
    }),
  )
}

function parameterChanges(was: Operation, is: Operation): string[] {
  const nameOf = (one: z.output<typeof parameter>) => `${one.in} ${one.name}`
  const gone = was.parameters.filter((one) => !is.parameters.some((other) => nameOf(other) === nameOf(one)))
  const changed = is.parameters.flatMap((one) => {
    const old = was.parameters.find((other) => nameOf(other) === nameOf(one))
    const demanded = one.required && old?.required !== true ? [`${nameOf(one)}: became required`] : []
    return [...demanded, ...(old === undefined ? [] : inPart(nameOf(one), old.schema, one.schema, true))]
  })
  return [...gone.map((one) => `${nameOf(one)}: removed`), ...changed]
}

function bodyChanges({ requestBody: was }: Operation, { requestBody: is }: Operation): string[] {
  if (was === undefined) return is === undefined ? [] : ["body: became required"]
  return contentChanges("body", was.content, is?.content ?? {}, true)
}

function answerChanges(was: Operation, is: Operation): string[] {
  const successes = Object.entries(was.responses).filter(([status]) => status.startsWith("2"))
  return successes.flatMap(([status, { content: old }]) => {
    const current = is.responses[status]
    return current === undefined ? [`${status}: removed`] : contentChanges(status, old, current.content, false)
  })
}

function contentChanges(
  part: string,
  was: z.output<typeof content>,
  is: z.output<typeof content>,
  incoming: boolean,
): string[] {
  return Object.entries(was).flatMap(([type, { schema: old = {} }]) => {
    const current = is[type]
    return current === undefined ? [`${part} ${type}: removed`] : inPart(part, old, current.schema ?? {}, incoming)
  })
}

function inPart(part: string, was: JsonSchema, is: JsonSchema, incoming: boolean): string[] {
  return breakingChanges(was, is, incoming).map((change) => `${part}: ${change}`)
}

/** The document with what its references lead to. No schema of ours refers to itself. */
function resolved(value: unknown, document: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, document))
  if (typeof value !== "object" || value === null) return value
  const reference: unknown = Reflect.get(value, "$ref")
  if (typeof reference === "string") return resolved(at(document, reference.slice(2).split("/")), document)
  const parts = Object.entries(value).map(([name, inner]): [string, unknown] => [name, resolved(inner, document)])
  // The type beside choices only says what all of them are.
  const isChoice = "oneOf" in value || "anyOf" in value
  return Object.fromEntries(parts.filter(([name]) => !(isChoice && name === "type")))
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}
