import { derivedId } from "../../base/contracts/envelope.ts"
import { keyKind } from "../../watch/detection/accessor.ts"
import type { Anomaly } from "../../watch/detection/anomalies/anomaly.ts"
import { vouchingParty } from "../../watch/detection/anomalies/voucher.ts"
import { attackHours } from "../../watch/detection/thresholds/thresholds.ts"

const spanMilliseconds = attackHours * 3_600_000

/**
 * Keys of an attack by many accessors: one key for the hour in which an anomaly crossed, and one for each hour beside
 * it. Anomalies of one retailer and tool that cross within an hour share a key, so that somebody who uses many
 * addresses or cookies opens one case.
 *
 * Only names that cost nothing count: networks, cookies, visitors without one, and every name that a party gives. What
 * a party says never shares a key with what another says or the hub saw.
 * @returns no keys for other anomalies: of accounts, of credentials, and of blocks of numbers
 */
export function attackKeys(anomaly: Anomaly): { own: string[]; beside: string[] } {
  const { accessorKey, subjectKind, retailerId, tool, crossedAt } = anomaly
  const kind = keyKind(accessorKey)
  const isOfAccessor = kind === "subject" || kind === "network" || kind === "prefix"
  if (!isOfAccessor) return { own: [], beside: [] }
  const voucher = vouchingParty(anomaly) ?? ""
  const isFree = kind !== "subject" || subjectKind === "cookie" || subjectKind === "anonymous" || voucher !== ""
  if (!isFree) return { own: [], beside: [] }
  const hour = Math.floor(Date.parse(crossedAt) / spanMilliseconds)
  const keyOf = (place: number) => `attack#${derivedId("attack", tool, voucher, retailerId, String(place))}`
  return { own: [keyOf(hour)], beside: [keyOf(hour - 1), keyOf(hour + 1)] }
}
