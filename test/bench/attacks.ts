/** Attacks on the tracking tool, each a list of lookups in the simulated world. */
import type { Access } from "../../shared/detection/memory-profile.ts"
import type { RetailerProfile } from "../../shared/detection/retailers/retailer-profile.ts"
import { makeAccess } from "./ordinary-run.ts"
import type { Random } from "./random.ts"
import {
  anonymousSubject,
  countedDays,
  daySeconds,
  networkIds,
  orderOf,
  type Retailer,
  subjectIds,
  type World,
  warmUpDays,
} from "./world.ts"

export type Step = {
  readonly access: Access
  readonly network: number
  /** Whether a record of somebody else is asked for; it is shown if it exists. */
  readonly foreign: boolean
}

export type Campaign = {
  readonly steps: readonly Step[]
  /** What attackers taught beforehand, or what is different at the retailer they chose. */
  readonly profileChange?: (profile: RetailerProfile) => RetailerProfile
}

export type Attack = {
  readonly name: string
  readonly group: "section 6" | "section 8" | "further"
  readonly trials?: number
  make(scene: Scene): Campaign
}

export type Scene = { readonly world: World; readonly random: Random; readonly start: number; readonly end: number }

type Who = Pick<Access, "subject" | "network" | "accessorClass">

const attackerSubject = (scene: Scene): number => subjectIds.attacker + scene.random.integer(100_000_000)
const homeNetwork = (scene: Scene): number => networkIds.proxy + 5_000_000 + scene.random.integer(1_000_000)

const cookieAt = (subject: number, network: number, kind: "fixed" | "mobile" = "fixed"): Who => ({
  subject: { kind: "cookie", fingerprint: subject },
  network: { kind, fingerprint: network },
  accessorClass: "public",
})

const nobodyAt = (network: number, browser: number, kind: "fixed" | "mobile" = "fixed"): Who => ({
  subject: { kind: "anonymous", fingerprint: anonymousSubject(network, browser) },
  network: { kind, fingerprint: network },
  accessorClass: "public",
})

const mobileNetwork = (scene: Scene): number => networkIds.mobile + scene.random.integer(40)

/** The retailer nearest to so many orders a day that has a sequence. */
const retailerOf = (world: World, ordersPerDay: number): Retailer => {
  const fitting = world.retailers.filter(
    (retailer) => retailer.hasOrdinals && retailer.hasPoints && retailer.outage === null,
  )
  const distance = (retailer: Retailer) => Math.abs(Math.log(retailer.ordersPerDay / ordersPerDay))
  const sorted = [...fitting].sort((a, b) => distance(a) - distance(b))
  const [nearest] = sorted
  if (nearest === undefined) throw new Error("the world has no fitting retailer")
  return nearest
}

const fewestOrdersPerDay = 600

/** One of the larger retailers: the six largest of at least 600 orders a day. */
const largeRetailer = ({ world, random }: Scene): Retailer => {
  const fitting = world.retailers.filter(
    (retailer) => retailer.hasOrdinals && retailer.hasPoints && retailer.outage === null,
  )
  const large = fitting.filter(({ ordersPerDay }) => ordersPerDay >= fewestOrdersPerDay).slice(0, 6)
  const chosen = large.length === 0 ? fitting[0] : large[random.integer(large.length)]
  if (chosen === undefined) throw new Error("the world has no large retailer")
  return chosen
}

/** Numbers issued by a time: the place after the last. */
const issuedBy = (world: World, retailer: Retailer, at: number): number => {
  let low = 0
  let high = retailer.issued
  while (low < high) {
    let middle = (low + high) >> 1
    const probe = middle
    while (middle < high && (retailer.orders[middle] ?? -1) < 0) middle += 1
    const order = retailer.orders[middle] ?? -1
    if (middle < high && order >= 0 && (world.orders.createdAt[order] ?? 0) <= at) low = middle + 1
    else high = probe
  }
  return low
}

/** A number from which a walk of `length` still meets issued numbers, among those in use. */
const walkStart = ({ world, random }: Scene, retailer: Retailer, at: number, length: number): number => {
  const head = issuedBy(world, retailer, at)
  const width = Math.max(1, Math.floor((3 * retailer.ordersPerDay) / 0.8) - length)
  return retailer.firstOrdinal + Math.max(0, head - length - random.integer(width))
}

/** A number that was issued to a parcel in the last three days. */
const liveNumber = ({ world, random }: Scene, retailer: Retailer, at: number): number => {
  const head = issuedBy(world, retailer, at)
  const width = Math.min(head, Math.floor((3 * retailer.ordersPerDay) / 0.8))
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const place = head - 1 - random.integer(Math.max(1, width))
    if ((retailer.orders[place] ?? -1) >= 0) return retailer.firstOrdinal + place
  }
  return retailer.firstOrdinal
}

/** Any number of the last three days, issued to a parcel of this carrier or not. */
const rangeNumber = ({ world, random }: Scene, retailer: Retailer, at: number): number => {
  const head = issuedBy(world, retailer, at)
  const width = Math.min(head, Math.floor((3 * retailer.ordersPerDay) / 0.8))
  return retailer.firstOrdinal + head - 1 - random.integer(Math.max(1, width))
}

const ask = (scene: Scene, who: Who, retailer: Retailer, ordinal: number, at: number): Step => ({
  access: makeAccess(scene.world, {
    at: Math.floor(at),
    retailer: retailer.number,
    ordinal,
    order: orderOf(retailer, ordinal),
    proven: false,
    ...who,
  }),
  network: Number(who.network.fingerprint),
  foreign: true,
})

/** One of the attacker's own parcels, opened from the link in the mail. */
const openOwn = (scene: Scene, who: Who, retailer: Retailer, at: number): Step => {
  const ordinal = liveNumber(scene, retailer, at)
  const step = ask(scene, who, retailer, ordinal, at)
  return { ...step, access: { ...step.access, proof: "strong", deliveryPoint: null }, foreign: false }
}

/** A walk: `length` numbers from a start, `pace()` seconds apart, each asked for by `whoAt`. */
const walkSteps = (
  scene: Scene,
  retailer: Retailer,
  length: number,
  pace: () => number,
  whoAt: (index: number) => Who,
  order: (index: number) => number = (index) => index,
): Step[] => {
  const first = walkStart(scene, retailer, scene.start, length)
  const steps: Step[] = []
  let at = scene.start
  for (let index = 0; index < length && at < scene.end; index += 1) {
    steps.push(ask(scene, whoAt(index), retailer, first + order(index), at))
    at += pace()
  }
  return steps
}

/** Hits at random numbers of large retailers. */
const randomHits = (scene: Scene, length: number, pace: () => number, whoAt: (index: number) => Who): Step[] => {
  const retailer = largeRetailer(scene)
  const steps: Step[] = []
  let at = scene.start
  for (let index = 0; index < length && at < scene.end; index += 1) {
    steps.push(ask(scene, whoAt(index), retailer, liveNumber(scene, retailer, at), at))
    at += pace()
  }
  return steps
}

const guesses = (scene: Scene, length: number, who: Who, retailer: Retailer): Step[] => {
  const steps: Step[] = []
  for (let index = 0; index < length; index += 1) {
    const at = scene.start + index
    const ordinal = scene.random.chance(0.25)
      ? rangeNumber(scene, retailer, at)
      : retailer.firstOrdinal + retailer.orders.length + 100_000 + scene.random.integer(900_000)
    steps.push(ask(scene, who, retailer, ordinal, at))
  }
  return steps
}

const shuffledOrder = (random: Random, length: number): number[] => {
  const order = Array.from({ length }, (_, index) => index)
  for (let index = length - 1; index > 0; index -= 1) {
    const other = random.integer(index + 1)
    const held = order[index] ?? 0
    order[index] = order[other] ?? 0
    order[other] = held
  }
  return order
}

const oneAddress = (scene: Scene): Who => cookieAt(attackerSubject(scene), homeNetwork(scene))
const always = (who: Who) => () => who

const proxies = (scene: Scene): ((index: number) => Who) => {
  const base = networkIds.proxy + scene.random.integer(1_000) * 1_000
  return () => nobodyAt(base + scene.random.integer(400), scene.random.integer(8))
}

const proxyWalk = (seconds: number, label: string, trials?: number): Attack => ({
  name: `400 proxies, ordered, one per ${label}`,
  group: "section 6",
  ...(trials === undefined ? {} : { trials }),
  make: (scene) => ({
    steps: walkSteps(scene, largeRetailer(scene), 800, () => seconds * (0.5 + scene.random.uniform()), proxies(scene)),
  }),
})

/** Someone behind the same address, with a parcel of their own. */
const stranger = (scene: Scene, network: number, at: number, cookieless: boolean): Step => {
  const retailer = largeRetailer(scene)
  const who = cookieless
    ? nobodyAt(network, scene.random.integer(8), "mobile")
    : cookieAt(attackerSubject(scene), network, "mobile")
  const step = ask(scene, who, retailer, liveNumber(scene, retailer, at), at)
  const proven = scene.random.chance(0.65)
  return { ...step, access: { ...step.access, proof: proven ? "strong" : "none" }, foreign: false }
}

const amongStrangers = (strangers: number, identity: "cookie" | "nobody" | "minted"): Attack => ({
  name: `walk behind an address, ${strangers} strangers between steps, ${identity === "cookie" ? "one cookie" : identity === "nobody" ? "no cookie" : "a cookie per lookup"}`,
  group: "section 8",
  make: (scene) => {
    // An address with a stranger a minute is a carrier-grade one.
    const network = networkIds.mobile + 900
    const retailer = largeRetailer(scene)
    const own = attackerSubject(scene)
    const walker = (index: number): Who =>
      identity === "cookie"
        ? cookieAt(own, network, "mobile")
        : identity === "nobody"
          ? nobodyAt(network, 2, "mobile")
          : cookieAt(own + index, network, "mobile")
    const walked = walkSteps(scene, retailer, 120, () => 60 * (strangers + 1), walker)
    const between = walked.flatMap((step) =>
      Array.from({ length: strangers }, (_, index) =>
        stranger(scene, network, step.access.at - epochOf(scene) + 60 * (index + 1), scene.random.chance(0.2)),
      ),
    )
    return { steps: [...walked, ...between].sort((a, b) => a.access.at - b.access.at) }
  },
})

const epochOf = (scene: Scene): number => {
  const first = makeAccess(scene.world, {
    at: 0,
    retailer: 1,
    ordinal: 0,
    order: -1,
    proven: false,
    ...nobodyAt(0, 0),
  })
  return first.at
}

const withoutPoints = (steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, access: { ...step.access, deliveryPoint: null } }))

const interleave = (a: readonly Step[], b: (step: Step, index: number) => readonly Step[]): Step[] =>
  a.flatMap((step, index) => [step, ...b(step, index)])

const farHits = (ordersPerDay: number): Attack => ({
  name: `walk with a far hit between steps, ${ordersPerDay} orders a day`,
  group: "section 8",
  make: (scene) => {
    const retailer = retailerOf(scene.world, ordersPerDay)
    const who = oneAddress(scene)
    const walked = walkSteps(scene, retailer, 100, () => 1200, always(who))
    const far = interleave(walked, (step) => [
      ask(
        scene,
        who,
        retailer,
        liveNumber(scene, retailer, step.access.at - epochOf(scene)),
        step.access.at - epochOf(scene) + 600,
      ),
    ])
    return { steps: withoutPoints(far) }
  },
})

export const attacks: readonly Attack[] = [
  {
    name: "walk, one address, 1 a second",
    group: "section 6",
    make: (scene) => ({ steps: walkSteps(scene, largeRetailer(scene), 1_000, () => 1, always(oneAddress(scene))) }),
  },
  {
    name: "the 2018 case: 4,500 numbers, one per 6-15 s",
    group: "section 6",
    trials: 12,
    make: (scene) => ({
      steps: walkSteps(
        scene,
        retailerOf(scene.world, 4_000),
        4_500,
        () => 6 + 9 * scene.random.uniform(),
        always(oneAddress(scene)),
      ),
    }),
  },
  {
    name: "shuffled walk of 2,000 numbers",
    group: "section 6",
    make: (scene) => {
      const order = shuffledOrder(scene.random, 2_000)
      const at = (index: number) => order[index] ?? 0
      return { steps: walkSteps(scene, largeRetailer(scene), 2_000, () => 1, always(oneAddress(scene)), at) }
    },
  },
  {
    name: "random guessing, 1 in 4 in range",
    group: "section 6",
    make: (scene) => ({ steps: guesses(scene, 600, oneAddress(scene), largeRetailer(scene)) }),
  },
  {
    name: "slow walk, 3 a day",
    group: "section 6",
    trials: 20,
    make: (scene) => ({
      steps: walkSteps(
        scene,
        largeRetailer(scene),
        60,
        () => (daySeconds / 3) * (0.7 + 0.6 * scene.random.uniform()),
        always(oneAddress(scene)),
      ),
    }),
  },
  {
    name: "slow random hits, 3 a day",
    group: "section 6",
    trials: 20,
    make: (scene) => ({
      steps: randomHits(
        scene,
        60,
        () => (daySeconds / 3) * (0.7 + 0.6 * scene.random.uniform()),
        always(oneAddress(scene)),
      ),
    }),
  },
  {
    name: "spread hits, 12 an hour",
    group: "section 6",
    make: (scene) => ({
      steps: randomHits(scene, 640, () => 300 * (0.7 + 0.6 * scene.random.uniform()), always(oneAddress(scene))),
    }),
  },
  {
    name: "own orders mixed in 1:1",
    group: "section 6",
    make: (scene) => {
      const who = oneAddress(scene)
      const retailer = largeRetailer(scene)
      const walked = walkSteps(scene, retailer, 840, () => 60, always(who))
      return {
        steps: interleave(walked, (step) => [openOwn(scene, who, retailer, step.access.at - epochOf(scene) + 30)]),
      }
    },
  },
  {
    name: "walk inside a carrier-grade NAT address",
    group: "section 6",
    make: (scene) => {
      const who = cookieAt(attackerSubject(scene), mobileNetwork(scene), "mobile")
      return { steps: walkSteps(scene, largeRetailer(scene), 780, () => 10, always(who)) }
    },
  },
  proxyWalk(5, "5 s"),
  proxyWalk(60, "60 s"),
  proxyWalk(600, "10 min"),
  proxyWalk(3_600, "hour", 24),
  {
    name: "400 proxies, unordered fresh hits",
    group: "section 6",
    make: (scene) => ({ steps: randomHits(scene, 520, () => 60, proxies(scene)) }),
  },
  {
    name: "partner out of scope",
    group: "section 6",
    make: (scene) => {
      const who: Who = {
        subject: { kind: "partner", fingerprint: attackerSubject(scene) },
        network: { kind: "hosting", fingerprint: homeNetwork(scene) },
        accessorClass: "partner",
      }
      return { steps: randomHits(scene, 43, () => daySeconds / 3, always(who)) }
    },
  },
  {
    name: "carrier insider, 20 a day without a case",
    group: "section 6",
    make: (scene) => {
      const who: Who = {
        subject: { kind: "staff", fingerprint: attackerSubject(scene) },
        network: { kind: "fixed", fingerprint: homeNetwork(scene) },
        accessorClass: "staff",
      }
      const start = Math.ceil(scene.start / daySeconds) * daySeconds
      const steps: Step[] = []
      for (let day = 0; day < 10; day += 1) {
        for (let index = 0; index < 100; index += 1) {
          const at = start + day * daySeconds + 8 * 3600 + scene.random.uniform() * 9 * 3600
          const retailer = largeRetailer(scene)
          const withoutCase = index < 20
          const step = withoutCase
            ? ask(scene, who, retailer, liveNumber(scene, retailer, at), at)
            : openOwn(scene, who, retailer, at)
          steps.push(step)
        }
      }
      return { steps: steps.sort((a, b) => a.access.at - b.access.at) }
    },
  },
  {
    name: "unordered hits, 1 a second, a cookie per four lookups",
    group: "section 8",
    make: (scene) => {
      const network = homeNetwork(scene)
      const first = attackerSubject(scene)
      const who = (index: number) =>
        index % 4 === 0 ? nobodyAt(network, scene.random.integer(8)) : cookieAt(first + Math.floor(index / 4), network)
      return { steps: randomHits(scene, 600, () => 1, who) }
    },
  },
  {
    name: "unordered hits, 1 a second, no cookie, mobile network",
    group: "section 8",
    make: (scene) => {
      const network = mobileNetwork(scene)
      return {
        steps: randomHits(
          scene,
          600,
          () => 1,
          () => nobodyAt(network, 2, "mobile"),
        ),
      }
    },
  },
  {
    name: "guessing after teaching the miss share to its cap",
    group: "section 8",
    make: (scene) => ({
      steps: guesses(scene, 1_200, oneAddress(scene), largeRetailer(scene)),
      profileChange: (profile) => ({ ...profile, missShare: 0.3 }),
    }),
  },
  farHits(1_000),
  farHits(100),
  {
    name: "walk, 50 orders a day, no street lines",
    group: "section 8",
    make: (scene) => ({
      steps: withoutPoints(walkSteps(scene, retailerOf(scene.world, 50), 100, () => 600, always(oneAddress(scene)))),
    }),
  },
  {
    name: "39 own orders first, then a walk, 100 orders a day, no street lines",
    group: "section 8",
    make: (scene) => {
      const retailer = retailerOf(scene.world, 100)
      const who = oneAddress(scene)
      const own = Array.from({ length: 39 }, (_, index) =>
        openOwn(scene, who, retailer, scene.start - 3_900 + index * 100),
      )
      return { steps: [...own, ...withoutPoints(walkSteps(scene, retailer, 100, () => 600, always(who)))] }
    },
  },
  amongStrangers(10, "cookie"),
  amongStrangers(19, "cookie"),
  amongStrangers(19, "nobody"),
  amongStrangers(19, "minted"),
  {
    name: "random hits, 0.8 a day, one subject",
    group: "section 8",
    trials: 20,
    make: (scene) => ({ steps: randomHits(scene, 28, () => daySeconds / 0.8, always(oneAddress(scene))) }),
  },
  {
    name: "postal-code guessing on one shipment, a new address each time",
    group: "section 8",
    make: (scene) => {
      const retailer = largeRetailer(scene)
      const ordinal = liveNumber(scene, retailer, scene.start)
      const whoAt = proxies(scene)
      return {
        steps: Array.from({ length: 120 }, (_, index) => {
          const step = ask(scene, whoAt(index), retailer, ordinal, scene.start + index * 720)
          return { ...step, access: { ...step.access, outcome: "challengeFailed" as const, deliveryPoint: null } }
        }),
      }
    },
  },
]

/** When a trial starts: after the warm-up, early enough for slow attacks. */
export const trialStart = (random: Random): number => (warmUpDays + 1 + random.uniform() * 6) * daySeconds
export const trialEnd = (warmUpDays + countedDays) * daySeconds
