/**
 * Ordinary traffic of a carrier's tracking tool, made up: 60 retailers, 500,000 households, mobile networks, offices, mail
 * rooms, staff, partners and heavy readers. Kept in typed arrays, sorted by time.
 */
import { makeRandom, type Random } from "./random.ts"

export const daySeconds = 86_400
/** Days before counting starts, in which retailer profiles are learned. */
export const warmUpDays = 4
export const countedDays = 28
/** Start of the simulated time, epoch seconds. */
export const epoch = 1_790_000_000
/** Share of a retailer's numbers that become parcels of this carrier. */
const usedShare = 0.8
const householdCount = 500_000
const officeCount = 4_000
const mailRoomCount = 400
const mobileNetworkCount = 40
const browserFamilies = 8

export const networkIds = { home: 0, mobile: 10_000_000, office: 11_000_000, hosting: 12_000_000, proxy: 20_000_000 }
export const subjectIds = {
  cookie: 0,
  mailRoom: 5_000_000,
  seller: 6_000_000,
  partner: 7_000_000,
  staff: 7_500_000,
  reader: 8_000_000,
  anonymous: 1_000_000_000,
  attacker: 2_000_000_000,
}

export const networkKinds = ["fixed", "mobile", "hosting"] as const
export const subjectKinds = ["cookie", "anonymous", "partner", "staff"] as const
export const classes = ["public", "partner", "staff", "aggregator", "verifiedBot"] as const

export type Retailer = {
  readonly number: number
  readonly ordersPerDay: number
  readonly hasCheckDigit: boolean
  readonly hasOrdinals: boolean
  readonly hasPoints: boolean
  /** Order of each number, counted from `firstOrdinal`; -1 where the number is no parcel of this carrier. */
  orders: Int32Array
  issued: number
  readonly firstOrdinal: number
  /** Times between which the feed of new orders is down, seconds since the start. */
  readonly outage: { readonly from: number; readonly to: number } | null
}

export type Orders = {
  count: number
  retailer: Uint8Array
  ordinal: Uint32Array
  point: Uint32Array
  createdAt: Uint32Array
}

/** Lookups in order of time. */
export type Lookups = {
  count: number
  at: Uint32Array
  /** Order looked up; -1: a number that no order has. */
  target: Int32Array
  retailer: Uint8Array
  ordinal: Uint32Array
  subject: Uint32Array
  network: Uint32Array
  /** Packed: subject kind, network kind, class, strong proof, start of a session, heavy reader, browser family. */
  traits: Uint16Array
}

export const trait = {
  subjectKind: (traits: number) => subjectKinds[traits & 3] ?? "anonymous",
  networkKind: (traits: number) => networkKinds[(traits >> 2) & 3] ?? "fixed",
  accessorClass: (traits: number) => classes[(traits >> 4) & 7] ?? "public",
  proven: (traits: number) => (traits & 128) !== 0,
  startsSession: (traits: number) => (traits & 256) !== 0,
  /** Readers whose alarms are not counted as false: they are to be registered. */
  heavyReader: (traits: number) => (traits & 512) !== 0,
  browser: (traits: number) => (traits >> 10) & 7,
}

export type World = {
  readonly seed: number
  readonly days: number
  readonly retailers: readonly Retailer[]
  readonly orders: Orders
  readonly lookups: Lookups
  /** Benign sessions after the warm-up: of recipients, offices and mail rooms. */
  readonly sessions: number
}

export type WorldOptions = { readonly seed: number; readonly days: number; readonly scale: number }

type Who = {
  subject: number
  subjectKind: 0 | 1 | 2 | 3
  network: number
  networkKind: 0 | 1 | 2
  class: number
  heavy: boolean
  browser: number
}

export const anonymousSubject = (network: number, browser: number): number =>
  subjectIds.anonymous + network * browserFamilies + browser

const makeRetailers = (random: Random, days: number, scale: number): Retailer[] =>
  Array.from({ length: 60 }, (_, index) => {
    const ordersPerDay = Math.max(5, scale * 30_000 * (index + 1) ** -2.125)
    const duration = (6 + random.uniform() * 24) * 3600
    const from = (warmUpDays + 1 + random.uniform() * Math.max(1, days - warmUpDays - 3)) * daySeconds
    return {
      number: index + 1,
      ordersPerDay,
      hasCheckDigit: index % 2 === 1,
      hasOrdinals: index % 15 !== 13,
      hasPoints: index % 15 !== 8,
      orders: new Int32Array(Math.ceil(((ordersPerDay * 1.1 + 40) * (days + 12)) / usedShare) + 1000).fill(-1),
      issued: 0,
      firstOrdinal: 1_000_000 + random.integer(7_000_000),
      outage: index < 20 && random.chance(0.3) ? { from, to: from + duration } : null,
    }
  })

/** Households drawn in proportion to their orders: a heavy tail (Pareto 1.6, at most 60 times the least). */
const heavyTail = (random: Random): (() => number) => {
  const cumulated = new Float64Array(householdCount)
  let total = 0
  for (let index = 0; index < householdCount; index += 1) {
    total += Math.min(60, (1 - random.uniform()) ** (-1 / 1.6))
    cumulated[index] = total
  }
  return () => {
    const wanted = random.uniform() * total
    let low = 0
    let high = householdCount - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Seconds into a day: people order and look things up by day. */
const timeOfDay = (random: Random): number => {
  for (;;) {
    const seconds = random.uniform() * daySeconds
    const hour = seconds / 3600
    const activity = hour < 6 ? 0.08 : hour < 9 ? 0.5 : hour < 22 ? 1 : 0.4
    if (random.uniform() < activity) return seconds
  }
}

/** Numbers are printed with seven digits: another digit, or two neighbours swapped. */
const mistype = (ordinal: number, random: Random): number => {
  const digits = String(ordinal).padStart(7, "0").split("")
  const place = random.integer(digits.length - 1)
  if (random.chance(0.8)) digits[place + (random.chance(0.5) ? 1 : 0)] = String(random.integer(10))
  else [digits[place], digits[place + 1]] = [digits[place + 1] ?? "0", digits[place] ?? "0"]
  return Number(digits.join(""))
}

export const orderOf = (retailer: Retailer, ordinal: number): number =>
  retailer.orders[ordinal - retailer.firstOrdinal] ?? -1

/** Makes the world of one seed. `scale` shrinks every retailer's and reader's traffic. */
export const makeWorld = ({ seed, days, scale }: WorldOptions): World => {
  const random = makeRandom(seed)
  const retailers = makeRetailers(random, days, scale)
  const household = heavyTail(random)
  const estimate = Math.ceil(
    retailers.reduce((sum, { ordersPerDay }) => sum + ordersPerDay * 1.12 + 40, 0) * (days + 8),
  )
  const orders: Orders = {
    count: 0,
    retailer: new Uint8Array(estimate),
    ordinal: new Uint32Array(estimate),
    point: new Uint32Array(estimate),
    createdAt: new Uint32Array(estimate),
  }
  const capacity = Math.ceil(estimate * 6.5) + 400_000
  const lookups: Lookups = {
    count: 0,
    at: new Uint32Array(capacity),
    target: new Int32Array(capacity),
    retailer: new Uint8Array(capacity),
    ordinal: new Uint32Array(capacity),
    subject: new Uint32Array(capacity),
    network: new Uint32Array(capacity),
    traits: new Uint16Array(capacity),
  }
  const end = days * daySeconds
  let sessions = 0

  const look = (
    at: number,
    target: number,
    retailer: number,
    ordinal: number,
    who: Who,
    proven: boolean,
    start: boolean,
  ) => {
    if (at < 0 || at >= end || lookups.count >= capacity) return
    const index = lookups.count
    lookups.count += 1
    lookups.at[index] = at
    lookups.target[index] = target
    lookups.retailer[index] = retailer
    lookups.ordinal[index] = ordinal
    lookups.subject[index] = who.subject
    lookups.network[index] = who.network
    lookups.traits[index] =
      who.subjectKind |
      (who.networkKind << 2) |
      (who.class << 4) |
      (proven ? 128 : 0) |
      (start ? 256 : 0) |
      (who.heavy ? 512 : 0) |
      (who.browser << 10)
    if (start && !who.heavy && at >= warmUpDays * daySeconds) sessions += 1
  }

  /** One visit: perhaps a slip of the finger first, then the parcel, then perhaps reloading. */
  const visit = (at: number, order: number, who: Who, byLink: boolean) => {
    const retailer = retailers[(orders.retailer[order] ?? 1) - 1]
    const ordinal = orders.ordinal[order] ?? 0
    if (retailer === undefined) return
    let when = at
    let start = true
    if (!byLink) {
      while (random.chance(0.05)) {
        const wrong = mistype(ordinal, random)
        const found = retailer.hasCheckDigit || wrong === ordinal ? -1 : orderOf(retailer, wrong)
        look(when, wrong === ordinal ? order : found, retailer.number, wrong, who, false, start)
        start = false
        when += 15 + random.exponential(20)
      }
    }
    look(when, order, retailer.number, ordinal, who, byLink, start)
    while (random.chance(0.42)) {
      when += 20 + random.exponential(120)
      look(when, order, retailer.number, ordinal, who, byLink, false)
    }
  }

  const device = (home: number, mobile: boolean, at: number): Who => {
    const cookieless = (home * 2_654_435_761) % 1000 < 200
    const browser = (home + (mobile ? 3 : 0)) % browserFamilies
    const place = random.uniform()
    const network =
      mobile && place < 0.7
        ? networkIds.mobile + ((home + random.integer(3) * 13) % mobileNetworkCount)
        : place > 0.88 && (at % daySeconds) / 3600 > 8 && (at % daySeconds) / 3600 < 18
          ? networkIds.office + (home % officeCount)
          : networkIds.home + home
    return {
      subject: cookieless ? anonymousSubject(network, browser) : subjectIds.cookie + home * 2 + (mobile ? 1 : 0),
      subjectKind: cookieless ? 1 : 0,
      network,
      networkKind: network >= networkIds.mobile && network < networkIds.office ? 1 : 0,
      class: 0,
      heavy: false,
      browser,
    }
  }

  const issue = (retailer: Retailer, at: number, point: number): number => {
    let place = retailer.issued
    retailer.issued += 1
    while (random.uniform() > usedShare) {
      place += 1
      retailer.issued += 1
    }
    const order = orders.count
    if (place >= retailer.orders.length || order >= estimate) return -1
    orders.count += 1
    retailer.orders[place] = order
    orders.retailer[order] = retailer.number
    orders.ordinal[order] = retailer.firstOrdinal + place
    orders.point[order] = point
    orders.createdAt[order] = Math.max(0, at)
    return order
  }

  /** A household follows one of its parcels: a mail when it leaves, and some visits until it arrives. */
  const follow = (order: number, home: number, mailAt: number) => {
    const visits = 1 + Math.floor(random.exponential(1.9))
    const prefersMobile = random.chance(0.5)
    for (let index = 0; index < visits; index += 1) {
      const lag = index === 0 && random.chance(0.4) ? random.exponential(1500) : random.exponential(1.3 * daySeconds)
      let at = mailAt + Math.min(lag, 7 * daySeconds)
      if (lag > 7200) {
        const byDay = Math.floor(at / daySeconds) * daySeconds + timeOfDay(random)
        if (byDay > mailAt) at = byDay
      }
      visit(at, order, device(home, prefersMobile !== random.chance(0.25), at), random.chance(0.65))
    }
  }

  const mailRooms = Array.from({ length: mailRoomCount }, (_, index) => ({
    retailer: [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14][random.integer(12)] ?? 0,
    day: random.integer(7),
    size: 10 + random.integer(31),
    point: 3_000_000 + index,
    index,
  }))

  for (const retailer of retailers) {
    const perDay = retailer.ordersPerDay
    const regulars = Math.max(50, Math.floor(retailer.ordersPerDay * 60))
    const firstRegular = random.integer(Math.max(1, householdCount - regulars))
    for (let day = -6; day < days; day += 1) {
      const expected = perDay * (day % 7 === 5 ? 0.8 : 1.03)
      const amount = Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()))
      const times = Float64Array.from({ length: amount }, () => day * daySeconds + timeOfDay(random)).sort()
      const bulks = mailRooms
        .filter((room) => room.retailer === retailer.number - 1 && (day + 7) % 7 === room.day)
        .map((room) => ({ room, position: random.integer(Math.max(1, amount)), left: room.size }))
      for (let position = 0; position < amount; position += 1) {
        const at = times[position] ?? 0
        const dayOf = Math.floor(at / daySeconds)
        const cut = (at / daySeconds - dayOf) * 24 < 15 ? dayOf : dayOf + 1
        const batch = cut * daySeconds + 16 * 3600
        const mailAt = batch + ((at - (batch - 25 * 3600)) / daySeconds) * 5400
        const regular = retailer.ordersPerDay < 2_000 ? 0.5 : 0.2
        const any = household()
        const home = random.chance(regular)
          ? firstRegular + Math.floor((any / householdCount) * Math.min(regulars, householdCount - firstRegular))
          : any
        const gift = random.chance(0.04)
        const point = gift
          ? random.integer(householdCount)
          : random.chance(0.08)
            ? 2_000_000 + (home % officeCount)
            : home
        const order = issue(retailer, at, point)
        if (order >= 0) follow(order, home, mailAt)
        if (random.chance(0.03)) {
          const twin = issue(retailer, at + 2, point)
          if (twin >= 0) follow(twin, home, mailAt)
        }
        for (const bulk of bulks) {
          if (position < bulk.position || bulk.left === 0 || random.chance(0.5)) continue
          bulk.left -= 1
          const parcel = issue(retailer, at + 1, bulk.room.point)
          if (parcel < 0) continue
          const who: Who = {
            subject: subjectIds.mailRoom + bulk.room.index,
            subjectKind: 0,
            network: networkIds.office + 5_000 + bulk.room.index,
            networkKind: 0,
            class: 0,
            heavy: false,
            browser: bulk.room.index % browserFamilies,
          }
          const firstMorning = (Math.floor(mailAt / daySeconds) + 1) * daySeconds + 9 * 3600
          visit(firstMorning + random.integer(3600), parcel, who, false)
          if (random.chance(0.6)) visit(firstMorning + daySeconds + random.integer(3600), parcel, who, false)
        }
      }
    }
  }

  addProfessionals({ random, retailers, orders, look, days, scale })
  sortByTime(lookups, end)
  return { seed, days, retailers, orders, lookups, sessions }
}

type Professionals = {
  random: Random
  retailers: readonly Retailer[]
  orders: Orders
  look: (
    at: number,
    target: number,
    retailer: number,
    ordinal: number,
    who: Who,
    proven: boolean,
    start: boolean,
  ) => void
  days: number
  scale: number
}

/** Carrier agents, partners, aggregators registered and not, bots, small sellers. Their sessions are not counted as benign. */
const addProfessionals = ({ random, retailers, orders, look, days, scale }: Professionals) => {
  /** Orders by day of creation, to draw live ones from. */
  const byDay: number[][] = Array.from({ length: days + 1 }, () => [])
  for (let order = 0; order < orders.count; order += 1) {
    if (order % 7 === 0) byDay[Math.floor((orders.createdAt[order] ?? 0) / daySeconds)]?.push(order)
  }
  const live = (day: number): number => {
    const from = byDay[Math.max(0, day - 1 - random.integer(4))] ?? []
    return from[random.integer(from.length)] ?? 0
  }
  const work = (
    who: Omit<Who, "heavy" | "browser">,
    perDay: number,
    weekdays: boolean,
    provenShare: number,
    missShare: number,
  ) => {
    for (let day = 0; day < days; day += 1) {
      if (weekdays && day % 7 > 4) continue
      const amount = Math.max(0, Math.round(perDay * scale + Math.sqrt(perDay * scale) * random.normal()))
      for (let index = 0; index < amount; index += 1) {
        const at = day * daySeconds + (weekdays ? 8 * 3600 + random.uniform() * 9 * 3600 : timeOfDay(random))
        const order = live(day)
        const retailer = retailers[(orders.retailer[order] ?? 1) - 1]
        if (retailer === undefined) continue
        const missed = random.chance(missShare)
        const ordinal = missed ? retailer.firstOrdinal - 1 - random.integer(200_000) : (orders.ordinal[order] ?? 0)
        const given = { ...who, heavy: true, browser: 0 }
        look(at, missed ? -1 : order, retailer.number, ordinal, given, !missed && random.chance(provenShare), true)
      }
    }
  }
  const hosting = (index: number) => ({ network: networkIds.hosting + index, networkKind: 2 as const })
  for (let agent = 0; agent < 120; agent += 1) {
    const who = { subject: subjectIds.staff + agent, subjectKind: 3 as const, class: 2, ...hosting(1) }
    work(who, 80, true, 0.95, 0)
  }
  for (let partner = 0; partner < 30; partner += 1) {
    const who = { subject: subjectIds.partner + partner, subjectKind: 2 as const, class: 1, ...hosting(10 + partner) }
    work(who, 100, true, 0.9995, 0)
  }
  for (let reader = 0; reader < 3; reader += 1) {
    const registered = {
      subject: subjectIds.reader + reader,
      subjectKind: 1 as const,
      class: 3,
      ...hosting(100 + reader),
    }
    work(registered, 1_500, false, 0, 0.08)
    const unregistered = {
      subject: subjectIds.reader + 10 + reader,
      subjectKind: 1 as const,
      class: 0,
      ...hosting(110 + reader),
    }
    work(unregistered, 150, false, 0, 0.06)
    const bot = {
      subject: subjectIds.reader + 20 + reader,
      subjectKind: 1 as const,
      class: 4,
      ...hosting(120 + reader),
    }
    work(bot, 120, false, 0, 0.4)
  }
  for (let seller = 0; seller < 300; seller += 1) {
    const who = {
      subject: subjectIds.seller + seller,
      subjectKind: 0 as const,
      network: networkIds.office + 6_000 + seller,
      networkKind: 0 as const,
      class: 0,
    }
    work(who, 0.3 + random.exponential(1.2), true, 0, 0.03)
  }
}

/** Brings all lookups into the order of time: a counting sort by the second. */
const sortByTime = (lookups: Lookups, end: number) => {
  const starts = new Uint32Array(end + 1)
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    starts[at + 1] = (starts[at + 1] ?? 0) + 1
  }
  for (let second = 1; second <= end; second += 1) starts[second] = (starts[second] ?? 0) + (starts[second - 1] ?? 0)
  const order = new Uint32Array(lookups.count)
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    const place = starts[at] ?? 0
    order[place] = index
    starts[at] = place + 1
  }
  lookups.at = Uint32Array.from(order, (index) => lookups.at[index] ?? 0)
  lookups.target = Int32Array.from(order, (index) => lookups.target[index] ?? 0)
  lookups.retailer = Uint8Array.from(order, (index) => lookups.retailer[index] ?? 0)
  lookups.ordinal = Uint32Array.from(order, (index) => lookups.ordinal[index] ?? 0)
  lookups.subject = Uint32Array.from(order, (index) => lookups.subject[index] ?? 0)
  lookups.network = Uint32Array.from(order, (index) => lookups.network[index] ?? 0)
  lookups.traits = Uint16Array.from(order, (index) => lookups.traits[index] ?? 0)
}
