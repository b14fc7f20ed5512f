import { type Party, parties } from "./party.ts"

/** parties.json is invalid. The message names paths and rules, never a value. */
export class PartiesInvalid extends Error {
  override readonly name = "PartiesInvalid"
}

/**
 * The parties of a parties file, from its text.
 * @throws PartiesInvalid
 */
export function parseParties(text: string): readonly Party[] {
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
  return result.data.parties
}
