import { describe, expect, it } from "@jest/globals"
import { findSequences } from "../../../../infra/cli/detect/find-sequences.ts"
import { luhnCheckDigit } from "../../../../shared/intake/tracking/order-reference.ts"
import { makeRandom } from "../../../bench/random.ts"
import { combinedLine, dataOf, detectLines, type Request, start, walkerAddress } from "./walked-log.ts"

/** How the numbers of a retailer are written, and how many there are a day. */
type Numbers = { readonly write: (number: number) => string; readonly perDay: number }

const withLuhn = (digits: string) => `${digits}${luhnCheckDigit(digits)}`
/** Four retailers of one carrier: all numbers have twelve digits. */
const alike: readonly Numbers[] = [
  { write: (number) => `${100_000_000_000 + number}`, perDay: 40 },
  { write: (number) => `${120_000_000_000 + number}`, perDay: 200 },
  { write: (number) => `${440_000_000_000 + number}`, perDay: 600 },
  { write: (number) => `${440_500_000_000 + number}`, perDay: 1_000 },
]
/** Four retailers whose numbers look different. */
const different: readonly Numbers[] = [
  { write: (number) => `LL-${70_000 + number}`, perDay: 40 },
  { write: (number) => `120${100_000 + number}`, perDay: 200 },
  { write: (number) => withLuhn(`44${10_000_000 + number}`), perDay: 600 },
  { write: (number) => `NP${30_000_000 + number}CA`, perDay: 1_000 },
]
const logDays = 5

const perDayUntil = (retailers: readonly Numbers[], place: number) =>
  retailers.slice(0, place + 1).reduce((sum, { perDay }) => sum + perDay, 0)

/** Visitors who order as often as their retailer's numbers say. One in eight has an order of several parcels. */
const ordinaryVisits = (retailers: readonly Numbers[], seed: number): Request[] => {
  const random = makeRandom(seed)
  const perDay = perDayUntil(retailers, retailers.length)
  const visit = (visitor: number): Request[] => {
    const order = random.integer(perDay)
    const retailer = retailers.find((_, place) => order < perDayUntil(retailers, place)) ?? retailers[0]
    if (retailer === undefined) throw new Error("There is a retailer for each order of a day")
    const orderedAt = (logDays + 3) * random.uniform() - 3
    const parcels = random.chance(0.12) ? 2 + random.integer(3) : 1
    const first = Math.floor(retailer.perDay * (orderedAt + 30))
    return Array.from({ length: parcels }, (_, parcel) => parcel).flatMap((parcel) =>
      Array.from({ length: 1 + random.integer(3) }, () => ({
        at: start + Math.floor(86_400 * (orderedAt + random.exponential(1.3))),
        ip: `${11 + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}.7`,
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
        reference: retailer.write(first + parcel),
        status: 200,
      })),
    )
  }
  const inLog = ({ at }: Request) => at >= start && at < start + logDays * 86_400
  return Array.from({ length: 5_000 }, (_, visitor) => visit(visitor))
    .flat()
    .filter(inLog)
}

const inOrder = (requests: readonly Request[]) => [...requests].sort((a, b) => a.at - b.at)
const found = async (requests: readonly Request[]) => {
  const data = dataOf(await detectLines(inOrder(requests).map(combinedLine)), true)
  if (!data.checked) throw new Error(data.reasons[0]?.reason)
  return data
}

describe("a carrier's log with the numbers of several retailers, and no column that names them", () => {
  it.each([
    ["alike", alike, 1],
    ["alike", alike, 2],
    ["different", different, 1],
    ["different", different, 2],
  ])("names no ordinary visitor, with numbers that look %s", async (_, retailers, seed) => {
    const { walkers, limits } = await found(ordinaryVisits(retailers, seed))
    expect(walkers).toEqual([])
    expect(limits.join()).toContain("4 sequences of numbers")
  })

  it("names who walks along the numbers of one of them", async () => {
    const walk = Array.from({ length: 100 }, (_, step) => ({
      at: start + 300_000 + 30 * step,
      ip: walkerAddress,
      agent: "curl/8.5.0",
      reference: alike[1]?.write(6_300 + step) ?? "",
      status: 200,
    }))
    const { walkers } = await found([...ordinaryVisits(alike, 3), ...walk])
    expect(walkers).toMatchObject([{ networks: [walkerAddress], records: 100 }])
    expect(walkers[0]?.charts[0]).toMatchObject({ chart: "walk", severity: "alert" })
  })

  it("names who crawls in no order, as somebody who may be a heavy reader", async () => {
    const crawl = Array.from({ length: 400 }, (_, step) => ({
      at: start + 300_000 + 2 * step,
      ip: walkerAddress,
      agent: "curl/8.5.0",
      reference: alike[step % 4]?.write(((step * 7_919) % 4_000) + 20_000) ?? "",
      status: 200,
    }))
    const { walkers } = await found([...ordinaryVisits(alike, 4), ...crawl])
    expect(walkers).toMatchObject([{ networks: [walkerAddress], shown: 400, resemblesHeavyReader: true }])
    const slow = crawl.map((request, step) => ({ ...request, at: start + 200_000 + 60 * step }))
    const { walkers: none, limits } = await found([...ordinaryVisits(alike, 4), ...slow])
    expect(none).toEqual([])
    expect(limits).toContainEqual(expect.stringContaining("Fewer than 300 references an hour"))
  })

  it("says how many sequences had too few lookups to learn their pace", async () => {
    const few = Array.from({ length: 10 }, (_, one) => ({
      at: start + 5_000 * one,
      ip: `192.0.2.${one}`,
      agent: "curl/8.5.0",
      reference: `ZZ${5_000 + 7 * one}`,
      status: 200,
    }))
    const { limits } = await found([...ordinaryVisits(alike, 5), ...few])
    expect(limits).toContainEqual(expect.stringContaining("Of 1 of them too few were looked up"))
    expect(limits.join()).not.toContain("There are too few lookups")
  })
})

describe("the sequences of references", () => {
  const shown = (plain: string) => ({ plain, isShown: true })
  const ordinalsOf = (references: readonly string[]) =>
    findSequences(references.map(shown)).map((place) => place?.ordinal)
  const numbers = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, i) => write(i))

  it("have neighbours one apart, also with a check digit", () => {
    for (const write of [(one: number) => withLuhn(`44${10_000_000 + one}`), (one: number) => `LL-${10_000 + one}`]) {
      const ordinals = ordinalsOf(numbers(200, write))
      expect(ordinals.map((ordinal) => (ordinal ?? 0) - (ordinals[0] ?? 0))).toEqual(numbers(200, String).map(Number))
    }
  })

  it("are not those of random tokens, whose last digits say nothing", () => {
    const random = makeRandom(7)
    const digits = (count: number, of: string) =>
      Array.from({ length: count }, () => of[random.integer(of.length)] ?? "").join("")
    const uuids = numbers(
      2_000,
      () => `${digits(8, "0123456789ABCDEF")}-${digits(4, "0123456789ABCDEF")}-4000-8000-0${digits(11, "0123456789")}`,
    )
    expect(ordinalsOf(uuids).filter((ordinal) => ordinal !== undefined)).toEqual([])
  })

  it("end at a gap that is far wider than those on both sides, and not where numbers lie at random", () => {
    const random = makeRandom(8)
    const scattered = numbers(5_000, () => `${100_000_000 + random.integer(900_000_000)}`)
    expect(new Set(findSequences(scattered.map(shown)).map((place) => place?.sequence))).toEqual(new Set([0]))
    const two = [...numbers(40, (one) => `${100_000 + one}`), ...numbers(90, (one) => `${700_000 + 40 * one}`)]
    const sequences = findSequences(two.map(shown)).map((place) => place?.sequence)
    expect([sequences.slice(0, 40), sequences.slice(40)].map((some) => [...new Set(some)])).toEqual([[1], [0]])
  })

  it("take in numbers that nobody was shown, which make no sequence of their own", () => {
    const guessed = numbers(60, (one) => `${900_000 + one}`).map((plain) => ({ plain, isShown: false }))
    const places = findSequences([...numbers(60, (one) => `${100_000 + one}`).map(shown), ...guessed])
    expect(places.at(-1)).toEqual({ sequence: 0, ordinal: 900_059 })
  })

  it("are one, however a number is written with hyphens", () => {
    const written = numbers(60, (one) => (one % 2 === 0 ? `LL-${70_000 + one}` : `LL${70_000 + one}`))
    expect(new Set(findSequences(written.map(shown)).map((place) => place?.sequence))).toEqual(new Set([0]))
  })
})
