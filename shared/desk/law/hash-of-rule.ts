import { createHash } from "node:crypto"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { Law, Rule } from "./law.ts"

/**
 * Identifies what a rule and its clause say, and whom its law binds: SHA-256 over canonical JSON, in hexadecimal.
 * How and when it was read, and what counsel said or is to say of it, do not change it.
 */
export function hashOfRule(law: Pick<Law, "id" | "jurisdiction" | "timeZone" | "reach" | "binds">, rule: Rule): string {
  const { id, jurisdiction, timeZone, reach, binds } = law
  const { reading: _, verifiedOn: _on, reviewBy: _by, confirmWithCounsel: _counsel, note: _note, ...read } = rule
  const { reviews: _reviews, ...said } = read
  const text = canonicalJson({ law: { id, jurisdiction, timeZone, reach, binds }, rule: said })
  return createHash("sha256").update(text).digest("hex")
}
