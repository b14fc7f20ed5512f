import type { Random } from "../random.ts"
import type { Build } from "./build.ts"
import type { Visitor } from "./identities.ts"
import { orderOf, retailerOfOrder } from "./orders.ts"

/** Numbers are printed with seven digits. Types another digit, or swaps two neighbours. */
const mistype = (ordinal: number, random: Random): number => {
  const digits = String(ordinal).padStart(7, "0").split("")
  const place = random.integer(digits.length - 1)
  if (random.chance(0.8)) digits[place + (random.chance(0.5) ? 1 : 0)] = String(random.integer(10))
  else [digits[place], digits[place + 1]] = [digits[place + 1] ?? "0", digits[place] ?? "0"]
  return Number(digits.join(""))
}

/** Share of typed numbers that are the carrier's tracking numbers. */
const trackingNumberShare = 0.3

export type Visit = {
  readonly at: number
  readonly order: number
  readonly visitor: Visitor
  /** Opened from the link in the mail, which is a proof. Otherwise the visitor types the number. */
  readonly byLink: boolean
}

/** One visit: perhaps a mistyped number first, then the parcel, then perhaps reloads. */
export const addVisit = ({ random, retailers, orders, log }: Build, { at, order, visitor, byLink }: Visit): void => {
  const retailer = retailerOfOrder(retailers, orders, order)
  const ordinal = orders.ordinal[order] ?? 0
  if (retailer === undefined) return
  const common = { retailer: retailer.number, visitor }
  let when = at
  let startsSession = true
  const byTrackingNumber = !byLink && random.chance(trackingNumberShare)
  if (!byLink && !byTrackingNumber) {
    while (random.chance(0.05)) {
      const wrong = mistype(ordinal, random)
      const found = retailer.hasCheckDigit || wrong === ordinal ? -1 : orderOf(retailer, wrong)
      const target = wrong === ordinal ? order : found
      log.add({ ...common, at: when, target, ordinal: wrong, isProven: false, startsSession })
      startsSession = false
      when += 15 + random.exponential(20)
    }
  }
  log.add({ ...common, at: when, target: order, ordinal, isProven: byLink, byTrackingNumber, startsSession })
  while (random.chance(0.42)) {
    when += 20 + random.exponential(120)
    log.add({ ...common, at: when, target: order, ordinal, isProven: byLink, byTrackingNumber, startsSession: false })
  }
}
