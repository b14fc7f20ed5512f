import leven from "leven"
import type { EventContract } from "./define-event.ts"
import type { Problem } from "./problem.ts"
import { type Place, unknownFields, within } from "./unknown-fields.ts"

/** A field that the schema of an event does not know, and that the hub therefore drops. Never its value. */
export type IgnoredField = { path: string; nearest?: string | undefined; index?: number | undefined; fix: string }

/** Most ignored fields in one answer. The same field of many entries counts once. */
const ignoredLimit = 50

/**
 * The fields of an event that its schema does not know. A field that the schema lets one leave out is lost in silence
 * when its name is misspelt, so the sender has to know.
 */
export function ignoredFields({ schema }: Pick<EventContract, "schema">, detail: unknown): IgnoredField[] {
  const found = new Map<string, IgnoredField>()
  for (const { names, known, place } of unknownFields(schema, detail, { path: "" })) {
    for (const name of names.slice(0, ignoredLimit)) {
      const ignored = ignoredField(name, known, place)
      if (!found.has(ignored.path)) found.set(ignored.path, ignored)
    }
    if (found.size >= ignoredLimit) break
  }
  return [...found.values()].slice(0, ignoredLimit)
}

/** The same in words of the schema alone: an event is kept, and the field's own name can be personal data. */
export function ignoredProblem({ path, nearest, index, fix }: IgnoredField): Problem {
  const found = { rule: "unknownField", ...(index === undefined ? {} : { index }) } as const
  if (nearest === undefined) return { path, ...found, fix }
  const object = nearest.slice(0, Math.max(0, nearest.lastIndexOf("."))) || "detail"
  return {
    path: object,
    ...found,
    fix: `The hub ignores a field of ${object}. Write ${nearest} if you mean that field.`,
  }
}

/** A name that resembles no known one can be personal data, so it is not repeated. */
function ignoredField(name: string, known: readonly string[], place: Place): IgnoredField {
  const index = place.index === undefined ? {} : { index: place.index }
  const similar = nearestField(name, known)
  if (similar !== undefined) {
    const [path, nearest] = [within(place, name), within(place, similar)]
    return { path, nearest, ...index, fix: `The hub ignores ${path}. Write ${nearest} if you mean that field.` }
  }
  const path = place.path === "" ? "detail" : place.path
  return { path, ...index, fix: `The hub ignores a field of ${path}. The fields there are ${known.join(", ")}.` }
}

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
