import type { EarlyDateReason } from "../../base/contracts/legal-words.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { clockToleranceMilliseconds, isInFuture } from "../time-in-future.ts"
import type { RefusalCode } from "./refusal.ts"

/**
 * Whether a time lies before the breach: before the first recorded lookup, and before any time at which the party says
 * that it knew of the breach.
 */
export function isBeforeBreach(
  stated: string,
  { firstAt, discoveredAt, determinedAt }: Pick<PartyRow, "firstAt" | "discoveredAt" | "determinedAt">,
): boolean {
  const known = [firstAt, discoveredAt, determinedAt].flatMap((one) => (one === undefined ? [] : Date.parse(one)))
  return firstAt !== undefined && Date.parse(stated) < Math.min(...known) - clockToleranceMilliseconds
}

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
export function refusalOfTimes(
  { discoveredAt, determinedAt, earlyDateReason }: StatedTimes,
  stated: Pick<PartyRow, "discoveredAt" | "determinedAt" | "firstAt">,
  at: string,
): RefusalCode | undefined {
  if (discoveredAt !== undefined && isInFuture(discoveredAt, at)) return "discoveredInFuture"
  if (determinedAt !== undefined && isInFuture(determinedAt, at)) return "determinedInFuture"
  const { discoveredAt: discovered, determinedAt: determined } = stated
  if (discovered !== undefined && determined !== undefined && Date.parse(discovered) > Date.parse(determined))
    return "determinedBeforeDiscovered"
  const first = stated.firstAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(stated.firstAt)
  const isEarly = [discoveredAt, determinedAt].some((one) => one !== undefined && Date.parse(one) < first)
  return isEarly && earlyDateReason === undefined ? "earlyDateWithoutReason" : undefined
}
