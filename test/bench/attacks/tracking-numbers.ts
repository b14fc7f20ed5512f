/** Walks along the carrier's own tracking numbers, over the parcels of all retailers. */
import { makeAccess } from "../accesses.ts"
import { trackingNumbersBy } from "../world/tracking-numbers.ts"
import { type AttackerAt, always, oneVisitor, proxies } from "./attackers.ts"
import type { Attack, Scene, Step } from "./scene.ts"

const walkedNumbers = 800
const liveDays = 3

/** Consecutive tracking numbers of the last days. */
const walkTrackingNumbers = (scene: Scene, seconds: number, whoAt: AttackerAt): Step[] => {
  const { world, random, start, end } = scene
  const { orders, tracking } = world
  const head = trackingNumbersBy(orders, tracking, start)
  const oldest = trackingNumbersBy(orders, tracking, start - liveDays * 86_400)
  const first = Math.max(0, oldest + random.integer(Math.max(1, head - oldest - walkedNumbers)))
  const length = Math.min(walkedNumbers, head - first, Math.floor((end - start) / seconds))
  return Array.from({ length }, (_, index) => {
    const order = tracking.orderAt[first + index] ?? 0
    const who = whoAt(index)
    const target = { at: Math.floor(start + index * seconds), order, retailer: orders.retailer[order] ?? 1 }
    const ordinal = orders.ordinal[order] ?? 0
    const access = makeAccess(world, { ...who, ...target, ordinal, isProven: false, byTrackingNumber: true })
    return { access, network: Number(who.network.fingerprint), isForeign: true }
  })
}

const trackingWalk = (label: string, seconds: number, whoOf: (scene: Scene) => AttackerAt): Attack => ({
  name: `walk along tracking numbers, ${label}`,
  choices: 1,
  group: "direct",
  make: (scene) => ({ steps: walkTrackingNumbers(scene, seconds, whoOf(scene)) }),
})

const oneAddress = (scene: Scene) => always(oneVisitor(scene))

export const trackingWalkFast = trackingWalk("1 a second", 1, oneAddress)
export const trackingWalkSlow = trackingWalk("1 in 10 minutes", 600, oneAddress)
export const trackingWalkProxied = trackingWalk("400 proxies, one per 60 s", 60, proxies)
