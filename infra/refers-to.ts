/** Whether a value of a template contains a Ref, a Fn::GetAtt or a Fn::Sub of one of these logical ids. */
export function refersTo(value: unknown, ids: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((item) => refersTo(item, ids))
  if (typeof value !== "object" || value === null) return false
  return Object.entries(value).some(([key, inner]) => {
    if (key === "Ref") return typeof inner === "string" && ids.has(inner)
    if (key === "Fn::GetAtt") return ids.has(String(Array.isArray(inner) ? inner[0] : inner).split(".")[0] ?? "")
    if (key === "Fn::Sub") {
      const text = String(Array.isArray(inner) ? inner[0] : inner)
      if ([...text.matchAll(/\$\{([^}.!]+)/g)].some(([, id]) => ids.has(id ?? ""))) return true
    }
    return refersTo(inner, ids)
  })
}
