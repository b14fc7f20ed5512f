/** The attacker asks from many addresses, each seldom. */
import { proxies } from "./attackers.ts"
import { type Attack, ask, largeRetailer, liveNumber } from "./scene.ts"
import { randomHits, walk } from "./sequences.ts"

export const proxiedWalk = (seconds: number, label: string, trials?: number): Attack => ({
  name: `400 proxies, ordered, one per ${label}`,
  group: "direct",
  ...(trials === undefined ? {} : { trials }),
  make: (scene) => {
    const retailer = largeRetailer(scene)
    const pause = () => seconds * (0.5 + scene.random.uniform())
    return { steps: walk(scene, retailer, { length: 800, pause, whoAt: proxies(scene) }) }
  },
})

export const proxiedHits: Attack = {
  name: "400 proxies, unordered fresh hits",
  group: "direct",
  make: (scene) => ({ steps: randomHits(scene, { length: 520, pause: () => 60, whoAt: proxies(scene) }) }),
}

export const proxiedPostalCodes: Attack = {
  name: "postal-code guessing on one shipment, a new address each time",
  group: "evasive",
  make: (scene) => {
    const retailer = largeRetailer(scene)
    const ordinal = liveNumber(scene, retailer, scene.start)
    const whoAt = proxies(scene)
    const steps = Array.from({ length: 120 }, (_, index) => {
      const step = ask(scene, whoAt(index), { retailer, ordinal, at: scene.start + index * 720 })
      return { ...step, access: { ...step.access, outcome: "challengeFailed" as const, deliveryPoint: null } }
    })
    return { steps }
  },
}
