import type * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import type { ProblemRule } from "./problem.ts"

/** The rule of an id that is not opaque. */
const notOpaque: ProblemRule = "notOpaque"

/**
 * An optional mark of letters, and then one run of letters and digits, or a UUID. An e-mail address, an IP address or a
 * street needs separators that the form does not have. docs/decisions/0071 says which ids of programs fit.
 */
const opaqueForm =
  /^(?:[A-Za-z]{1,6}[_-])?(?:[A-Za-z0-9]+|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$/

/** A Canadian postal code needs no separator. */
const postalCode = /^(?:[A-Za-z]{1,6}[_-])?[ABCEGHJ-NPRSTVXYabceghj-nprstvxy]\d[A-Za-z]\d[A-Za-z]\d$/

/** Whether an id has the narrow form, in which no e-mail address, IP address, street or postal code can be written. */
export function isOpaque(id: string): boolean {
  return opaqueForm.test(id) && !postalCode.test(id)
}

/** A new id that a party chooses and the hub keeps. @param form its characters and their number; it is narrower */
export const chosenId = (form: RegExp): z.ZodString =>
  boundedString(256).regex(form, { abort: true }).refine(isOpaque, notOpaque)

/**
 * An id of the wide form that release 0.1.0 took. It names what a party entered before, or the hub keeps no more of it
 * than a keyed hash, as of the ids in metadata.
 */
export const wideId = (form: RegExp): z.ZodString =>
  boundedString(256).regex(form, { abort: true }).refine(looksOpaque, notOpaque)

const separator = "[._~-]"

/** Words for streets. An abbreviation counts only at the end, because short words are in many ids. */
const streetTypes = [
  ...["street", "avenue", "road", "drive", "lane", "boulevard", "court", "crescent", "place", "square", "highway"],
  ...["st", "ave", "rd", "dr", "ln", "blvd", "cres", "hwy"],
].join("|")
const frenchStreetTypes = ["rue", "avenue", "boulevard", "chemin", "place", "allee", "route", "boul", "ave"].join("|")

/** An e-mail address with a word in place of its sign, which no id may have. */
const namesMailbox = (id: string): boolean =>
  id.split(/[._~-]at[._~-]/i).some((part, place) => place > 0 && /^[a-z0-9-]+\.[a-z]{2}/i.test(part))

const personal: readonly RegExp[] = [
  // An IPv4 address.
  /(?<![0-9.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9.])/,
  // A Canadian postal code between separators.
  new RegExp(`(?:^|[^A-Z0-9])[ABCEGHJ-NPRSTVXY]\\d[A-Z]${separator}?\\d[A-Z]\\d(?:[^A-Z0-9]|$)`, "i"),
  // A number and a street: `12-main-street`, `12-rue-principale`, `hauptstrasse-12`.
  new RegExp(
    `(?:^|[^a-z0-9])\\d{1,5}${separator}+(?:[a-z]{3,}${separator}+){1,3}(?:${streetTypes})(?:[^a-z0-9]|$)`,
    "i",
  ),
  new RegExp(`(?:^|[^a-z0-9])\\d{1,5}${separator}+(?:${frenchStreetTypes})${separator}+[a-z]{3,}`, "i"),
  new RegExp(`[a-z]{3}(?:strasse|gasse|allee|laan|straat)${separator}*\\d{1,4}(?:[^a-z0-9]|$)`, "i"),
]

/**
 * Whether an id of the wide form of release 0.1.0 looks like no e-mail address, IP address, postal code, or street with
 * a number. A guess: new ids have the form of {@link isOpaque}.
 */
export function looksOpaque(id: string): boolean {
  return !namesMailbox(id) && !personal.some((pattern) => pattern.test(id))
}

/** Shorter references are in random ids by chance, so an id may contain them. It may not equal them. */
const shortestContained = 5

/**
 * Whether an id equals or contains one of these values, in whatever letters and separators. An undefined or empty value
 * is in no id.
 */
export function reveals(id: string, secrets: readonly (string | undefined)[]): boolean {
  const plainId = plain(id)
  return secrets.map((secret) => plain(secret ?? "")).some((secret) => isIn(plainId, secret))
}

function isIn(id: string, secret: string): boolean {
  if (secret === "") return false
  return id === secret || (secret.length >= shortestContained && id.includes(secret))
}

/** Capitals and digits alone. */
function plain(text: string): string {
  return text
    .slice(0, 300)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
}
