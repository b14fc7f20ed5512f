/**
 * Check digits that carriers and shops use. A guesser who knows the scheme computes the digit, so it adds nothing to
 * guess.
 */

/** Digits before the check digit, first to last, to the check digit. */
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

export type CheckDigitScheme = keyof typeof schemes

/** Every scheme by its name. */
export const checkDigitSchemes: readonly (readonly [CheckDigitScheme, Scheme])[] = [
  ["Luhn", schemes.Luhn],
  ["GS1", schemes.GS1],
  ["S10", schemes.S10],
  ["modulo 7", schemes["modulo 7"]],
]
