/** Bots of mail and chat programs that open the mailed link to show a preview of it. */
import type { Build } from "./build.ts"
import { anonymousSubject, networkIds, type Visitor } from "./identities.ts"
import { retailerOfOrder } from "./orders.ts"

const previewNetworks = 8
/** Some chat programs open the link without its token. */
const withoutToken = 0.03

const visitorOf = (index: number): Visitor => {
  const network = networkIds.hosting + 200 + index
  return {
    subject: anonymousSubject(network, 0),
    subjectKind: 1,
    network,
    networkKind: 2,
    accessorClass: 0,
    kind: "linkPreview",
    browser: 0,
  }
}

/** A bot opens the link of an order seconds after its mail. */
export const previewLink = ({ random, retailers, orders, log }: Build, order: number, mailAt: number): void => {
  const retailer = retailerOfOrder(retailers, orders, order)
  if (retailer === undefined) return
  log.add({
    at: mailAt + random.exponential(20),
    target: order,
    retailer: retailer.number,
    ordinal: orders.ordinal[order] ?? 0,
    visitor: visitorOf(random.integer(previewNetworks)),
    isProven: !random.chance(withoutToken),
    startsSession: true,
  })
}
