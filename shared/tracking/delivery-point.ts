import { normalisePostalCode } from "./postal-code.ts"

/** Where a parcel goes, as far as a delivery point needs it. */
export type Destination = { postalCode: string; country: string; addressLine?: string | undefined }

/**
 * The parts by which two destinations are the same delivery point: postal code and street line in one form. To be hashed at once.
 *
 * @returns undefined without a street line or a valid postal code: the point is unknown
 */
export function deliveryPointParts(destination: Destination): [postalCode: string, streetLine: string] | undefined {
  const postalCode = normalisePostalCode(destination.country, destination.postalCode)
  const streetLine = normaliseStreetLine(destination.addressLine ?? "")
  return postalCode === undefined || streetLine === "" ? undefined : [postalCode, streetLine]
}

/** One form for the ways to write a street line: capitals without accents and punctuation, common words shortened. */
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

// Canada Post and USPS Publication 28 abbreviations of the words people most often write both ways.
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
 * A hash as the detector keeps it: 32 bits, never 0.
 *
 * @param hash base64url, at least six characters
 */
export function deliveryPointOf(hash: string): number {
  const point = Buffer.from(hash, "base64url").readUInt32BE()
  return point === 0 ? 1 : point
}
