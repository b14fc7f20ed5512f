/**
 * A value as JSON with the keys of every object in order, and numbers as text. APIs return both differently than
 * templates write them.
 */
export function stableJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === "number") return String(inner)
    return typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  })
}
