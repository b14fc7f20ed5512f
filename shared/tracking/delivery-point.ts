import { normalisePostalCode } from "./postal-code.ts"

/** The parts of a destination from which its delivery point is made. */
export type Destination = { postalCode: string; country: string; addressLine?: string | undefined }

/**
 * The postal code and street line in one form. Two destinations with the same parts are one delivery point. The caller
 * must hash the parts immediately, because they are personal data.
 *
 * @returns undefined without a street line or a valid postal code
 */
export function deliveryPointParts(destination: Destination): [postalCode: string, streetLine: string] | undefined {
  const postalCode = normalisePostalCode(destination.country, destination.postalCode)
  const streetLine = normaliseStreetLine(destination.addressLine ?? "")
  return postalCode === undefined || streetLine === "" ? undefined : [postalCode, streetLine]
}

/** One form for each street line: capitals without accents and punctuation, common words shortened. */
export function normaliseStreetLine(line: string): string {
  return line
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/['’.]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .map((word) => abbreviations[word] ?? word)
    .join(" ")
}

// Abbreviations from Canada Post and USPS Publication 28, for words that people write in both forms.
const abbreviations: Readonly<Record<string, string>> = {
  STREET: "ST",
  RUE: "ST",
  AVENUE: "AVE",
  AV: "AVE",
  ROAD: "RD",
  BOULEVARD: "BLVD",
  BOUL: "BLVD",
  DRIVE: "DR",
  COURT: "CRT",
  CT: "CRT",
  CRESCENT: "CRES",
  PLACE: "PL",
  LANE: "LN",
  APARTMENT: "APT",
  SUITE: "SUITE",
  STE: "SUITE",
  UNIT: "UNIT",
  NORTH: "N",
  SOUTH: "S",
  EAST: "E",
  WEST: "W",
  NORD: "N",
  SUD: "S",
  EST: "E",
  OUEST: "W",
}

/**
 * The hash as the detector stores it: 32 bits, never 0.
 *
 * @param hash base64url, at least six characters
 */
export function deliveryPointOf(hash: string): number {
  const point = Buffer.from(hash, "base64url").readUInt32BE()
  return point === 0 ? 1 : point
}
