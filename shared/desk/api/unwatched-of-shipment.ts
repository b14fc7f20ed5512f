import { ledgerMonths } from "../../base/contracts/retention.ts"
import { toolOf } from "../../base/contracts/words.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { dayMilliseconds, earlier } from "../../base/platform/instants.ts"
import { present, type TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { ReportStreams } from "../../watch/lookups/reporting/report-streams.ts"
import { type UnwatchedHours, unwatchedHours } from "../../watch/lookups/reporting/unwatched.ts"
import { mostTelling } from "../unwatched-of-case.ts"

/** What tells the hours in which nobody watched. */
export type WatchedHours = { readonly streams: Pick<ReportStreams, "ofCarrier">; readonly clock: Clock }

type Seen = Partial<Pick<TrackingRecord, "carrierId" | "createdAt">>

/**
 * The hours in which lookups of one shipment may be missing from its record, because nobody watched its carrier's tool.
 * They begin with the shipment, or where the ledger begins if that is not known.
 */
export async function unwatchedOfShipment(
  { streams, clock }: WatchedHours,
  shipments: readonly Seen[],
  accesses: readonly Pick<Disclosure, "at">[],
): Promise<readonly UnwatchedHours[]> {
  const now = clock()
  const ledgerBegins = new Date(now.getTime() - ledgerMonths * 31 * dayMilliseconds).toISOString()
  const created = shipments.map(({ createdAt }) => createdAt ?? ledgerBegins)
  const from = [...created, ...accesses.map(({ at }) => at)].reduce(earlier, now.toISOString())
  const carriers = new Set(shipments.flatMap(({ carrierId }) => present(carrierId)))
  const hours = await Promise.all(
    [...carriers].map((carrierId) => unwatchedHours(streams, toolOf(carrierId), { from, until: now.toISOString() })),
  )
  return mostTelling(hours.flat())
}
