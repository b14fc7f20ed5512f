import { pathOfPart } from "./case-pages.ts"

/**
 * Where a missing fact is stated: on a page of the case, in the settings, by the hub's operator, with a log, or in the
 * document.
 */
export type FactPlace =
  | { readonly kind: "page"; readonly path: string }
  | { readonly kind: "settings" | "operator" | "log" | "document" }

const pagesOfFields: Readonly<Record<string, string>> = {
  assessment: pathOfPart("assessment"),
  causes: pathOfPart("facts", "causes"),
  lawEnforcementDelay: pathOfPart("facts", "lawEnforcementDelay"),
  publicNoticeGround: pathOfPart("notices", "public-notice"),
  writeAgainBy: pathOfPart("facts", "writeAgainBy"),
  discoveredAt: pathOfPart("facts", "discoveredAt"),
  determinedAt: pathOfPart("facts", "determinedAt"),
}

/**
 * Where the officer states a missing fact.
 *
 * @param setBy the call that sets it, as the API says it: `POST /v1/cases/…/facts with details.safeguards`
 */
export function placeOfFact(setBy: string): FactPlace {
  const [, call, field = ""] = /\/v1\/cases\/[^/]+\/(facts|measures|accesses)(?: \S+ (\S+))?/.exec(setBy) ?? []
  if (call === "measures") return { kind: "page", path: pathOfPart("facts", "measures") }
  if (call === "accesses") return { kind: "log" }
  if (call === "facts") {
    const [of = "", detail] = field.split(".")
    // Each detail of a report has its own place, by its name.
    const path = of === "details" ? pathOfPart("facts", detail) : (pagesOfFields[of] ?? pathOfPart("facts"))
    return { kind: "page", path }
  }
  if (setBy.endsWith("(PATCH /v1/settings)")) return { kind: "settings" }
  return { kind: /^documents\./.test(setBy) ? "operator" : "document" }
}
