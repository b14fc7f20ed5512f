import type { ReferenceFormat } from "../parties/party.ts"

/**
 * One form for each order reference, however a customer types it: capitals, no blanks, one kind of hyphen. If the
 * reference has the retailer's format, hyphens are dropped too.
 */
export function normaliseOrderReference(reference: string, format?: ReferenceFormat): string {
  const plain = plainText(reference)
  const parts = format === undefined ? undefined : split(plain, format)
  return parts === undefined ? plain : `${parts.prefix}${parts.digits}${parts.check}`
}

/**
 * The number of an order in its retailer's sequence.
 *
 * @returns undefined when the reference has another format or a wrong check digit
 */
export function parseOrdinal(reference: string, format: ReferenceFormat): number | undefined {
  const parts = split(plainText(reference), format)
  if (parts === undefined) return undefined
  if (format.checkDigit === "luhn" && parts.check !== luhnCheckDigit(parts.digits)) return undefined
  return Number(parts.digits)
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
  return `${format.prefix}${digits}${format.checkDigit === "luhn" ? luhnCheckDigit(digits) : ""}`
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

function split(plain: string, format: ReferenceFormat): { prefix: string; digits: string; check: string } | undefined {
  const prefix = withoutHyphens(plainText(format.prefix))
  const bare = withoutHyphens(plain)
  const checkLength = format.checkDigit === "luhn" ? 1 : 0
  if (!bare.startsWith(prefix) || bare.length !== prefix.length + format.digits + checkLength) return undefined
  const number = bare.slice(prefix.length)
  if (!/^\d+$/.test(number)) return undefined
  return { prefix, digits: number.slice(0, format.digits), check: number.slice(format.digits) }
}

function withoutHyphens(text: string): string {
  return text.replaceAll("-", "")
}
