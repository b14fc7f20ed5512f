import type { JsonSchema } from "./json-schema.ts"

/**
 * What a changed schema would break, in lines for people. Empty when the change needs no new version.
 *
 * The hub must accept every event of a party that it accepted before, and read every row that it wrote. Every event
 * that the hub sends must fit the old schema, except for added fields, which receivers ignore. In both directions no
 * field may disappear, because somebody may rely on it. A list of words that is marked as extensible may grow in both
 * directions, also into a form that all its words have.
 *
 * @param incoming whether today's hub reads what fits the schema before
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, incoming: boolean): string[] {
  const found: string[] = []
  compare(before, after, "", { incoming, found })
  return found
}

type Comparison = { incoming: boolean; found: string[] }

function compare(before: JsonSchema, after: JsonSchema, path: string, comparison: Comparison): void {
  const { incoming, found } = comparison
  const place = path === "" ? "the detail" : path
  const [narrow, wide] = incoming ? [before, after] : [after, before]

  if (String(before.type) !== String(after.type)) {
    found.push(`${place}: type changed`)
    return
  }
  const words = wordsOf(narrow)
  for (const keyword of ["format", "pattern"] as const) {
    const form = wide[keyword]
    const isKept = keyword === "pattern" && words?.every((word) => new RegExp(String(form), "u").test(word)) === true
    if (form !== undefined && form !== narrow[keyword] && !isKept) {
      found.push(`${place}: ${keyword} changed`)
    }
  }
  for (const [keyword, atLeast] of limits) {
    const allowed = numberOr(wide[keyword], atLeast ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
    const longest =
      keyword === "maxLength" && words !== undefined ? Math.max(...words.map(({ length }) => length)) : undefined
    const used = longest ?? numberOr(narrow[keyword], atLeast ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
    if (atLeast ? used < allowed : used > allowed) {
      found.push(`${place}: ${keyword} became ${incoming ? "narrower" : "wider"}`)
    }
  }
  if (incoming || before["x-extensible"] !== true) {
    compareValues(narrow, wide, place, found)
  } else {
    compareValues(before, after, place, found)
  }
  compareProperties(before, after, path, comparison)
  if (before.items !== undefined || after.items !== undefined) {
    compare(before.items ?? {}, after.items ?? {}, `${path}[]`, comparison)
  }
  compareChoices(before, after, path, comparison)
}

/** Keywords that set a limit, and whether the value must be at least the limit. */
const limits = [
  ["minLength", true],
  ["minItems", true],
  ["minimum", true],
  ["exclusiveMinimum", true],
  ["maxLength", false],
  ["maxItems", false],
  ["maximum", false],
  ["exclusiveMaximum", false],
] as const

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise
}

const valuesOf = (schema: JsonSchema) => schema.enum ?? (schema.const === undefined ? undefined : [schema.const])

/** The words that are the only values of a schema. */
function wordsOf(schema: JsonSchema): readonly string[] | undefined {
  const values = valuesOf(schema)
  return values?.every((value) => typeof value === "string") === true ? values : undefined
}

function compareValues(narrow: JsonSchema, wide: JsonSchema, place: string, found: string[]): void {
  const allowed = valuesOf(wide)
  if (allowed === undefined) {
    return
  }
  const used = valuesOf(narrow)
  const missing = used?.filter((value) => !allowed.includes(value))
  if (missing === undefined) {
    found.push(`${place}: was or became limited to a list`)
  } else if (missing.length > 0) {
    found.push(`${place}: ${missing.map(String).join(", ")} not in both versions`)
  }
}

function compareProperties(before: JsonSchema, after: JsonSchema, path: string, comparison: Comparison): void {
  const { incoming, found } = comparison
  const inside = (name: string) => (path === "" ? name : `${path}.${name}`)
  for (const [name, property] of Object.entries(before.properties ?? {})) {
    const successor = after.properties?.[name]
    if (successor === undefined) {
      found.push(`${inside(name)}: removed`)
    } else {
      compare(property, successor, inside(name), comparison)
    }
  }
  const [asked, promised] = incoming ? [after, before] : [before, after]
  for (const name of asked.required ?? []) {
    if (!(promised.required ?? []).includes(name) && (incoming || after.properties?.[name] !== undefined)) {
      found.push(`${inside(name)}: ${incoming ? "became required" : "is no longer always there"}`)
    }
  }
}

function compareChoices(before: JsonSchema, after: JsonSchema, path: string, comparison: Comparison): void {
  const old = before.oneOf ?? before.anyOf
  const current = after.oneOf ?? after.anyOf
  if (old === undefined && current === undefined) {
    return
  }
  const successors = new Map((current ?? []).map((branch, index) => [branchName(branch, index), branch]))
  for (const [index, branch] of (old ?? []).entries()) {
    const name = branchName(branch, index)
    const successor = successors.get(name)
    if (successor === undefined) {
      comparison.found.push(`${path}: choice ${name} removed`)
    } else {
      successors.delete(name)
      compare(branch, successor, `${path}(${name})`, comparison)
    }
  }
  if (!comparison.incoming) {
    for (const name of successors.keys()) {
      comparison.found.push(`${path}: choice ${name} is new to receivers`)
    }
  }
}

/** Branches are matched by the constant of their `kind`, or by their position. */
function branchName(branch: JsonSchema, index: number): string {
  const kind = branch.properties?.["kind"]?.const
  return typeof kind === "string" ? kind : String(index)
}
