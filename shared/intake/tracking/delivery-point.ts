import { normalisePostalCode } from "../../base/contracts/postal-code.ts"

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

/** Bits of a delivery point that are the same at every retailer. */
const sharedBits = 12

/**
 * The delivery point as the detector stores it: 32 bits, never 0. The upper 20 are the retailer's own, so that nobody
 * can follow a person from one retailer to another. The lower 12 are the same at every retailer. They are enough to see
 * that two parcels go to different places, and much too few to find a place again among millions.
 *
 * @param hashes of the parts, base64url with at least six characters: one per retailer, one for all retailers
 */
export function deliveryPointOf(hashes: { ofRetailer: string; shared: string }): number {
  const [ofRetailer, shared] = [hashes.ofRetailer, hashes.shared].map((hash) =>
    Buffer.from(hash, "base64url").readUInt32BE(),
  )
  const point = ((((ofRetailer ?? 0) >>> sharedBits) << sharedBits) | ((shared ?? 0) >>> (32 - sharedBits))) >>> 0
  return point === 0 ? 1 << sharedBits : point
}
