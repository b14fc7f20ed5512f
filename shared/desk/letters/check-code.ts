import { sha256 } from "../timeline.ts"

const digits = 8

/** The code by which a carrier checks a letter: the retailer reads it in its list of letters. It opens nothing. */
export function checkCodeOf(letterId: string): string {
  const code = String(Number.parseInt(sha256(`letter ${letterId}`).slice(0, 12), 16) % 10 ** digits)
  const padded = code.padStart(digits, "0")
  return `${padded.slice(0, 4)}-${padded.slice(4)}`
}
