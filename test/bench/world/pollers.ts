/** Pollers: a browser extension asks for a person's parcels every 15 minutes. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { retailerOfOrder } from "./orders.ts"

const pollSeconds = 900
const followedSeconds = 4 * daySeconds

/** Draws a person with such an extension, by number. Each follows about five parcels at a time. */
export const anyPoller = ({ random, scale }: Build): number => random.integer(Math.max(2, Math.round(20 * scale)))

export const destinationOfPoller = (poller: number): number => 7_000_000 + poller

const visitorOf = (poller: number): Visitor => ({
  subject: subjectIds.poller + poller,
  subjectKind: 0,
  network: networkIds.home + ((poller * 389) % householdCount),
  networkKind: 0,
  accessorClass: 0,
  kind: "poller",
  browser: poller % browserFamilies,
})

/**
 * Asks for an order, by the retailer's or the carrier's number, from the mail until it arrives. All polls of a day are
 * one visit.
 */
export const poll = (
  { random, retailers, orders, log }: Build,
  order: number,
  poller: number,
  mailAt: number,
): void => {
  const retailer = retailerOfOrder(retailers, orders, order)
  if (retailer === undefined) return
  const ordinal = orders.ordinal[order] ?? 0
  const visitor = visitorOf(poller)
  const asked = {
    target: order,
    retailer: retailer.number,
    ordinal,
    visitor,
    isProven: false,
    byTrackingNumber: order % 2 === 0,
  }
  let day = -1
  for (let at = mailAt + random.uniform() * pollSeconds; at < mailAt + followedSeconds; at += pollSeconds) {
    const startsSession = Math.floor(at / daySeconds) !== day
    day = Math.floor(at / daySeconds)
    log.add({ ...asked, at, startsSession })
  }
}
