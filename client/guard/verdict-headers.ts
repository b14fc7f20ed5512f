import type { Verdict } from "./asked-lookup.ts"

/** The header of a refusal. Its value is `proof` or `refuse`. */
const verdictHeader = "x-wayseal"
/** The header that says in shadow what enforcing would do. */
const shadowHeader = "x-wayseal-shadow"

/** The status and headers for a verdict. In shadow everything passes. */
export function answerOf(
  verdict: Verdict,
  isEnforcing: boolean,
): { status: 200 | 403; headers: Record<string, string> } {
  if (verdict === "allow") return { status: 200, headers: {} }
  if (isEnforcing) return { status: 403, headers: { [verdictHeader]: verdict } }
  return { status: 200, headers: { [shadowHeader]: verdict } }
}
