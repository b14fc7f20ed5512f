/** One visitor asks for numbers in no order: guesses, or parcels that it knows to be under way. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import {
  always,
  attackerSubject,
  homeNetwork,
  mobileNetwork,
  oneVisitor,
  withCookie,
  withoutCookie,
} from "./attackers.ts"
import { type Attack, largeRetailer, type Scene } from "./scene.ts"
import { guesses, randomHits } from "./sequences.ts"

export const guessing: Attack = {
  name: "random guessing, 1 in 4 in range",
  group: "direct",
  make: (scene) => ({ steps: guesses(scene, 600, oneVisitor(scene), largeRetailer(scene)) }),
}

export const guessingAfterTeaching: Attack = {
  name: "guessing after teaching the miss share to its cap",
  group: "evasive",
  make: (scene) => ({
    steps: guesses(scene, 1_200, oneVisitor(scene), largeRetailer(scene)),
    profileChange: (profile) => ({ ...profile, missShare: 0.3 }),
  }),
}

/** A pause that varies by 30 % around its mean. */
const about = (scene: Scene, seconds: number) => () => seconds * (0.7 + 0.6 * scene.random.uniform())

export const slowHits: Attack = {
  name: "slow random hits, 3 a day",
  group: "direct",
  moved: "fanOut",
  trials: 20,
  make: (scene) => {
    const pause = about(scene, daySeconds / 3)
    return { steps: randomHits(scene, { length: 60, pause, whoAt: always(oneVisitor(scene)) }) }
  },
}

export const spreadHits: Attack = {
  name: "spread hits, 12 an hour",
  group: "direct",
  moved: "fanOut",
  make: (scene) => {
    const pause = about(scene, 300)
    return { steps: randomHits(scene, { length: 640, pause, whoAt: always(oneVisitor(scene)) }) }
  },
}

export const slowestHits: Attack = {
  name: "random hits, 0.8 a day, one subject",
  group: "evasive",
  moved: "fanOut",
  trials: 20,
  make: (scene) => {
    const pause = () => daySeconds / 0.8
    return { steps: randomHits(scene, { length: 28, pause, whoAt: always(oneVisitor(scene)) }) }
  },
}

export const hitsWithNewCookies: Attack = {
  name: "unordered hits, 1 a second, a cookie per four lookups",
  group: "evasive",
  make: (scene) => {
    const network = homeNetwork(scene)
    const first = attackerSubject(scene)
    const whoAt = (index: number) =>
      index % 4 === 0
        ? withoutCookie(network, scene.random.integer(8))
        : withCookie(first + Math.floor(index / 4), network)
    return { steps: randomHits(scene, { length: 600, pause: () => 1, whoAt }) }
  },
}

export const mobileHitsWithoutCookie: Attack = {
  name: "unordered hits, 1 a second, no cookie, mobile network",
  group: "evasive",
  make: (scene) => {
    const network = mobileNetwork(scene)
    const whoAt = () => withoutCookie(network, 2, "mobile")
    return { steps: randomHits(scene, { length: 600, pause: () => 1, whoAt }) }
  },
}
