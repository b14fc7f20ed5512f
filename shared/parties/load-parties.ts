import { readFileSync } from "node:fs"
import { PartiesInvalid, parseParties } from "./parse-parties.ts"
import type { Party } from "./party.ts"

/**
 * Reads a parties file, such as parties.json.
 * @throws PartiesInvalid when the file is absent, is not JSON or does not fit its schema
 */
export function readParties(file: URL | string): readonly Party[] {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch {
    throw new PartiesInvalid("The parties file cannot be read")
  }
  return parseParties(text)
}
