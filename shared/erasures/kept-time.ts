import type { HeldCause } from "../contracts/shipment-erased.ts"
import type { Law } from "../law/law.ts"

/**
 * How long the record of a breach is kept if no law of the parties names a time: the exchange's own choice, and said to
 * be. See decision 81.
 */
const monthsWithoutTerm = 24

/**
 * Until when a case that was closed as resolved keeps what it has about a shipment: the longest time for which a law of
 * the shipment's parties asks for a record of the breach.
 *
 * @param laws that bind these parties
 * @param closedAt when the case was closed (ISO). Laws count from earlier events, so this is no shorter than they ask
 */
export function keptTime(laws: readonly Law[], closedAt: string): { reason: HeldCause["reason"]; until: string } {
  const stated = laws
    .flatMap(({ rules }) => rules)
    .flatMap(({ retention }) => (retention?.kind === "atLeast" ? [retention.months] : []))
  const end = new Date(closedAt)
  end.setUTCMonth(end.getUTCMonth() + (stated.length > 0 ? Math.max(...stated) : monthsWithoutTerm))
  return { reason: stated.length > 0 ? "keptCase" : "keptCaseWithoutTerm", until: end.toISOString() }
}
