/**
 * One form for each postal code, so that proofs compare. Canada: six characters, with the letters that Canadian codes never use in digit
 * places read as digits (`K1A OB1` is `K1A0B1`). United States: the five digits, without the +4. Elsewhere: letters and digits alone.
 *
 * @param country ISO 3166-1 alpha-2
 * @returns undefined when the text cannot be a postal code of that country
 */
export function normalisePostalCode(country: string, text: string): string | undefined {
  const bare = bareText(text)
  switch (country.toUpperCase()) {
    case "CA":
      return canadian(bare)
    case "US":
      return american(bare)
    default:
      return elsewhere(bare)
  }
}

/**
 * Every form that a typed postal code may have been stored in: whoever looks up says no country.
 *
 * @returns the likelier first, at most three, none for what cannot be a postal code
 */
export function postalCodeReadings(text: string): string[] {
  const bare = bareText(text)
  const readings = [canadian(bare), american(bare), elsewhere(bare)]
  return [...new Set(readings.filter((reading) => reading !== undefined))]
}

// Text is cut before it is looked at: it may come from anybody.
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
