import { earlier, later } from "../../base/platform/instants.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { fieldsExposed } from "../cases/party-counts.ts"
import type { NotifiedFacts } from "../notified-facts.ts"

/** What a party knows now, as the facts of notices that it sent between two instants. */
function knownNow(own: PartyRow, sent: Pick<NotifiedFacts, "from" | "to" | "early" | "atLeast">): NotifiedFacts {
  const { shipments, firstAt, lastAt, causes, lawEnforcementDelay } = own
  return {
    ...sent,
    shipments,
    fields: fieldsExposed(own),
    ...(firstAt === undefined ? {} : { firstExposureAt: firstAt }),
    ...(lastAt === undefined ? {} : { lastExposureAt: lastAt }),
    ...(causes === undefined ? {} : { causes }),
    ...(lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay }),
  }
}

/**
 * The facts of a party's notices after it recorded more of them. Those of the first ones stay, because these people
 * know the least. A notice that was sent while a promise to write again was open counts as an early one.
 *
 * @param isAtLeast hours were unwatched and not filled, so the notices say nothing of what was not shown
 */
export function factsAfterNotice(own: PartyRow, notifiedAt: string, isAtLeast: boolean): NotifiedFacts {
  const { notifiedFacts: before, writeAgainBy } = own
  if (before === undefined)
    return knownNow(own, {
      from: notifiedAt,
      to: notifiedAt,
      ...(writeAgainBy === undefined ? {} : { early: true }),
      ...(isAtLeast ? { atLeast: true } : {}),
    })
  return { ...before, from: earlier(before.from, notifiedAt), to: later(before.to, notifiedAt) }
}

/** The facts of a party's notices once it has written again to everybody whom it had notified. */
export const factsAfterFollowUp = (own: PartyRow, wroteAgainAt: string, isAtLeast: boolean): NotifiedFacts =>
  knownNow(own, { from: wroteAgainAt, to: wroteAgainAt, ...(isAtLeast ? { atLeast: true } : {}) })
