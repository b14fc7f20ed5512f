/** Random numbers for the benchmark. The same seed gives the same numbers. */
export type Random = {
  /** Uniform, 0 (inclusive) to 1. */
  uniform(): number
  /** Whole number from 0 to `below` - 1. */
  integer(below: number): number
  chance(probability: number): boolean
  exponential(mean: number): number
  normal(): number
}

/** The generator sfc32, seeded by one number. */
export const makeRandom = (seed: number): Random => {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88 ^ (seed << 7)
  let c = 0xb7e15162 ^ (seed >>> 3)
  let counter = 1
  const next = (): number => {
    const mixed = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + mixed
    c |= 0
    return (mixed >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 20; round += 1) next()
  return {
    uniform: next,
    integer: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
    exponential: (mean) => -mean * Math.log(1 - next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
