import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { lawIdsByFile } from "../../../shared/desk/law/load-law-ids.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import { type SettingName, settingNames } from "../../../shared/parties/settings/party-settings.ts"
import type { StoredSettings } from "../../../shared/parties/settings/stored-settings.ts"

/**
 * The settings that a list with commas names.
 *
 * @throws CommandStopped for a name that is none
 */
export function namesIn(list: string): readonly SettingName[] {
  return list.split(",").map((each) => {
    const wanted = each.trim()
    const name = settingNames.find((known) => known === wanted)
    if (name !== undefined) return name
    const meant = didYouMean(wanted, settingNames)
    throw new CommandStopped(
      "wrongUsage",
      `--follow-file: "${wanted}" is no setting${meant || "."} There are: ${settingNames.join(", ")}.`,
    )
  })
}

/**
 * Lets settings of a party follow the parties file again, in the name of the hub.
 *
 * @throws CommandStopped if the party changed its settings meanwhile
 */
export async function followFile(asked: {
  settings: StoredSettings
  party: Party
  names: readonly SettingName[]
  credential: string
  at: string
}): Promise<void> {
  const { settings, party, names, credential, at } = asked
  // Nothing is set, so nothing can be wrong with it.
  const change = makeChangeSettings({ settings, usualThresholds: {}, knownLaws: lawIdsByFile(), isInFile: () => true })
  const version = (await settings.get(party.id))?.version ?? 0
  const patch = Object.fromEntries(names.map((name) => [name, null]))
  const { outcome } = await change({ party, by: { party: "hub", credential }, version, patch, at })
  if (outcome === "outdated")
    throw new CommandStopped("stopped", `${party.id} changed its settings at the same moment. Run the command again.`)
}
