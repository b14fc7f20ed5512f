/** Many addresses share a walk, in an order or in a way that each address or each step alone does not give away. */
import { networkIds } from "../world/identities.ts"
import { type AttackerAt, always, oneVisitor, proxies, withoutCookie } from "./attackers.ts"
import { type Attack, largeRetailer, type Scene } from "./scene.ts"
import { shuffledPlaces, walk } from "./sequences.ts"

const length = 800

/** About one lookup a minute. */
const aboutAMinute = (scene: Scene) => () => 60 * (0.5 + scene.random.uniform())

/** Each address takes one to four numbers in a row before the next one takes over. */
const stickyProxies = (scene: Scene): AttackerAt => {
  const next = proxies(scene)
  let who = next(0)
  let left = 0
  return (index) => {
    if (left === 0) {
      who = next(index)
      left = 1 + scene.random.integer(4)
    }
    left -= 1
    return who
  }
}

type Order = (scene: Scene) => (index: number) => number

/** The lowest `bits` of a number in reverse: 0, 128, 64, 192, 32 and so on for 8 bits. */
const reversed = (value: number, bits: number): number => {
  let result = 0
  for (let bit = 0; bit < bits; bit += 1) result = result * 2 + (Math.floor(value / 2 ** bit) % 2)
  return result
}

const stride =
  (step: number): Order =>
  () =>
  (index) =>
    index * step

/** Ranges of 1,024 numbers, each in the order of reversed bits. */
const bitReversed: Order = () => (index) => Math.floor(index / 1_024) * 1_024 + reversed(index % 1_024, 10)

/** Ranges of 64 numbers after each other, each in random order. */
const shuffledWindows: Order = (scene) => {
  const windows = new Map<number, number[]>()
  return (index) => {
    const window = Math.floor(index / 64)
    const places = windows.get(window) ?? shuffledPlaces(scene.random, 64)
    windows.set(window, places)
    return window * 64 + (places[index % 64] ?? 0)
  }
}

type Evasion = {
  readonly order: Order
  readonly whoAt: (scene: Scene) => AttackerAt
  readonly span?: number
  readonly choices?: number
}

const evasion = (name: string, { order, whoAt, span = length, choices = 1 }: Evasion): Attack => ({
  name,
  group: "evasive",
  choices,
  make: (scene) => {
    const sequence = { length, span, pause: aboutAMinute(scene), whoAt: whoAt(scene), order: order(scene) }
    return { steps: walk(scene, largeRetailer(scene), sequence) }
  },
})

/** 40 addresses walk a stretch of 20 numbers each, all of one range. Their turns come in a new order each round. */
const lanes: Attack = {
  name: "40 addresses, each a stretch of its own",
  group: "evasive",
  choices: 40,
  make: (scene) => {
    const base = networkIds.proxy + scene.random.integer(1_000) * 1_000
    const turns = Array.from({ length: length / 40 }, () => shuffledPlaces(scene.random, 40)).flat()
    const laneAt = (index: number) => turns[index] ?? 0
    const whoAt = (index: number) => withoutCookie(base + laneAt(index), laneAt(index) % 8)
    const order = (index: number) => laneAt(index) * 20 + Math.floor(index / 40)
    return { steps: walk(scene, largeRetailer(scene), { length, pause: aboutAMinute(scene), whoAt, order }) }
  },
}

const alone = (scene: Scene): AttackerAt => always(oneVisitor(scene))

export const blockEvasions: readonly Attack[] = [
  evasion("400 proxies, each 1 to 4 numbers in a row", { order: stride(1), whoAt: stickyProxies }),
  evasion("400 proxies, every 4th number", { order: stride(4), whoAt: proxies, span: 4 * length }),
  evasion("400 proxies, every 8th number", { order: stride(8), whoAt: proxies, span: 8 * length }),
  evasion("400 proxies, bits of the number reversed", { order: bitReversed, whoAt: proxies, span: 1_024 }),
  evasion("400 proxies, 64 numbers at a time in random order", { order: shuffledWindows, whoAt: proxies, choices: 64 }),
  lanes,
  evasion("one visitor, every 4th number", { order: stride(4), whoAt: alone, span: 4 * length }),
  evasion("one visitor, every 8th number", { order: stride(8), whoAt: alone, span: 8 * length }),
  evasion("one visitor, bits of the number reversed", { order: bitReversed, whoAt: alone, span: 1_024 }),
]
