import { describe, expect, it } from "@jest/globals"
import { resultInWords } from "../../../../infra/cli/detect/output/result-in-words.ts"
import { heavyReaders } from "../../../../shared/watch/lookups/visitor/heavy-readers.ts"
import {
  aRetailer,
  combinedLine,
  dataOf,
  detectLines,
  ordinaryRequests,
  type Request,
  start,
  walkedRecords,
  walkedRequests,
  walkerAddress,
} from "./walked-log.ts"

const lookup = (index: number, given: object = {}): string =>
  JSON.stringify({
    at: start + index * 10,
    accessor: { ip: "203.0.113.7", session: "s-1", userAgent: "curl/8" },
    retailer: "leafline",
    reference: `LL-${7_000_000 + index}`,
    outcome: "hit",
    ...given,
  })

const event = ({ at, reference, ip, status }: Request): string =>
  lookup(0, { at, reference, accessor: { ip }, outcome: status === 404 ? "miss" : "hit" })

/** Enough ordinary lookups to learn from. */
const background = ordinaryRequests.map((request, index) =>
  lookup(index, { at: request.at, reference: request.reference, accessor: { ip: request.ip }, proof: "linkToken" }),
)
const found = async (lines: readonly string[], given = {}) => {
  const data = dataOf(await detectLines(lines, given))
  if (!data.checked) throw new Error(data.reasons[0]?.reason)
  return data
}

/** 40 parcels of six shops, in no order. */
const scattered = (given: object) =>
  Array.from({ length: 40 }, (_, index) =>
    lookup(index, { retailer: `shop-${index % 6}`, reference: `A-${(index * 7919) % 100_000}`, ...given }),
  )

describe("what is found in a log", () => {
  it("is one walker, however many charts and sessions and days it takes", async () => {
    const sessions = Array.from({ length: 200 }, (_, index) =>
      lookup(index, { at: start + index * 800, accessor: { ip: "203.0.113.7", session: `s-${index % 4}` } }),
    )
    const { walkers } = await found([...background, ...sessions])
    expect(walkers).toMatchObject([{ records: 200, networkCount: 1, subjects: 4 }])
  })

  it("is everything that the visitor saw, also what no longer fits into its profile", async () => {
    const session = { ip: "203.0.113.7", session: "s-1" }
    const read = Array.from({ length: 1_000 }, (_, index) =>
      lookup(0, {
        at: start + 60_000 + index * 60,
        accessor: session,
        reference: `LL-${7_000_000 + ((index * 7919) % 100_003)}`,
        deliveryPoint: `p${index}`,
      }),
    )
    const proven = lookup(0, { at: start + 70_001, accessor: session, reference: "LL-7900000", proof: "account" })
    const neighbour = lookup(0, {
      at: start + 70_002,
      accessor: { ...session, session: "s-2" },
      reference: "LL-7900001",
    })
    const { walkers } = await found([...background, ...read, proven, neighbour])
    expect(walkers).toMatchObject([{ records: 1_000, shown: 1_000, subjects: 1, possible: false }])
  })

  it("is also what the right postal codes of somebody who guesses them opened", async () => {
    const guesses = Array.from({ length: 40 }, (_, index) =>
      lookup(0, {
        at: start + 60_000 + index * 60,
        reference: `LL-${7_000_000 + ((index * 389) % 997)}`,
        outcome: index % 8 === 7 ? "hit" : "challengeFailed",
        proof: index % 8 === 7 ? "postalCode" : "none",
      }),
    )
    const { walkers } = await found([...background, ...guesses])
    expect(walkers).toMatchObject([{ records: 40, shown: 5, refused: 35 }])
  })

  it("is possible where many walk together: what anybody saw there without proof until a day after", async () => {
    const walk = Array.from({ length: 200 }, (_, index) =>
      lookup(index, { at: start + 50_000 + index * 60, accessor: { ip: `192.0.2.${index}` } }),
    )
    const stranger = (at: number, given = {}) =>
      lookup(0, { at: start + at, accessor: { ip: "198.18.0.1" }, reference: "LL-7000220", ...given })
    const records = async (...lines: string[]) => {
      const { walkers } = await found([...background, ...walk, ...lines])
      expect(walkers).toMatchObject([{ possible: true }])
      return walkers[0]?.records
    }
    expect(await records()).toBe(200)
    expect(await records(stranger(62_001))).toBe(201)
    expect(await records(stranger(62_001, { proof: "linkToken" }))).toBe(200)
    expect(await records(stranger(62_000 + 2 * 86_400))).toBe(200)
  })

  it("is one entry for many addresses that walk together", async () => {
    const together = Array.from({ length: 200 }, (_, index) =>
      lookup(index, { at: start + 50_000 + index * 60, accessor: { ip: `192.0.2.${index}` } }),
    )
    const { walkers } = await found([...background, ...together])
    expect(walkers).toHaveLength(1)
    expect(walkers[0]?.networkCount).toBeGreaterThan(150)
    expect(walkers[0]?.records).toBeGreaterThan(150)
  })

  it("is no walk of several accessors where one walker alone makes a block dense", async () => {
    const { walkers } = await found(walkedRequests.map(combinedLine))
    expect(walkers.flatMap(({ charts }) => charts.map(({ chart }) => chart))).not.toContain("block")
    expect(walkers).toHaveLength(1)
  })

  it("is a walk of several accessors, too, where these look up the same numbers as one walker", async () => {
    const together = Array.from({ length: 200 }, (_, index) =>
      lookup(600 + index, { at: start + 101_000 + index * 60, accessor: { ip: `192.0.2.${index}` } }),
    )
    const { walkers } = await found([...walkedRequests.map((one) => event(one)), ...together])
    expect(walkers.map(({ charts }) => charts[0]?.chart)).toEqual(["walk", "block"])
    expect(walkers[0]).toMatchObject({ records: walkedRecords, networkCount: 1 })
  })

  it("is somebody who guesses, though the log says of each miss that it came with an account", async () => {
    const misses = Array.from({ length: 30 }, (_, index) =>
      lookup(index, { reference: `LL-${7_000_000 + ((index * 389) % 997)}`, outcome: "miss", proof: "account" }),
    )
    const { walkers } = await found([...background, ...misses])
    expect(walkers.flatMap(({ charts }) => charts.map(({ chart }) => chart))).toContain("guess")
  })

  it("is one walker who changes networks within one IPv6 prefix", async () => {
    const lines = walkedRequests.map((request, index) =>
      combinedLine(request.ip === walkerAddress ? { ...request, ip: `2001:db8:7:${index.toString(16)}::5` } : request),
    )
    const data = dataOf(await detectLines(lines), true)
    expect(data).toMatchObject({
      walkers: [{ records: walkedRecords, networkCount: 1, networks: ["2001:db8:7::/48"] }],
    })
  })

  it("is one walker whose IPv4 address is written as IPv6 at times", async () => {
    const mapped = walkedRequests.map((request, index) =>
      combinedLine({ ...request, ip: index % 2 === 0 ? request.ip : `::ffff:${request.ip}` }),
    )
    const { log } = await found(walkedRequests.map(combinedLine))
    expect(dataOf(await detectLines(mapped), true)).toMatchObject({
      log: { addresses: log.addresses },
      walkers: [{ records: walkedRecords, networkCount: 1, networks: [walkerAddress] }],
    })
  })

  it("follows the thresholds of the retailer", async () => {
    const thresholds = { walk: { alert: 1e6 }, block: { alert: 1e6 }, fanOut: { alert: 1e6 } }
    const party = aRetailer({ detection: { thresholds } })
    expect((await found(walkedRequests.map(combinedLine), { retailers: [party] })).walkers).toEqual([])
  })

  it("is one entry for each of several walkers, with the first record of each", async () => {
    const walks = [1, 2, 3].flatMap((walker) =>
      Array.from({ length: 100 }, (_, index) =>
        lookup(walker * 400 + index, {
          at: start + 90_000 + index * 9 + walker,
          accessor: { ip: `192.0.2.${walker}`, userAgent: "curl/8" },
        }),
      ),
    )
    const { walkers } = await found([...background, ...walks])
    expect(walkers.map(({ records, networkCount }) => [records, networkCount])).toEqual([
      [100, 1],
      [100, 1],
      [100, 1],
    ])
  })

  it("is the walker with most records first", async () => {
    const walkOf = (ip: string, first: number, length: number) =>
      Array.from({ length }, (_, index) =>
        lookup(first + index, { at: start + 90_000 + index * 9, accessor: { ip, userAgent: "curl/8" } }),
      )
    const { walkers } = await found([...background, ...walkOf("192.0.2.1", 300, 60), ...walkOf("192.0.2.2", 600, 90)])
    expect(walkers.map(({ records }) => records)).toEqual([90, 60])
  })

  it("is a guesser in a web server's log, by status, without other requests", async () => {
    const requests = Array.from({ length: 20 }, (_, index) => ({
      at: start + 100_000 + index * 4,
      ip: "203.0.113.7",
      agent: "curl/8",
      reference: `LL-${7_000_000 + index * 977}`,
      status: 404,
    }))
    const { walkers } = await found([...ordinaryRequests, ...requests].map(combinedLine))
    expect(walkers).toMatchObject([{ records: 20, shown: 0, refused: 20, charts: [{ chart: "guess" }] }])
  })

  it("is nothing when an accessor follows a few parcels", async () => {
    const lines = [0, 400, 90_000].flatMap((order) =>
      [1, 2, 3].map((day) => lookup(order, { at: start + day * 86_400 + order, proof: "linkToken" })),
    )
    expect((await found([...background, ...lines])).walkers).toEqual([])
  })

  it("is only a notice when one visitor reads many references without known destinations", async () => {
    const { walkers, notices } = await found([...background, ...scattered({})])
    expect(walkers).toEqual([])
    expect(notices).toMatchObject([{ severity: "notice", charts: [{ chart: "fanOut", severity: "notice" }] }])
  })

  it("is an alarm with known destinations, marked where it may be a heavy reader", async () => {
    const lines = scattered({}).map((line, index) =>
      JSON.stringify({ ...JSON.parse(line), deliveryPoint: `p${index}` }),
    )
    const { walkers } = await found([...background, ...lines])
    expect(walkers).toMatchObject([{ resemblesHeavyReader: true }])
  })

  it("leaves out what a registered heavy reader does", async () => {
    const reader = {
      name: "an aggregator",
      class: "mailScanner",
      networks: ["203.0.113.0/24"],
      credentials: [],
    } as const
    const leafline = { heavyReaders: [{ ...reader, networks: [...reader.networks], credentials: [] }] }
    const given = {
      heavyReaders: heavyReaders(),
      registrars: new Map([["leafline", leafline]]),
    }
    expect((await found(walkedRequests.map(combinedLine), given)).walkers).toEqual([])
  })

  it("says which charts are off, and why", async () => {
    const words = ["alder", "birch", "cedar", "elm"].flatMap((one) =>
      ["fir", "hazel", "oak"].map((two) => `${one}${two}`),
    )
    const lines = words.map((reference, index) => lookup(index, { reference, accessor: { ip: `192.0.2.${index}` } }))
    const data = await found(lines)
    expect(resultInWords(data)).toContain("The order of references was not checked: they have no number.")
    expect(resultInWords(data)).toContain("Guessing was not checked")
  })
})

describe("the volume of a log", () => {
  const at = (minute: number) => start + minute * 60
  /** Customers who come often, and now and then a new one. */
  const ordinary = (minute: number) =>
    Array.from({ length: 6 }, (_, one) =>
      lookup(0, {
        at: at(minute) + one,
        reference: `LL-${1_000_000 + ((minute * 7919 + one * 104_729) % 900_000)}`,
        accessor: {
          ip: `198.51.${one}.${one === 0 ? minute % 250 : 1}`,
          account: `a-${one}-${one === 0 ? minute : 0}`,
        },
        proof: "account",
      }),
    )
  const campaign = (minute: number) =>
    Array.from({ length: 12 }, (_, one) =>
      lookup(0, {
        at: at(minute) + 10 + one,
        reference: `LL-${2_000_000 + ((minute * 48_271 + one * 69_621) % 900_000)}`,
        accessor: { ip: `10.${one}.${Math.floor(minute / 250)}.${minute % 250}`, userAgent: "curl/8" },
      }),
    )
  const minutes = (lines: (minute: number) => string[], from: number, until: number) =>
    Array.from({ length: until - from }, (_, minute) => lines(from + minute)).flat()

  it("is worth one line a day when strangers come", async () => {
    const attacked = minutes((minute) => [...ordinary(minute), ...campaign(minute)], 600, 840)
    const { busyDays } = await found([...minutes(ordinary, 0, 600), ...attacked])
    expect(busyDays).toMatchObject([{ retailer: "leafline" }])
    expect(Date.parse(busyDays[0]?.at ?? "") / 1000).toBeGreaterThan(at(600))
  })

  it("is not worth a line on ordinary days", async () => {
    expect((await found(minutes(ordinary, 0, 1200))).busyDays).toEqual([])
  })
})
