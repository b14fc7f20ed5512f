/** The attacker asks from many addresses, each seldom. */
import { proxies } from "./attackers.ts"
import { type Attack, ask, largeRetailer, liveNumber, type Step, walkStart } from "./scene.ts"
import { randomHits, shuffledPlaces, walk } from "./sequences.ts"

export const proxiedWalk = (seconds: number, label: string, trials?: number): Attack => ({
  name: `400 proxies, ordered, one per ${label}`,
  choices: 1,
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

/** Somebody who does not know how check digits are made tries one after the other, each from another address. */
export const proxiedCheckDigits = (order: "in order" | "in no order"): Attack => ({
  name: `400 proxies, every check digit of numbers ${order}, one per 10 s`,
  group: "evasive",
  ...(order === "in order" ? { choices: 1 } : {}),
  make: (scene) => {
    const retailer = largeRetailer(scene)
    const numbers = 200
    const first = walkStart(scene, retailer, numbers)
    const whoAt = proxies(scene)
    const steps: Step[] = []
    for (let place = 0; place < numbers; place += 1) {
      const from = scene.start + steps.length * 10
      const ordinal = order === "in order" ? first + place : liveNumber(scene, retailer, from)
      const rightAt = shuffledPlaces(scene.random, 10).indexOf(0)
      for (let tried = 0; tried < 10; tried += 1) {
        const step = ask(scene, whoAt(tried), { retailer, ordinal, at: scene.start + steps.length * 10 })
        if (tried === rightAt) steps.push(step)
        else {
          const tag = `#${(place * 10 + tried).toString(36)}`
          steps.push({ ...step, access: { ...step.access, tag, outcome: "miss", deliveryPoint: null } })
        }
        if (tried === rightAt && step.access.outcome === "hit") break
      }
    }
    return { steps }
  },
})

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
