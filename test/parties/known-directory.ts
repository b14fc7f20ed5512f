import type { Party } from "../../shared/parties/party.ts"
import { type PartyDirectory, type PartySource, partyDirectory } from "../../shared/parties/party-directory.ts"

/** A directory of parties that a test knows, so that it can look them up without waiting. */
export type KnownDirectory = PartyDirectory & {
  readonly all: readonly Party[]
  readonly byItsId: ReadonlyMap<string, Party>
  named(id: string): Party | undefined
}

/**
 * Makes a directory of these parties.
 *
 * @param partyNow a party with what it changed about itself
 */
export function knownDirectory(
  all: readonly Party[],
  partyNow: (party: Party) => Promise<Party> = async (party) => party,
): KnownDirectory {
  const byItsId = new Map(all.map((party) => [party.id, party]))
  const source: PartySource = {
    async read(ids) {
      const found = await Promise.all(ids.flatMap((id) => byItsId.get(id) ?? []).map(partyNow))
      return new Map(found.map((party) => [party.id, party]))
    },
    idOf: async () => undefined,
    numberOf: async () => undefined,
    async *eachInvited() {},
  }
  return { ...partyDirectory(all, source), all, byItsId, named: (id) => byItsId.get(id) }
}
