import { reportDetail } from "../../shared/base/contracts/legal-words.ts"

/** Where a missing fact is stated: on a page of the case, by the hub's operator, with a log, or in the document. */
export type FactPlace =
  | { readonly kind: "page"; readonly path: string }
  | { readonly kind: "operator" | "log" | "document" }

const pagesOfFields: Readonly<Record<string, string>> = {
  assessment: "assessment",
  causes: "facts#causes",
  lawEnforcementDelay: "facts#lawEnforcementDelay",
  publicNoticeGround: "notices#public-notice",
  writeAgainBy: "facts#writeAgainBy",
  discoveredAt: "facts#discoveredAt",
  determinedAt: "facts#determinedAt",
  ...Object.fromEntries(reportDetail.options.map((name) => [`details.${name}`, `facts#${name}`])),
}

/**
 * Where the officer states a missing fact.
 *
 * @param setBy the call that sets it, as the API says it: `POST /v1/cases/…/facts with details.safeguards`
 */
export function placeOfFact(setBy: string): FactPlace {
  const [, call, field = ""] = /\/v1\/cases\/[^/]+\/(facts|measures|accesses)(?: \S+ (\S+))?/.exec(setBy) ?? []
  if (call === "measures") return { kind: "page", path: "facts#measures" }
  if (call === "accesses") return { kind: "log" }
  if (call === "facts") {
    const path = pagesOfFields[field] ?? pagesOfFields[field.split(".")[0] ?? ""] ?? "facts"
    return { kind: "page", path }
  }
  return { kind: /^documents\./.test(setBy) ? "operator" : "document" }
}
