import type { Shows, Verdict } from "./asked-lookup.ts"

/** The header of a refusal. Its value is `proof` or `refuse`. */
const verdictHeader = "x-wayseal"
/** The header that says in shadow what enforcing would do. */
const shadowHeader = "x-wayseal-shadow"
/** The header that says to the tool what to show: `phase` or `details`. Without it the tool shows the phase alone. */
export const showsHeader = "x-wayseal-shows"

/** What follows from a verdict. The headers are for the visitor. */
export type GuardAnswer = { readonly headers: Readonly<Record<string, string>> } & (
  | { readonly status: 200; readonly shows: Shows }
  | { readonly status: 403; readonly needs: Exclude<Verdict, Shows> }
)

/** The answer for a verdict. In shadow everything passes, and details are shown. */
export function answerOf(verdict: Verdict, isEnforcing: boolean): GuardAnswer {
  if (!isEnforcing) {
    return { status: 200, shows: "details", headers: verdict === "details" ? {} : { [shadowHeader]: verdict } }
  }
  if (verdict === "proof" || verdict === "refuse") {
    return { status: 403, needs: verdict, headers: { [verdictHeader]: verdict } }
  }
  return { status: 200, shows: verdict, headers: {} }
}
