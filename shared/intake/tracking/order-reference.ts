import { bareReference, placeDigits } from "../../base/contracts/mapped-reference.ts"
import type { ReferenceFormat } from "../../parties/party.ts"

/**
 * One form for each order reference, however a customer types it: capitals, no blanks, one kind of hyphen. If the
 * reference has the retailer's format, hyphens are dropped too.
 */
export function normaliseOrderReference(reference: string, format?: ReferenceFormat): string {
  const plain = plainText(reference)
  const parts = format === undefined ? undefined : split(plain, format)
  return parts === undefined ? plain : `${parts.prefix}${parts.digits}${parts.check}${parts.suffix}`
}

/**
 * The place of an order in its retailer's sequence, or of a parcel in its carrier's: the last 12 digits of its number.
 *
 * @returns undefined when the reference has another format or a wrong check digit
 */
export function parseOrdinal(reference: string, format: ReferenceFormat): number | undefined {
  const parts = split(plainText(reference), format)
  if (parts === undefined || parts.check !== checkDigitOf(format.checkDigit, parts.digits)) return undefined
  return Number(parts.digits.slice(-placeDigits))
}

/**
 * The place that a reference would have with the right check digit. Somebody who tries every check digit of one number
 * stays at one place.
 *
 * @returns undefined when the reference has another format
 */
export function parsePlace(reference: string, format: ReferenceFormat): number | undefined {
  const digits = split(plainText(reference), format)?.digits
  return digits === undefined ? undefined : Number(digits.slice(-placeDigits))
}

/**
 * The reference of an ordinal, as the retailer prints it.
 *
 * @throws RangeError when the ordinal has more digits than the format
 */
export function formatOrderReference(ordinal: number, format: ReferenceFormat): string {
  const digits = String(ordinal).padStart(format.digits, "0")
  if (!Number.isSafeInteger(ordinal) || ordinal < 0 || digits.length !== format.digits)
    throw new RangeError("The ordinal does not fit the retailer's reference format")
  return `${format.prefix}${digits}${checkDigitOf(format.checkDigit, digits)}${format.suffix ?? ""}`
}

/**
 * Without hyphens, all references of the places from `first` to `last`, each once, without so many of their last
 * digits, check digit and suffix. References beside them can begin like one of them too.
 *
 * @returns undefined where a number has more digits than a place, or not more than are cut
 */
export function beginningsOf(
  { first, last }: { readonly first: number; readonly last: number },
  format: ReferenceFormat,
  cutDigits: number,
): string[] | undefined {
  const kept = format.digits - cutDigits
  if (format.digits > placeDigits || kept < 1) return undefined
  const size = 10 ** cutDigits
  const [from, to] = [Math.floor(first / size), Math.min(Math.floor(last / size), 10 ** kept - 1)]
  const { prefix } = numberForm(format)
  return Array.from(
    { length: Math.max(0, to - from + 1) },
    (_, step) => prefix + String(from + step).padStart(kept, "0"),
  )
}

/** Where a reference without hyphens has its number: behind a prefix, and before so many characters. */
export const numberForm = ({ prefix, digits, checkDigit, suffix = "" }: ReferenceFormat) => ({
  prefix: bareReference(prefix),
  digits,
  behind: (checkDigit === "none" ? 0 : 1) + bareReference(suffix).length,
})

function checkDigitOf(kind: ReferenceFormat["checkDigit"], digits: string): string {
  switch (kind) {
    case "none":
      return ""
    case "luhn":
      return luhnCheckDigit(digits)
    case "s10":
      return s10CheckDigit(digits)
    case "mod7":
      return String(Number(BigInt(digits) % 7n))
  }
}

const s10Weights = [8, 6, 4, 2, 3, 5, 9, 7]

/** The check digit of a postal item's eight digits (UPU S10, section 4.3). */
export function s10CheckDigit(digits: string): string {
  const sum = s10Weights.reduce((total, weight, place) => total + weight * Number(digits[place] ?? 0), 0)
  const check = 11 - (sum % 11)
  return String(check === 10 ? 0 : check === 11 ? 5 : check)
}

/** The digit that ISO/IEC 7812-1 annex B (Luhn) appends to a string of digits. */
export function luhnCheckDigit(digits: string): string {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const weighed = place % 2 === 0 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return String((10 - (sum % 10)) % 10)
}

function plainText(reference: string): string {
  return reference
    .slice(0, 256)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/\s/gu, "")
    .replace(/\p{Pd}/gu, "-")
}

type Parts = { prefix: string; digits: string; check: string; suffix: string }

function split(plain: string, format: ReferenceFormat): Parts | undefined {
  const prefix = bareReference(format.prefix)
  const suffix = bareReference(format.suffix ?? "")
  const bare = bareReference(plain)
  const length = format.digits + (format.checkDigit === "none" ? 0 : 1)
  if (!bare.startsWith(prefix) || !bare.endsWith(suffix)) return undefined
  if (bare.length !== prefix.length + length + suffix.length) return undefined
  const number = bare.slice(prefix.length, prefix.length + length)
  if (!/^\d+$/.test(number)) return undefined
  return { prefix, digits: number.slice(0, format.digits), check: number.slice(format.digits), suffix }
}
