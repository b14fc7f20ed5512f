/** A walker hides among strangers behind one mobile address. */
import { networkIds } from "../world/identities.ts"
import { attackerSubject, withCookie, withoutCookie } from "./attackers.ts"
import {
  type Attack,
  type Attacker,
  askForLive,
  byTime,
  largeRetailer,
  type Scene,
  type Step,
  timeOf,
} from "./scene.ts"
import { walk } from "./sequences.ts"

/** How the walker is known: by one cookie, by none, or by a new one for each lookup. */
type Identity = "one cookie" | "no cookie" | "a cookie per lookup"

const walkerAt =
  (identity: Identity, subject: number, network: number) =>
  (index: number): Attacker => {
    if (identity === "no cookie") return withoutCookie(network, 2, "mobile")
    return withCookie(identity === "one cookie" ? subject : subject + index, network, "mobile")
  }

/** A stranger behind the same address looks up a parcel of their own. */
const stranger = (scene: Scene, network: number, at: number, hasCookie: boolean): Step => {
  const retailer = largeRetailer(scene)
  const who = hasCookie
    ? withCookie(attackerSubject(scene), network, "mobile")
    : withoutCookie(network, scene.random.integer(8), "mobile")
  const step = askForLive(scene, who, retailer, at)
  const isProven = scene.random.chance(0.65)
  return { ...step, access: { ...step.access, proof: isProven ? "strong" : "none" }, isForeign: false }
}

export const walkAmongStrangers = (strangers: number, identity: Identity): Attack => ({
  name: `walk behind an address, ${strangers} strangers between steps, ${identity}`,
  choices: 1,
  group: "evasive",
  make: (scene) => {
    // An address with a stranger a minute is one of a carrier-grade NAT.
    const network = networkIds.mobile + 900
    const retailer = largeRetailer(scene)
    const whoAt = walkerAt(identity, attackerSubject(scene), network)
    const walked = walk(scene, retailer, { length: 120, pause: () => 60 * (strangers + 1), whoAt })
    const between = walked.flatMap((step) =>
      Array.from({ length: strangers }, (_, index) => {
        const hasCookie = !scene.random.chance(0.2)
        return stranger(scene, network, timeOf(step) + 60 * (index + 1), hasCookie)
      }),
    )
    return { steps: [...walked, ...between].sort(byTime) }
  },
})
