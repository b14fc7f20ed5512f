import { walkAmongStrangers } from "./behind-shared-address.ts"
import { blockEvasions } from "./block-evasions.ts"
import { codeGuesses } from "./code-guesses.ts"
import {
  guessing,
  guessingAfterTeaching,
  hitsWithNewCookies,
  mobileHitsWithoutCookie,
  slowestHits,
  slowHits,
  spreadHits,
} from "./hits.ts"
import { insider, partnerOutOfScope, partnerReadingItsOwn, staffWithInventedCases } from "./insiders.ts"
import { agedCookiesInTurn, browsersInTurn, freshCookiesOnMobile, walkAfterOwnLinks } from "./lost-in-traffic.ts"
import { agedCookies, networksOfOneSite, readAfterOwnLinks, walkAmongOwnParcels } from "./profile-evasions.ts"
import { proxiedCheckDigits, proxiedHits, proxiedPostalCodes, proxiedWalk } from "./proxied.ts"
import type { Attack } from "./scene.ts"
import { trackingWalkFast, trackingWalkProxied, trackingWalkSlow } from "./tracking-numbers.ts"
import {
  fastWalk,
  shuffledWalk,
  slowWalk,
  walkAfterOwnOrders,
  walkAtSmallRetailer,
  walkInMobileNetwork,
  walkOf2018,
  walkWithFarHits,
  walkWithOwnOrders,
} from "./walks.ts"

/** Every attack, in the order of the report. An attack's place decides its seeds, so add new ones at the end. */
export const attacks: readonly Attack[] = [
  fastWalk,
  walkOf2018,
  shuffledWalk,
  guessing,
  slowWalk,
  slowHits,
  spreadHits,
  walkWithOwnOrders,
  walkInMobileNetwork,
  proxiedWalk(5, "5 s"),
  proxiedWalk(60, "60 s"),
  proxiedWalk(600, "10 min"),
  proxiedWalk(3_600, "hour", 24),
  proxiedHits,
  partnerOutOfScope,
  insider,
  partnerReadingItsOwn,
  staffWithInventedCases,
  hitsWithNewCookies,
  mobileHitsWithoutCookie,
  guessingAfterTeaching,
  walkWithFarHits(1_000),
  walkWithFarHits(100),
  walkAtSmallRetailer,
  walkAfterOwnOrders,
  walkAmongStrangers(10, "one cookie"),
  walkAmongStrangers(19, "one cookie"),
  walkAmongStrangers(19, "no cookie"),
  walkAmongStrangers(19, "a cookie per lookup"),
  slowestHits,
  proxiedPostalCodes,
  trackingWalkFast,
  trackingWalkSlow,
  trackingWalkProxied,
  readAfterOwnLinks(1, "second"),
  readAfterOwnLinks(60, "minute"),
  agedCookies("fixed", 1, "second"),
  agedCookies("fixed", 60, "minute"),
  agedCookies("mobile", 1, "second"),
  walkAmongOwnParcels(12),
  networksOfOneSite(1, 1, "second"),
  networksOfOneSite(3, 60, "minute"),
  ...blockEvasions,
  walkAmongOwnParcels(30),
  proxiedCheckDigits("in order"),
  proxiedCheckDigits("in no order"),
  walkAmongOwnParcels(5),
  walkAmongOwnParcels(6, 6),
  freshCookiesOnMobile,
  agedCookiesInTurn,
  browsersInTurn(60, "minute"),
  browsersInTurn(1_200, "20 minutes"),
  walkAfterOwnLinks,
  ...codeGuesses,
]
