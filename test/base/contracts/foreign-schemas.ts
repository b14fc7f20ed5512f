import * as z from "zod"
import { documentedRoutes } from "../../../infra/cli/documents/routes.ts"
import { stageConfig } from "../../../infra/stages/stage-config.ts"
import { ingressContracts } from "../../../shared/base/contracts/catalogue.ts"
import { onBehalfOf } from "../../../shared/base/contracts/on-behalf-of.ts"
import { trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"
import { parties } from "../../../shared/parties/party.ts"
import { lookupRequest } from "../../../shared/watch/lookups/lookup-request.ts"

type Schema = z.core.$ZodType

/** Every schema that takes what somebody else wrote, by name, as far as one can be named from outside its file. */
export function foreignSchemas(): readonly (readonly [name: string, schema: Schema])[] {
  const events = ingressContracts.flatMap(({ name, schema, data }) => [
    [name, schema] as const,
    [`${name}, as it is received`, data] as const,
  ])
  // The schemas of headers are for documents alone. The pipeline bounds every header.
  const requests = documentedRoutes.flatMap(({ method, path, body, otherBodies = {}, query }) =>
    [body, query, ...Object.values(otherBodies)].flatMap((schema) =>
      schema === undefined ? [] : [[`${method} ${path}`, schema] as const],
    ),
  )
  return [
    ...events,
    ...requests,
    ["an access", trackingAccess],
    ["a visitor in a token", onBehalfOf],
    ["a lookup", lookupRequest],
    ["the file of parties", parties],
    ["the file of a stage", stageConfig],
  ]
}

/** A string or list in a schema, and where it is. */
export type Leaf = { readonly path: string; readonly schema: Schema }

/** Each string and each list within a schema. */
export function leavesOf(name: string, schema: Schema): readonly Leaf[] {
  const leaves: Leaf[] = []
  const seen = new Set<Schema>()
  const visit = (inner: Schema, path: string): void => {
    if (seen.has(inner)) return
    seen.add(inner)
    if (inner instanceof z.core.$ZodString || inner instanceof z.core.$ZodArray) leaves.push({ path, schema: inner })
    for (const [part, next] of partsOf(inner)) visit(next, `${path}${part}`)
  }
  visit(schema, name)
  return leaves
}

function partsOf(schema: Schema): readonly (readonly [string, Schema])[] {
  if (schema instanceof z.core.$ZodObject)
    return Object.entries(schema._zod.def.shape).map(([key, inner]) => [`.${key}`, inner] as const)
  if (schema instanceof z.core.$ZodArray) return [["[]", schema._zod.def.element]]
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.map((option) => ["|", option] as const)
  if (schema instanceof z.core.$ZodTuple) return schema._zod.def.items.map((item) => ["[]", item] as const)
  if (schema instanceof z.core.$ZodRecord)
    return [
      ["{key}", schema._zod.def.keyType],
      ["{}", schema._zod.def.valueType],
    ]
  if (schema instanceof z.core.$ZodPipe)
    return [
      ["", schema._zod.def.in],
      ["", schema._zod.def.out],
    ]
  if (schema instanceof z.core.$ZodLazy) return [["", schema._zod.innerType]]
  const { def } = schema._zod
  const inner = "innerType" in def ? def.innerType : undefined
  return inner instanceof z.core.$ZodType ? [["", inner]] : []
}
