import type { Clock } from "../../base/platform/clock.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import { withTimePassed } from "./parcel-claims.ts"
import { heldLists, parcelChange, parcelFactsOf } from "./record-changes.ts"
import { parcelOf } from "./row-selection.ts"
import { RecordContended } from "./tracking-records.ts"
import type { TrackingRows } from "./tracking-rows.ts"

const parcelsAtOnce = 20

type Tools = { rows: Pick<TrackingRows, "get" | "heldUntil" | "replace">; clock: Clock }

/**
 * Lets the progress of parcels go to their retailers that one retailer alone has claimed for a day. The stream of the
 * rows then carries it on. What a crash leaves is found again the next time, and the same progress has the same event
 * ids.
 *
 * @returns how many parcels are held no more
 * @throws why the first one failed, after all others were tried
 */
export async function confirmClaims(tools: Tools): Promise<number> {
  const now = tools.clock().toISOString()
  const due = (await Promise.all(heldLists.map((list) => tools.rows.heldUntil(list, now)))).flat()
  let confirmed = 0
  await sideBySide(due, parcelsAtOnce, async (parcelId) => {
    if (await confirm(tools, parcelId, now)) confirmed += 1
  })
  return confirmed
}

/** False if the claims have changed since, or the carrier has named the shipper. */
function confirm({ rows }: Tools, parcelId: string, now: string): Promise<boolean> {
  return retryLostRace(
    async () => {
      const known = parcelOf(await rows.get([parcelId]))
      if (known === undefined) return { result: false }
      const facts = parcelFactsOf(known)
      const next = withTimePassed(facts, now)
      if (next === facts) return { result: false }
      const written = await rows.replace(parcelChange(known, next, known.expiresAt))
      return written === "written" ? { result: true } : undefined
    },
    () => new RecordContended(),
  )
}
