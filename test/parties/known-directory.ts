import type { Party } from "../../shared/parties/party.ts"
import { type PartyDirectory, partyDirectory } from "../../shared/parties/party-directory.ts"

/** A directory of parties that a test knows, so that it can look them up without waiting. */
export type KnownDirectory = PartyDirectory & {
  readonly all: readonly Party[]
  readonly byItsId: ReadonlyMap<string, Party>
  named(id: string): Party | undefined
}

/** Makes a directory of these parties. */
export function knownDirectory(all: readonly Party[]): KnownDirectory {
  const byItsId = new Map(all.map((party) => [party.id, party]))
  return { ...partyDirectory(all), all, byItsId, named: (id) => byItsId.get(id) }
}
