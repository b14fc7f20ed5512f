import { cachedReads } from "../base/platform/cached-reads.ts"
import { groupsOf } from "../base/platform/chunks-of.ts"
import type { Clock } from "../base/platform/clock.ts"
import type { Telemetry } from "../base/platform/telemetry.ts"
import type { InvitedParty, PartyClaim, ReadInvitedParties } from "./invitations/invited-party.ts"
import type { Party } from "./party.ts"
import { claimText, type PartyDirectory, type PartySource, partyDirectory } from "./party-directory.ts"
import { withSettings } from "./settings/apply-settings.ts"
import type { ChangedSettings, StoredSettings } from "./settings/stored-settings.ts"

/** What parties are read from. Without `settings`, what they changed about themselves is left out. */
type StoredParties = { invited: ReadInvitedParties; settings?: Pick<StoredSettings, "of"> | undefined }

/**
 * The parties of the file and the invited ones, as they are now. Each is read when it is asked for, once a minute at
 * most. If it cannot be read again, what was read last counts for five minutes. After that, each question for it fails.
 *
 * @param options.file the parties of the file, as they were deployed
 */
export function currentParties(options: {
  file: readonly Party[]
  stored: StoredParties
  clock: Clock
  telemetry: Pick<Telemetry, "count">
}): PartyDirectory {
  return partyDirectory(options.file, partySource(options))
}

function partySource({ file, stored, clock, telemetry }: Parameters<typeof currentParties>[0]): PartySource {
  const { invited, settings = noSettings } = stored
  const inFile = new Map(file.map((party) => [party.id, party]))
  const cached = { clock, onFailure: () => telemetry.count("PartiesUnreadable") }
  const itself = (id: string) => id
  const rows = cachedReads({ ...cached, keyOf: itself, read: (ids) => readInvited(invited, ids) })
  const owners = cachedReads({ ...cached, keyOf: claimText, read: (claims) => readOwners(invited, claims) })
  const changes = cachedReads({ ...cached, keyOf: itself, read: (ids) => readSettings(settings, ids) })
  const apply = settingsApplier()
  // A number never changes.
  const numbers = new Map<string, number>()
  const isDiscreet = async (id: string) =>
    (inFile.get(id) ?? (await rows([id])).get(id)?.approved?.party)?.discreet === true

  return {
    async read(ids) {
      const unknown = ids.filter((id) => !inFile.has(id))
      const found = unknown.length === 0 ? new Map<string, InvitedParty>() : await rows(unknown)
      const parties = ids.flatMap((id) => inFile.get(id) ?? found.get(id)?.approved?.party ?? [])
      const changed = await changes(parties.map(({ id }) => id))
      const applied = parties.map((party) => withoutGuesses(apply(party, changed.get(party.id)), party, isDiscreet))
      return new Map((await Promise.all(applied)).map((party) => [party.id, party]))
    },
    idOf: async (claim) => (await owners([claim])).get(claimText(claim)),
    async numberOf(id) {
      const number = numbers.get(id) ?? (await rows([id])).get(id)?.approved?.number
      if (number !== undefined) numbers.set(id, number)
      return number
    },
    async *eachInvited() {
      for await (const { party, number, changed } of approvedParties(invited, settings)) {
        if (inFile.has(party.id)) continue
        numbers.set(party.id, number)
        yield apply(party, changed)
      }
    },
  }
}

/**
 * Leaves out contracts with a discreet party that a party entered by itself. A duty in a case would tell it that its
 * guess of an id was right, and that this party is in the case.
 */
async function withoutGuesses(
  party: Party,
  { contracts: agreed }: Party,
  isDiscreet: (id: string) => Promise<boolean>,
): Promise<Party> {
  const { contracts } = party
  if (contracts === undefined || contracts === agreed) return party
  const known = new Set(agreed?.map((contract) => contract.with))
  const guesses = await Promise.all(contracts.map(async ({ with: id }) => !known.has(id) && (await isDiscreet(id))))
  return guesses.includes(true) ? { ...party, contracts: contracts.filter((_, place) => !guesses[place]) } : party
}

/** All parties that the hub approved, with what they changed. */
async function* approvedParties(invited: ReadInvitedParties, settings: Pick<StoredSettings, "of">) {
  for await (const some of groupsOf(invited.each(), partiesPerRead)) {
    const approved = some.flatMap((one) => inExchange(one)?.approved ?? [])
    const ids = approved.map(({ party }) => party.id)
    const changed = await readSettings(settings, ids)
    for (const { party, number } of approved) yield { party, number, changed: changed.get(party.id) }
  }
}

/** Their settings are read together. */
const partiesPerRead = 100

/** What takes part: approved, and not removed. */
function inExchange(one: InvitedParty | undefined): InvitedParty | undefined {
  return one?.approved === undefined || one.removedAt !== undefined ? undefined : one
}

async function readInvited(invited: ReadInvitedParties, ids: readonly string[]): Promise<Map<string, InvitedParty>> {
  const found = await Promise.all(ids.map((id) => invited.get(id)))
  return new Map(found.flatMap((one) => inExchange(one) ?? []).map((one) => [one.partyId, one]))
}

async function readOwners(invited: ReadInvitedParties, claims: readonly PartyClaim[]): Promise<Map<string, string>> {
  const owners = await Promise.all(claims.map(async (claim) => ({ claim, id: await invited.idOf(claim) })))
  return new Map(owners.flatMap(({ claim, id }) => (id === undefined ? [] : [[claimText(claim), id] as const])))
}

async function readSettings(
  settings: Pick<StoredSettings, "of">,
  ids: readonly string[],
): Promise<Map<string, ChangedSettings>> {
  return new Map((await settings.of(ids)).map((row) => [row.partyId, row]))
}

const noSettings: Pick<StoredSettings, "of"> = { of: async () => [] }

/** Applies settings to parties. A party whose settings did not change stays the same object. */
function settingsApplier(): (party: Party, changed: ChangedSettings | undefined) => Party {
  const known = new WeakMap<Party, { version: number; applied: Party }>()
  return (party, changed) => {
    if (changed === undefined) return party
    const before = known.get(party)
    if (before?.version === changed.version) return before.applied
    const applied = withSettings(party, changed.settings)
    known.set(party, { version: changed.version, applied })
    return applied
  }
}
