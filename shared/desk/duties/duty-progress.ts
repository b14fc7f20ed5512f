import type { NoticeProgress, PartyFacts } from "../facts.ts"
import type { Duty } from "./duty.ts"

/**
 * How many of the people that a duty to notify covers were notified. A duty towards one retailer covers that retailer's
 * people; a duty towards nobody in particular covers the people of no retailer that has a duty of its own.
 */
export const progressOfDuty = (
  { notice, byRetailer = [] }: Pick<PartyFacts, "notice" | "byRetailer">,
  duty: Pick<Duty, "towards">,
): NoticeProgress | undefined => {
  if (duty.towards !== undefined) return byRetailer.find(({ retailer }) => retailer === duty.towards)?.notice
  if (notice === undefined) return undefined
  const rest = (of: (progress: NoticeProgress) => number): number =>
    Math.max(
      0,
      byRetailer.reduce((left, share) => left - of(share.notice), of(notice)),
    )
  return {
    ...notice,
    affected: rest(({ affected }) => affected),
    notified: rest(({ notified }) => notified),
    notifiedByPublicNotice: rest(({ notifiedByPublicNotice }) => notifiedByPublicNotice),
  }
}

/** Affected shipments whose person nobody has notified, directly or by public notice. */
export const notNotified = (progress: NoticeProgress): number =>
  Math.max(0, progress.affected - progress.notified - progress.notifiedByPublicNotice)
