/** Attackers who know what a profile keeps, and where. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { networkIds } from "../world/identities.ts"
import { attackerSubject, homeNetwork, mobileNetwork, oneVisitor, withCookie, withoutCookie } from "./attackers.ts"
import { type Attack, type Attacker, askForLive, byTime, largeRetailer, openOwn, type Step } from "./scene.ts"
import { randomHits, walk } from "./sequences.ts"

/** One cookie that opened 45 own parcels from their links reads strangers' parcels, in no order. */
export const readAfterOwnLinks = (seconds: number, label: string): Attack => ({
  name: `45 own links first, then unordered hits, one per ${label}`,
  group: "evasive",
  make: (scene) => {
    const who = oneVisitor(scene)
    const retailer = largeRetailer(scene)
    const own = Array.from({ length: 45 }, (_, index) =>
      openOwn(scene, who, retailer, scene.start - 4 * daySeconds + index * 7_200),
    )
    return { steps: [...own, ...randomHits(scene, { length: 600, pause: () => seconds, whoAt: () => who })] }
  },
})

const cookies = 200

/** Many cookies of some age share one address. Each opened an own parcel before, and reads a few strangers' parcels. */
export const agedCookies = (kind: "fixed" | "mobile", seconds: number, label: string): Attack => ({
  name: `200 cookies with an own parcel each, one ${kind} address, unordered hits, one per ${label}`,
  group: "evasive",
  make: (scene) => {
    const network = kind === "fixed" ? homeNetwork(scene) : mobileNetwork(scene)
    const retailer = largeRetailer(scene)
    const first = attackerSubject(scene)
    const who = (index: number) => withCookie(first + index, network, kind)
    const own = Array.from({ length: cookies }, (_, index) =>
      openOwn(scene, who(index), retailer, scene.start - 4 * daySeconds + index * 600),
    )
    // Three to five lookups in a row for each cookie.
    const turns = Array.from({ length: cookies }, (_, index) => Array(3 + scene.random.integer(3)).fill(index)).flat()
    const whoAt = (index: number) => who(turns[index] ?? 0)
    return { steps: [...own, ...randomHits(scene, { length: turns.length, pause: () => seconds, whoAt })] }
  },
})

const ownParcels = 60

/**
 * A walk with own parcels opened between its steps, without proof. There are many of them, all to one place.
 *
 * @param opened how many between two steps
 * @param of how many there are; they are opened in turn
 */
export const walkAmongOwnParcels = (opened: number, of = ownParcels): Attack => ({
  name: `walk with ${opened} of ${of} own parcels opened between steps`,
  choices: 1,
  group: "evasive",
  make: (scene) => {
    const who = oneVisitor(scene)
    const retailer = largeRetailer(scene)
    const own = Array.from({ length: of }, (_, index) =>
      toOnePlace(askForLive(scene, who, retailer, scene.start - 3 * 3_600 + index * 60)),
    )
    const walked = walk(scene, retailer, { length: 400, pause: () => 60, whoAt: () => who })
    const openedBetween = walked.flatMap((step, index) =>
      Array.from({ length: opened }, (_, place) => {
        const again = own[(index * opened + place) % of] ?? step
        return { ...again, access: { ...again.access, at: step.access.at + Math.ceil(((place + 1) * 52) / opened) } }
      }),
    )
    return { steps: [...own, ...walked, ...openedBetween].sort(byTime) }
  },
})

/** A place of the attacker's own. */
const ownPlace = 77_777

const toOnePlace = (step: Step): Step => ({
  ...step,
  access: { ...step.access, deliveryPoint: ownPlace },
  isForeign: false,
})

/** The networks of one IPv6 site in turn, a few lookups from each, in no order and without a cookie. */
export const networksOfOneSite = (each: number, seconds: number, label: string): Attack => ({
  name: `IPv6 networks of one site in turn, ${each} unordered hits each, one per ${label}`,
  group: "evasive",
  make: (scene) => {
    const first = networkIds.proxy + 7_000_000 + scene.random.integer(1_000) * 1_000
    const whoAt = (index: number): Attacker => {
      const who = withoutCookie(first + Math.floor(index / each), scene.random.integer(8))
      return { ...who, network: { ...who.network, prefix: first } }
    }
    return { steps: randomHits(scene, { length: 600, pause: () => seconds, whoAt }) }
  },
})
