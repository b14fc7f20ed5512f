import canonicalize from "canonicalize"

/** Canonical JSON of RFC 8785: one byte sequence for one value. @throws Error on a value JSON cannot express */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new Error("value has no JSON form")
  return text
}
