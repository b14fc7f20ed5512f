/** Attackers who are slow or change their name, so that their lookups are lost in the traffic of an address. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { browserFamilies } from "../world/identities.ts"
import { attackerSubject, homeNetwork, mobileNetwork, withCookie, withoutCookie } from "./attackers.ts"
import { type Attack, largeRetailer, openOwn } from "./scene.ts"
import { randomHits, walk } from "./sequences.ts"

export const freshCookiesOnMobile: Attack = {
  name: "unordered hits, 2 a minute, a new cookie each, mobile address",
  group: "evasive",
  make: (scene) => {
    const network = mobileNetwork(scene)
    const first = attackerSubject(scene)
    const whoAt = (index: number) => withCookie(first + index, network, "mobile")
    return { steps: randomHits(scene, { length: 600, pause: () => 30, whoAt }) }
  },
}

const cookies = 100
const daysBetween = 3

/** Each cookie opened an own parcel before. */
export const agedCookiesInTurn: Attack = {
  name: `${cookies} cookies with an own parcel each, one mobile address, a look in ${daysBetween} days each`,
  group: "evasive",
  trials: 6,
  make: (scene) => {
    const network = mobileNetwork(scene)
    const retailer = largeRetailer(scene)
    const first = attackerSubject(scene)
    const whoAt = (index: number) => withCookie(first + (index % cookies), network, "mobile")
    const own = Array.from({ length: cookies }, (_, index) =>
      openOwn(scene, whoAt(index), retailer, scene.start - 4 * daySeconds + index * 600),
    )
    const pause = () => (daysBetween * daySeconds) / cookies
    return { steps: [...own, ...randomHits(scene, { length: 500, pause, whoAt })] }
  },
}

/** Eight families of browsers are eight visitors of one address. */
export const browsersInTurn = (seconds: number, label: string): Attack => ({
  name: `unordered hits, no cookie, ${browserFamilies} browsers in turn, one per ${label}`,
  group: "evasive",
  make: (scene) => {
    const network = homeNetwork(scene)
    const whoAt = (index: number) => withoutCookie(network, index % browserFamilies)
    return { steps: randomHits(scene, { length: 600, pause: () => seconds, whoAt }) }
  },
})

const ownLinks = 5

/** Own links make the address and browser look like one that many share. */
export const walkAfterOwnLinks: Attack = {
  name: `${ownLinks} own links first, then a walk, no cookie, one per minute`,
  choices: 1,
  group: "evasive",
  make: (scene) => {
    const who = withoutCookie(homeNetwork(scene), 2)
    const retailer = largeRetailer(scene)
    const own = Array.from({ length: ownLinks }, (_, index) =>
      openOwn(scene, who, retailer, scene.start - daySeconds + index * 600),
    )
    return { steps: [...own, ...walk(scene, retailer, { length: 600, pause: () => 60, whoAt: () => who })] }
  },
}
