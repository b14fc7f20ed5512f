import { normalisePostalCode } from "../../base/contracts/postal-code.ts"

/**
 * Provinces and territories by the first letter of a postal code (Canada Post, Addressing Guidelines). The Northwest
 * Territories and Nunavut share X, so that letter says only the country.
 */
const provinces: Readonly<Record<string, string>> = {
  A: "NL",
  B: "NS",
  C: "PE",
  E: "NB",
  G: "QC",
  H: "QC",
  J: "QC",
  K: "ON",
  L: "ON",
  M: "ON",
  N: "ON",
  P: "ON",
  R: "MB",
  S: "SK",
  T: "AB",
  V: "BC",
  Y: "YT",
}

/** States by the first three digits of a ZIP Code, as ranges (United States Postal Service, Publication 65). */
const states: readonly (readonly [from: number, to: number, state: string])[] = [
  [5, 5, "NY"],
  [10, 27, "MA"],
  [28, 29, "RI"],
  [30, 38, "NH"],
  [39, 49, "ME"],
  [50, 59, "VT"],
  [60, 69, "CT"],
  [70, 89, "NJ"],
  [100, 149, "NY"],
  [150, 196, "PA"],
  [197, 199, "DE"],
  [200, 200, "DC"],
  [201, 201, "VA"],
  [202, 205, "DC"],
  [206, 219, "MD"],
  [220, 246, "VA"],
  [247, 268, "WV"],
  [270, 289, "NC"],
  [290, 299, "SC"],
  [300, 319, "GA"],
  // 340 is the armed forces in the Americas: their members live in any state.
  [320, 339, "FL"],
  [341, 349, "FL"],
  [350, 369, "AL"],
  [370, 385, "TN"],
  [386, 397, "MS"],
  [398, 399, "GA"],
  [400, 427, "KY"],
  [430, 459, "OH"],
  [460, 479, "IN"],
  [480, 499, "MI"],
  [500, 528, "IA"],
  [530, 549, "WI"],
  [550, 567, "MN"],
  [570, 577, "SD"],
  [580, 588, "ND"],
  [590, 599, "MT"],
  [600, 629, "IL"],
  [630, 658, "MO"],
  [660, 679, "KS"],
  [680, 693, "NE"],
  [700, 714, "LA"],
  [716, 729, "AR"],
  [730, 732, "OK"],
  [733, 733, "TX"],
  [734, 749, "OK"],
  [750, 799, "TX"],
  [800, 816, "CO"],
  [820, 831, "WY"],
  [832, 838, "ID"],
  [840, 847, "UT"],
  [850, 865, "AZ"],
  [870, 884, "NM"],
  [885, 885, "TX"],
  [889, 898, "NV"],
  [900, 961, "CA"],
  [967, 968, "HI"],
  [970, 979, "OR"],
  [980, 994, "WA"],
  [995, 999, "AK"],
]

/** Stands for shipments whose region nobody knows. */
export const unknownRegion = "unknown"

/**
 * Whether a delivery may have gone to a region, for all that is known: nobody knows where it went, or only the country.
 *
 * @param known the region that is recorded of it
 */
export const mayBeIn = (known: string, region: string): boolean =>
  known === unknownRegion || region.startsWith(`${known}-`)

/**
 * The region of a recipient, as coarse as laws ask for: a province of Canada or a state of the United States, as
 * ISO 3166-2 has them (`CA-QC`, `US-CA`), else the country. A region is millions of people, and nothing finer is kept
 * of a postal code. A state is that of the post office, which differs from the resident's for a few places at borders.
 *
 * @param country ISO 3166-1 alpha-2
 */
export function recipientRegion(recipient: { country: string; postalCode: string }): string {
  const country = recipient.country.toUpperCase()
  const code = normalisePostalCode(country, recipient.postalCode)
  const part = code === undefined ? undefined : partOf(country, code)
  return part === undefined ? country : `${country}-${part}`
}

function partOf(country: string, code: string): string | undefined {
  if (country === "CA") return provinces[code.slice(0, 1)]
  if (country !== "US") return undefined
  const prefix = Number(code.slice(0, 3))
  return states.find(([from, to]) => from <= prefix && prefix <= to)?.[2]
}
