/**
 * Whether an id that a party chose is opaque. The hub stores and returns such ids, so they must not reveal a person or
 * another reference. Random ids, UUIDs, counters and tracking numbers pass.
 */

const separator = "[ ._~-]"

/** Words for streets. An abbreviation counts only at the end, because short words are in many ids. */
const streetTypes = [
  ...["street", "avenue", "road", "drive", "lane", "boulevard", "court", "crescent", "place", "square", "highway"],
  ...["st", "ave", "rd", "dr", "ln", "blvd", "cres", "hwy"],
].join("|")
const frenchStreetTypes = ["rue", "avenue", "boulevard", "chemin", "place", "allee", "route", "boul", "ave"].join("|")

const personal: readonly RegExp[] = [
  // An e-mail address, also with a word in place of its sign.
  /[a-z0-9][a-z0-9._~+-]*(?:@|[._~-]at[._~-])[a-z0-9-]+\.[a-z]{2,}/i,
  // An IPv4 address.
  /(?<![0-9.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9.])/,
  // An IPv6 address, whole or with its zeros left out.
  /(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![0-9a-f:])|[0-9a-f]{1,4}:(?:[0-9a-f]{1,4}:)*:[0-9a-f]{0,4}/i,
  // A Canadian postal code between separators.
  new RegExp(`(?:^|[^A-Z0-9])[ABCEGHJ-NPRSTVXY]\\d[A-Z]${separator}?\\d[A-Z]\\d(?:[^A-Z0-9]|$)`, "i"),
  // A number and a street: `12-main-street`, `12-rue-principale`, `hauptstrasse-12`.
  new RegExp(
    `(?:^|[^a-z0-9])\\d{1,5}${separator}+(?:[a-z]{3,}${separator}+){1,3}(?:${streetTypes})(?:[^a-z0-9]|$)`,
    "i",
  ),
  new RegExp(`(?:^|[^a-z0-9])\\d{1,5}${separator}+(?:${frenchStreetTypes})${separator}+[a-z]{3,}`, "i"),
  new RegExp(`[a-z]{3,}(?:strasse|straße|gasse|allee|laan|straat)${separator}*\\d{1,4}(?:[^a-z0-9]|$)`, "i"),
]

/** Whether an id looks like no e-mail address, IP address, postal code, or street with a number. */
export function looksOpaque(id: string): boolean {
  return !personal.some((pattern) => pattern.test(id))
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
