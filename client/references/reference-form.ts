const twoTo32 = 2 ** 32
const startLength = 1_024
/** A scheme that so many references fit by chance does not exist. */
const fittingShare = 0.995
const fewestForScheme = 50

/** A growing list of numbers of 64 bits. Eight bytes each, so that a million references take 8 MB. */
function numberList() {
  let words = new Uint32Array(2 * startLength)
  let length = 0
  return {
    add(high: number, low: number): void {
      if (2 * length === words.length) {
        const longer = new Uint32Array(2 * words.length)
        longer.set(words)
        words = longer
      }
      // The processors on which Node.js runs put the lower word first.
      words[2 * length] = low
      words[2 * length + 1] = high
      length += 1
    },
    /** The different numbers, lowest first. It sorts the list itself, so nothing may be added afterwards. */
    sortedOnce(): BigUint64Array {
      const sorted = new BigUint64Array(words.buffer, 0, length).sort()
      let kept = 0
      for (const [index, value] of sorted.entries())
        if (index === 0 || value !== sorted[kept - 1]) sorted[kept++] = value
      return sorted.subarray(0, kept)
    },
  }
}

/** Takes places one after the other, and keeps the number that they write, modulo 2^64. */
function mixedNumber() {
  let high = 0
  let low = 0
  return {
    clear(): void {
      high = 0
      low = 0
    },
    append(symbol: number, radix: number): void {
      const sum = low * radix + symbol
      low = sum % twoTo32
      high = (high * radix + Math.floor(sum / twoTo32)) % twoTo32
    },
    isAbove: (otherHigh: number, otherLow: number): boolean =>
      high > otherHigh || (high === otherHigh && low > otherLow),
    high: () => high,
    low: () => low,
  }
}

/** What a guesser meets who knows the form of references. */
export type SurveyedForm = {
  /** Its places: `9` for a digit, `A` for a letter, `X` for either. */
  readonly shape: string
  readonly references: number
  /** Share of references that are higher than the one before it in the file. About half where they are random. */
  readonly risingShare: number
  /** Entropy of all places, each taken alone, in bits. The check digit is left out. An upper bound. */
  readonly entropyBits: number
  readonly checkDigit: CheckDigitScheme | undefined
  /** The different references as numbers, lowest first, without the check digit. Neighbours are 1 apart. */
  readonly numbers: BigUint64Array
}

/** Collects the references of one form. Its memory grows by 16 bytes for each. */
export type ReferenceForm = {
  /** @param reference of this form: capitals and digits, each where the shape has them */
  add(reference: string): void
  survey(): SurveyedForm
}

const radixOf: Readonly<Record<string, number>> = { "9": 10, A: 26, X: 36 }

/** One place of a form: its symbols, and how often each occurred. */
type Place = { readonly radix: number; readonly zero: number; readonly counts: Uint32Array; readonly isCheck: boolean }

/** @param shape its places, see `SurveyedForm` */
export function referenceForm(shape: string): ReferenceForm {
  // The check digit is the last digit. Where digits and letters mix, no scheme is known.
  const checkPlace = shape.includes("X") ? -1 : shape.lastIndexOf("9")
  const places = [...shape].map((place, index) => placeOf(place, index === checkPlace))
  const schemes = schemeCounter()
  const whole = { number: mixedNumber(), list: numberList() }
  const withoutCheck = { number: mixedNumber(), list: numberList() }
  let references = 0
  let rising = 0

  const append = (reference: string): readonly number[] => {
    const digits: number[] = []
    whole.number.clear()
    withoutCheck.number.clear()
    for (const [index, { radix, zero, counts, isCheck }] of places.entries()) {
      const symbol = Number.parseInt(reference.charAt(index), 36) - zero
      counts[symbol] = (counts[symbol] ?? 0) + 1
      whole.number.append(symbol, radix)
      if (!isCheck) withoutCheck.number.append(symbol, radix)
      if (radix === 10) digits.push(symbol)
    }
    return digits
  }

  return {
    add(reference) {
      const [high, low] = [whole.number.high(), whole.number.low()]
      const digits = append(reference)
      if (references > 0 && whole.number.isAbove(high, low)) rising += 1
      if (checkPlace > 0) schemes.count(digits)
      references += 1
      for (const { number, list } of [whole, withoutCheck]) list.add(number.high(), number.low())
    },
    survey() {
      const checkDigit = schemes.fitting(references)
      return {
        shape,
        references,
        risingShare: references > 1 ? rising / (references - 1) : 0,
        entropyBits: entropyOfAll(places, references, checkDigit !== undefined),
        checkDigit,
        numbers: (checkDigit === undefined ? whole : withoutCheck).list.sortedOnce(),
      }
    },
  }
}

function placeOf(place: string, isCheck: boolean): Place {
  const radix = radixOf[place] ?? 36
  return { radix, zero: radix === 26 ? 10 : 0, counts: new Uint32Array(radix), isCheck }
}

function entropyOfAll(places: readonly Place[], references: number, leavesOutCheck: boolean): number {
  const guessed = places.filter(({ isCheck }) => !(isCheck && leavesOutCheck))
  return guessed.reduce((bits, { counts }) => bits + entropyOf(counts, references), 0)
}

/** Counts which schemes of check digits references fit. */
function schemeCounter() {
  const fitting = new Map<CheckDigitScheme, number>()
  return {
    count(digits: readonly number[]): void {
      const before = digits.slice(0, -1)
      for (const [name, scheme] of checkDigitSchemes)
        if (scheme(before) === digits.at(-1)) fitting.set(name, (fitting.get(name) ?? 0) + 1)
    },
    /** The scheme that practically all references fit. */
    fitting(references: number): CheckDigitScheme | undefined {
      if (references < fewestForScheme) return undefined
      return [...fitting].find(([, count]) => count >= fittingShare * references)?.[0]
    },
  }
}

/** Shannon's entropy of symbols that occur so often, in bits. */
function entropyOf(counts: Uint32Array, total: number): number {
  return counts.reduce((bits, count) => (count === 0 ? bits : bits - (count / total) * Math.log2(count / total)), 0)
}

/**
 * A check digit that carriers and shops use, of the digits before it, first to last. A guesser who knows the scheme
 * computes the digit, so it adds nothing to guess.
 */
type Scheme = (digits: readonly number[]) => number

/** Sums from the right, with weights that repeat. */
const weightedFromRight = (digits: readonly number[], term: (digit: number, fromRight: number) => number): number =>
  digits.reduce((sum, digit, index) => sum + term(digit, digits.length - 1 - index), 0)

const toTen = (sum: number): number => (10 - (sum % 10)) % 10
const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2)
const postalWeights = [8, 6, 4, 2, 3, 5, 9, 7]

const schemes = {
  /** ISO/IEC 7812-1, Annex B. */
  Luhn: (digits) => toTen(weightedFromRight(digits, (digit, place) => (place % 2 === 0 ? doubled(digit) : digit))),
  /** GS1 General Specifications, 7.9. */
  GS1: (digits) => toTen(weightedFromRight(digits, (digit, place) => digit * (place % 2 === 0 ? 3 : 1))),
  /** UPU standard S10: eight digits with weights, modulo 11. */
  S10: (digits) => {
    if (digits.length !== postalWeights.length) return Number.NaN
    const left = 11 - (digits.reduce((sum, digit, place) => sum + digit * (postalWeights[place] ?? 0), 0) % 11)
    return left === 10 ? 0 : left === 11 ? 5 : left
  },
  /** The number before it, modulo 7, as on air waybills. */
  "modulo 7": (digits) => digits.reduce((rest, digit) => (rest * 10 + digit) % 7, 0),
} as const satisfies Record<string, Scheme>

type CheckDigitScheme = keyof typeof schemes

/** Every scheme by its name. */
const checkDigitSchemes: readonly (readonly [CheckDigitScheme, Scheme])[] = [
  ["Luhn", schemes.Luhn],
  ["GS1", schemes.GS1],
  ["S10", schemes.S10],
  ["modulo 7", schemes["modulo 7"]],
]
