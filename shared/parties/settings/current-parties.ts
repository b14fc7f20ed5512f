import type { Clock } from "../../platform/clock.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import type { Party } from "../party.ts"
import { type PartyDirectory, partyDirectory } from "../party-directory.ts"
import { withSettings } from "./party-settings.ts"
import type { ChangedSettings, StoredSettings } from "./stored-settings.ts"

/** Settings are read again after this. */
export const settingsLifeMilliseconds = 60_000
/** If they cannot be read again, those that were read last count until this long after. */
export const longestStaleMilliseconds = 300_000

/** The parties with the settings that they changed. */
export type CurrentParties = {
  /** Always answers with what `refresh` read last. */
  parties: PartyDirectory
  /**
   * Reads the settings again if a minute has passed.
   * @throws whatever the read threw, once the settings are more than five minutes old
   */
  refresh: () => Promise<void>
}

/**
 * The parties of the deployment with the settings that they changed since. The first read is made here, so that a
 * function that cannot read settings does not start with those of the file.
 * @throws whatever the read threw
 */
export async function currentParties(options: {
  /** The parties as they were deployed. */
  deployed: readonly Party[]
  settings: Pick<StoredSettings, "all">
  clock: Clock
  telemetry: Pick<Telemetry, "count">
}): Promise<CurrentParties> {
  const { deployed, settings, clock, telemetry } = options
  const apply = settingsApplier(deployed)
  const now = () => clock().getTime()
  let readAt = now()
  let triedAt = readAt
  let current = partyDirectory(apply(await settings.all()))
  return {
    parties: following(() => current),
    async refresh() {
      const at = now()
      const isTooOld = at - readAt >= longestStaleMilliseconds
      if (at - triedAt < settingsLifeMilliseconds && !isTooOld) return
      triedAt = at
      try {
        current = partyDirectory(apply(await settings.all()))
        readAt = at
      } catch (error) {
        telemetry.count("SettingsUnreadable")
        if (isTooOld) throw error
      }
    },
  }
}

/** Applies settings to parties. A party whose settings did not change stays the same object. */
function settingsApplier(deployed: readonly Party[]): (changed: readonly ChangedSettings[]) => readonly Party[] {
  const known = new Map<string, { version: number; party: Party }>()
  return (changed) => {
    const settingsById = new Map(changed.map((row) => [row.partyId, row]))
    return deployed.map((party) => {
      const row = settingsById.get(party.id)
      if (row === undefined) return party
      const before = known.get(party.id)
      if (before?.version === row.version) return before.party
      const applied = withSettings(party, row.settings)
      known.set(party.id, { version: row.version, party: applied })
      return applied
    })
  }
}

function following(current: () => PartyDirectory): PartyDirectory {
  return {
    get all() {
      return current().all
    },
    byId: (id) => current().byId(id),
    retailerByAlias: (alias) => current().retailerByAlias(alias),
    retailerByAccount: (of) => current().retailerByAccount(of),
    carrierById: (id) => current().carrierById(id),
    retailerById: (id) => current().retailerById(id),
    bySource: (source) => current().bySource(source),
  }
}
