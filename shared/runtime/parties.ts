import { readFileSync } from "node:fs"
import { type PartyDirectory, parties, partyDirectory } from "../domain/party.ts"

/** The parties file cannot be used. Names paths and rules, not contents. */
export class PartiesInvalid extends Error {
  override readonly name = "PartiesInvalid"
}

/**
 * Reads the parties file that lies beside the bundled function, once per container.
 * @param file another file, for tools and tests
 * @throws PartiesInvalid when it is absent, not JSON, or does not fit
 */
export function readParties(file: URL = new URL("./parties.json", import.meta.url)): PartyDirectory {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch {
    throw new PartiesInvalid("parties file: cannot be read")
  }
  return parseParties(text)
}

/**
 * The directory of a parties file's text.
 * @throws PartiesInvalid
 */
export function parseParties(text: string): PartyDirectory {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new PartiesInvalid("parties file: not JSON")
  }
  const result = parties.safeParse(json)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`)
    throw new PartiesInvalid(`parties file: ${lines.join(", ")}`)
  }
  return partyDirectory(result.data.parties)
}
