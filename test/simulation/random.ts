/** A seeded source of choices. The same seed makes the same choices on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [from, to], both included. */
  integer(from: number, to: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One of the items. Throws when there is none. */
  pick<T>(items: readonly T[]): T
  /** A copy of the items in random order. */
  shuffled<T>(items: readonly T[]): T[]
  /** An identifier of 16 hexadecimal digits. */
  id(): string
  /** A source of its own for one purpose, so that a change in one does not shift the choices of another. */
  fork(purpose: string): Random
}

/** Makes a source of choices from a 32-bit seed (sfc32, by Chris Doty-Humphrey, public domain). */
export function seededRandom(seed: number): Random {
  let a = seed >>> 0
  let b = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  let c = Math.imul(seed ^ 0x243f6a88, 0xc2b2ae35) >>> 0
  let counter = 1
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) bits()

  const next = (): number => bits() / 4294967296
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const hex = (): string => bits().toString(16).padStart(8, "0")

  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)]
      if (item === undefined) throw new RangeError("cannot pick from an empty list")
      return item
    },
    shuffled: (items) => {
      const keyed = items.map((item) => ({ item, order: next() }))
      keyed.sort((left, right) => left.order - right.order)
      return keyed.map(({ item }) => item)
    },
    id: () => hex() + hex(),
    fork: (purpose) => seededRandom(fnv1a(purpose, seed)),
  }
}

/** FNV-1a over the text, started from the seed. */
function fnv1a(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash
}
