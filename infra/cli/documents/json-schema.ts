import * as z from "zod"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { deprecationInWords } from "../../../shared/base/contracts/deprecation.ts"

/** The parts of a JSON Schema that documents and the comparison of versions read. */
export type JsonSchema = {
  [keyword: string]: unknown
  type?: string | string[] | undefined
  title?: string | undefined
  description?: string | undefined
  properties?: Record<string, JsonSchema> | undefined
  required?: string[] | undefined
  items?: JsonSchema | undefined
  oneOf?: JsonSchema[] | undefined
  anyOf?: JsonSchema[] | undefined
  enum?: unknown[] | undefined
  const?: unknown
  format?: string | undefined
  pattern?: string | undefined
  examples?: unknown[] | undefined
}

export const jsonSchema: z.ZodType<JsonSchema> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional()
  },
  required: z.array(z.string()).optional(),
  get items() {
    return jsonSchema.optional()
  },
  get oneOf() {
    return z.array(jsonSchema).optional()
  },
  get anyOf() {
    return z.array(jsonSchema).optional()
  },
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
})

/** Formats with a standard meaning. Documents leave out zod's long expressions for them. */
const plainFormats = new Set(["date-time", "ipv4", "ipv6", "uri", "email"])

/** The JSON Schema (2020-12) of what a zod schema accepts. Objects are open, because receivers ignore additions. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema: generated }) => simplify(generated),
  })
  return readSchema(withoutRecursion(plain))
}

/** Leaves out of a generated schema what says nothing to its readers. */
export function simplify(generated: { format?: string; pattern?: string; maximum?: number; maxLength?: number }): void {
  withoutSpareLength(generated)
  if (generated.format !== undefined && plainFormats.has(generated.format)) delete generated.pattern
  if (generated.maximum === Number.MAX_SAFE_INTEGER) delete generated.maximum
}

/** A bound that is there for the sake of cost says nothing beside a form that says how long a value is. */
function withoutSpareLength(generated: { pattern?: string; maxLength?: number }): void {
  const { pattern = "" } = generated
  const isOfSomeLength = pattern.startsWith("^") && pattern.endsWith("$") && !/[+*]|,\}/.test(pattern)
  if (isOfSomeLength) delete generated.maxLength
}

/** The JSON Schema of a configuration file, for the editors of those who write one. A misspelt field does not fit. */
export function configurationSchema(schema: z.ZodType, title: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema: generated }) => withoutSpareLength(generated),
  })
  return readSchema({ $schema, title, ...rest })
}

/**
 * Replaces a self-reference, which only "any JSON" has, by "anything". In a larger document it would point nowhere.
 */
function withoutRecursion(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutRecursion)
  }
  if (typeof value !== "object" || value === null) {
    return value
  }
  const entries = Object.entries(value).filter(([keyword]) => keyword !== "$defs")
  const recursive = entries.some(([keyword, target]) => keyword === "$ref" && String(target).startsWith("#"))
  return recursive ? {} : Object.fromEntries(entries.map(([keyword, inner]) => [keyword, withoutRecursion(inner)]))
}

/** Parses JSON as a JSON Schema. */
export function readSchema(json: unknown): JsonSchema {
  return jsonSchema.parse(json)
}

const annotations = new Set(["$schema", "$id", "title", "description", "examples", "deprecated"])

/** The schema without titles, descriptions and examples. Compatibility depends on the rest. */
export function shapeOf(schema: JsonSchema): JsonSchema {
  const { properties } = schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !annotations.has(keyword))
      .map(([keyword, value]) => {
        if (keyword === "properties" && properties !== undefined) {
          return [keyword, Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, shapeOf(each)]))]
        }
        if (keyword === "items" && schema.items !== undefined) return [keyword, shapeOf(schema.items)]
        if (keyword === "oneOf" && schema.oneOf !== undefined) return [keyword, schema.oneOf.map(shapeOf)]
        if (keyword === "anyOf" && schema.anyOf !== undefined) return [keyword, schema.anyOf.map(shapeOf)]
        return [keyword, value]
      }),
  )
}

/** The schema of an event's detail, with whole examples. */
export function eventSchema(contract: EventContract): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wayseal:event:${contract.name}`,
    ...jsonSchemaOf(contract.schema),
    ...(contract.deprecation && { deprecated: true, description: deprecationInWords(contract.deprecation) }),
    examples: contract.examples.map((data) => exampleDetail(contract, data)),
  }
}

/** A whole detail around an example of the data. */
export function exampleDetail(contract: EventContract, data: unknown): Record<string, unknown> {
  return {
    metadata: {
      id: "5Qb3b3cW0m9s7c1Yq2u4xA",
      occurredAt: "2026-11-01T14:03:00.000Z",
      correlationId: "order-story-81",
      version: contract.version,
      ...(contract.from === "hub" ? { audience: contract.to === "carrier" ? "northpost" : "leafline" } : {}),
    },
    data,
  }
}
