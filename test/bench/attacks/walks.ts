/** One visitor walks along a retailer's numbers. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { always, attackerSubject, mobileNetwork, oneVisitor, withCookie } from "./attackers.ts"
import { type Attack, ask, largeRetailer, liveNumber, openOwn, retailerOfSize, type Step, timeOf } from "./scene.ts"
import { shuffledPlaces, walk } from "./sequences.ts"

export const fastWalk: Attack = {
  name: "walk, one address, 1 a second",
  choices: 1,
  group: "direct",
  moved: "walk",
  make: (scene) => {
    const retailer = largeRetailer(scene)
    return { steps: walk(scene, retailer, { length: 1_000, pause: () => 1, whoAt: always(oneVisitor(scene)) }) }
  },
}

export const walkOf2018: Attack = {
  name: "the 2018 case: 4,500 numbers, one per 6-15 s",
  choices: 1,
  group: "direct",
  trials: 12,
  make: (scene) => {
    const pause = () => 6 + 9 * scene.random.uniform()
    const whoAt = always(oneVisitor(scene))
    return { steps: walk(scene, retailerOfSize(scene.world, 4_000), { length: 4_500, pause, whoAt }) }
  },
}

export const shuffledWalk: Attack = {
  name: "shuffled walk of 2,000 numbers",
  choices: 2_000,
  group: "direct",
  make: (scene) => {
    const places = shuffledPlaces(scene.random, 2_000)
    const order = (index: number) => places[index] ?? 0
    const retailer = largeRetailer(scene)
    return { steps: walk(scene, retailer, { length: 2_000, pause: () => 1, whoAt: always(oneVisitor(scene)), order }) }
  },
}

export const slowWalk: Attack = {
  name: "slow walk, 3 a day",
  choices: 1,
  group: "direct",
  moved: "walk",
  trials: 20,
  make: (scene) => {
    const retailer = largeRetailer(scene)
    const pause = () => (daySeconds / 3) * (0.7 + 0.6 * scene.random.uniform())
    return { steps: walk(scene, retailer, { length: 60, pause, whoAt: always(oneVisitor(scene)) }) }
  },
}

export const walkWithOwnOrders: Attack = {
  name: "own orders mixed in 1:1",
  choices: 1,
  group: "direct",
  make: (scene) => {
    const who = oneVisitor(scene)
    const retailer = largeRetailer(scene)
    const walked = walk(scene, retailer, { length: 840, pause: () => 60, whoAt: always(who) })
    return { steps: walked.flatMap((step) => [step, openOwn(scene, who, retailer, timeOf(step) + 30)]) }
  },
}

export const walkInMobileNetwork: Attack = {
  name: "walk inside a carrier-grade NAT address",
  choices: 1,
  group: "direct",
  make: (scene) => {
    const who = withCookie(attackerSubject(scene), mobileNetwork(scene), "mobile")
    return { steps: walk(scene, largeRetailer(scene), { length: 780, pause: () => 10, whoAt: always(who) }) }
  },
}

/** The retailer takes no street lines, so that no delivery point is known. */
const withoutDeliveryPoints = (steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, access: { ...step.access, deliveryPoint: null } }))

export const walkWithFarHits = (ordersPerDay: number): Attack => ({
  name: `walk with a far hit between steps, ${ordersPerDay} orders a day`,
  choices: 1,
  group: "evasive",
  make: (scene) => {
    const retailer = retailerOfSize(scene.world, ordersPerDay)
    const who = oneVisitor(scene)
    const walked = walk(scene, retailer, { length: 100, pause: () => 1200, whoAt: always(who) })
    const steps = walked.flatMap((step) => {
      const at = timeOf(step)
      return [step, ask(scene, who, { retailer, ordinal: liveNumber(scene, retailer, at), at: at + 600 })]
    })
    return { steps: withoutDeliveryPoints(steps) }
  },
})

export const walkAtSmallRetailer: Attack = {
  name: "walk, 50 orders a day, no street lines",
  choices: 1,
  group: "evasive",
  make: (scene) => {
    const retailer = retailerOfSize(scene.world, 50)
    const steps = walk(scene, retailer, { length: 100, pause: () => 600, whoAt: always(oneVisitor(scene)) })
    return { steps: withoutDeliveryPoints(steps) }
  },
}

export const walkAfterOwnOrders: Attack = {
  name: "39 own orders first, then a walk, 100 orders a day, no street lines",
  choices: 1,
  group: "evasive",
  make: (scene) => {
    const retailer = retailerOfSize(scene.world, 100)
    const who = oneVisitor(scene)
    const own = Array.from({ length: 39 }, (_, index) =>
      openOwn(scene, who, retailer, scene.start - 3_900 + index * 100),
    )
    const walked = walk(scene, retailer, { length: 100, pause: () => 600, whoAt: always(who) })
    return { steps: [...own, ...withoutDeliveryPoints(walked)] }
  },
}
