/** What a tool does with a lookup, in words that all tools share. */

import type { Verdict } from "../../client/guard/asked-lookup.ts"
import { lookupView } from "../../shared/intake/tracking/lookup-view.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { isAnswerable, type Refusal } from "./hub-refusals.ts"
import { observedAccess } from "./observed-accesses.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"

/** What a tool does with a lookup. `proof`: a visitor with a parcel of its own can answer. */
export type Answer = {
  readonly demand: "none" | "proof" | "refusal"
  /** What it shows of a record that exists. */
  readonly shows: "nothing" | "phase" | "details"
}
/** What a refusal asks of somebody who has a parcel there. */
export const demandOf = (refusal: Refusal | undefined): Answer["demand"] => {
  if (refusal === undefined) return "none"
  return isAnswerable(refusal.asked) ? "proof" : "refusal"
}

/** What the hub's page shows of a parcel of no discreet retailer. */
export const shownByHub = (access: Access): Answer["shows"] => {
  const by = access.series === carrierNumber ? "trackingNumber" : "orderReference"
  const view = lookupView({ by, proof: observedAccess(access).proof, retailer: undefined })
  return view === "own" ? "details" : view
}

export const answerOfGuard = (verdict: Verdict): Answer => {
  if (verdict === "phase" || verdict === "details") return { demand: "none", shows: verdict }
  return { demand: verdict === "proof" ? "proof" : "refusal", shows: "nothing" }
}
