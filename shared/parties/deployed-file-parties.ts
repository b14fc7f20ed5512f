import { bundledParties } from "./bundled-parties.ts"

/** Makes the test whether the parties file of this deployment names a party. All others were invited. */
export function namedInFile(): (partyId: string) => boolean {
  const ids = new Set(bundledParties().map(({ id }) => id))
  return (partyId) => ids.has(partyId)
}
