import type { EarlyDateReason } from "../../contracts/legal-words.ts"

import type { PartyRow } from "../cases/case-rows.ts"
import type { RefusalCode } from "./refusal.ts"

/** Clocks of parties may be ahead of the hub's by this much. */
const clockToleranceSeconds = 300

/** The times that a party states, and why one may lie before the first recorded lookup. */
export type StatedTimes = {
  discoveredAt?: string | undefined
  determinedAt?: string | undefined
  earlyDateReason?: EarlyDateReason | undefined
}

/**
 * Why stated times cannot be right: one in the future, a determination before the discovery, or, without a reason, a
 * time before the first lookup that is recorded. Duties are counted from them.
 *
 * @param stated the party's row as it would be
 * @param at ISO instant of the statement
 */
export function timesProblem(
  { discoveredAt, determinedAt, earlyDateReason }: StatedTimes,
  stated: Pick<PartyRow, "discoveredAt" | "determinedAt" | "firstAt">,
  at: string,
): RefusalCode | undefined {
  const latest = Date.parse(at) + clockToleranceSeconds * 1000
  const isAfter = (one: string | undefined, instant: number) => one !== undefined && Date.parse(one) > instant
  if (isAfter(discoveredAt, latest)) return "discoveredInFuture"
  if (isAfter(determinedAt, latest)) return "determinedInFuture"
  if (stated.determinedAt !== undefined && isAfter(stated.discoveredAt, Date.parse(stated.determinedAt)))
    return "determinedBeforeDiscovered"
  const first = stated.firstAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(stated.firstAt)
  const isEarly = [discoveredAt, determinedAt].some((one) => one !== undefined && Date.parse(one) < first)
  return isEarly && earlyDateReason === undefined ? "earlyDateWithoutReason" : undefined
}
