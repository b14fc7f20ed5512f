import { bundledParties } from "./bundled-parties.ts"
import { type PartyDirectory, partyDirectory } from "./party-directory.ts"

/** The directory of this deployment's parties. */
export function deployedParties(): PartyDirectory {
  return partyDirectory(bundledParties())
}
