import { earlier, later } from "../../base/platform/instants.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { fieldsThatAre, type Knowledge } from "../knowledge.ts"
import type { NotifiedFacts } from "../notified-facts.ts"

/** What a party knows now, as the facts of notices that it sent between two instants. */
function knownNow(own: PartyRow, known: Knowledge, sent: Pick<NotifiedFacts, "from" | "to" | "early">): NotifiedFacts {
  const { shipments, firstAt, lastAt, causes, lawEnforcementDelay } = own
  return {
    ...sent,
    ...(known.isAtLeast ? { atLeast: true } : {}),
    shipments,
    fields: fieldsThatAre(known, "shown"),
    notShown: fieldsThatAre(known, "notShown"),
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
 * @param known what was known of the exposure when they were recorded
 */
export function factsAfterNotice(own: PartyRow, notifiedAt: string, known: Knowledge): NotifiedFacts {
  const { notifiedFacts: before, writeAgainBy } = own
  if (before === undefined)
    return knownNow(own, known, {
      from: notifiedAt,
      to: notifiedAt,
      ...(writeAgainBy === undefined ? {} : { early: true }),
    })
  return { ...before, from: earlier(before.from, notifiedAt), to: later(before.to, notifiedAt) }
}

/** The facts of a party's notices once it has written again to everybody whom it had notified. */
export const factsAfterFollowUp = (own: PartyRow, wroteAgainAt: string, known: Knowledge): NotifiedFacts =>
  knownNow(own, known, { from: wroteAgainAt, to: wroteAgainAt })
