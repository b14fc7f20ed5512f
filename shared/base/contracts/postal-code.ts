/**
 * One form for each postal code, so that proofs can be compared. Canada: six characters. A letter in the place of a
 * digit is read as the digit that it looks like (`K1A OB1` is `K1A0B1`). United States: the five digits, without the
 * +4. Elsewhere: letters and digits only.
 *
 * @param country ISO 3166-1 alpha-2
 * @returns undefined when the text cannot be a postal code of that country
 */
export function normalisePostalCode(country: string, text: string): string | undefined {
  return (formOf.get(country.toUpperCase()) ?? elsewhere)(bareText(text))
}

/** The countries whose postal codes are known. */
const formOf: ReadonlyMap<string, (bare: string) => string | undefined> = new Map([
  ["CA", canadian],
  ["US", american],
])

/**
 * Whether nobody can ever open a parcel with a postal code: it cannot be one of its country, so no proof is made of it.
 * Most countries' forms are not known here. There a text counts that has no place for a code at all, and that only if
 * no link opens the parcel either: some countries have no postal codes, and their retailers send any text.
 */
export function opensNothing({
  recipient: { country, postalCode },
  linkTokenDigest,
}: {
  recipient: { country: string; postalCode: string }
  linkTokenDigest?: string | undefined
}): boolean {
  const isFormKnown = formOf.has(country.toUpperCase())
  return normalisePostalCode(country, postalCode) === undefined && (isFormKnown || linkTokenDigest === undefined)
}

/**
 * Every form in which a typed postal code may be stored. A visitor gives no country.
 *
 * @returns at most three, the likelier first, and none for a text that cannot be a postal code
 */
export function postalCodeReadings(text: string): string[] {
  const bare = bareText(text)
  const readings = [canadian(bare), american(bare), elsewhere(bare)]
  return [...new Set(readings.filter((reading) => reading !== undefined))]
}

// Anyone can send this text, so it is cut before it is read.
function bareText(text: string): string {
  return text
    .slice(0, 40)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
}

function canadian(bare: string): string | undefined {
  if (bare.length !== 6) return undefined
  const read = [...bare].map((character, place) =>
    place % 2 === 1 ? (digitLookalikes[character] ?? character) : character,
  )
  const code = read.join("")
  return /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d$/.test(code) ? code : undefined
}

const digitLookalikes: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" }

function american(bare: string): string | undefined {
  return /^\d{5}(\d{4})?$/.test(bare) ? bare.slice(0, 5) : undefined
}

function elsewhere(bare: string): string | undefined {
  return bare.length >= 2 && bare.length <= 12 ? bare : undefined
}
