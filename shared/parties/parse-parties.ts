import { parties } from "./party.ts"
import { type PartyDirectory, partyDirectory } from "./party-directory.ts"

/** parties.json is invalid. The message names paths and rules, never a value. */
export class PartiesInvalid extends Error {
  override readonly name = "PartiesInvalid"
}

/**
 * Builds the directory from the text of parties.json.
 * @throws PartiesInvalid
 */
export function parseParties(text: string): PartyDirectory {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new PartiesInvalid("The parties file is not JSON")
  }
  const result = parties.safeParse(json)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`)
    throw new PartiesInvalid(`The parties file is invalid: ${lines.join(", ")}`)
  }
  return partyDirectory(result.data.parties)
}
