import type { Party } from "../../../shared/parties/party.ts"
import { appliedSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { settingNames } from "../../../shared/parties/settings/party-settings.ts"
import type {
  ChangedSettings,
  SettingsChange,
  StoredSettings,
} from "../../../shared/parties/settings/stored-settings.ts"

/** How many changes are shown. */
const changesShown = 10

/** What a setting follows that a party did not change: the parties file, or what the hub approved. */
export type Followed = "file" | "approval"

const asFollowed: Readonly<Record<Followed, string>> = { file: "as the file says", approval: "as it was approved" }

/** What applies to a party, and its last changes. */
export async function shownParty(
  settings: Pick<StoredSettings, "get" | "history">,
  { party, follows }: { readonly party: Party; readonly follows: Followed },
) {
  const stored = await settings.get(party.id)
  const changed = settingNames.filter((name) => stored?.settings[name] !== undefined)
  return {
    party: party.id,
    follows,
    version: stored?.version ?? 0,
    settings: appliedSettings(party, stored?.settings ?? {}),
    changed,
    history: await settings.history(party.id, { limit: changesShown }),
  }
}

/** Which parties changed something, one a line. */
export function changersInWords(changers: readonly ChangedSettings[]): string {
  if (changers.length === 0) return "No party changed a setting.\n"
  const lines = changers.map(({ partyId, version, changedAt, settings }) => {
    const names = settingNames.filter((name) => settings[name] !== undefined)
    const what = names.length === 0 ? "nothing of its own any more" : `own ${names.join(", ")}`
    return `${partyId}: ${what}; ${version} ${version === 1 ? "change" : "changes"}, the last at ${changedAt}`
  })
  return `${lines.join("\n")}\n`
}

/** The settings of one party, and who changed what. */
export function partyInWords(shown: Awaited<ReturnType<typeof shownParty>>): string {
  const { party, follows, settings, changed, history } = shown
  const lines = settingNames.flatMap((name) => {
    const value = settings[name]
    if (value === undefined) return []
    return [`  ${name}: ${JSON.stringify(value)}${changed.includes(name) ? "" : ` (${asFollowed[follows]})`}`]
  })
  const changes = history.map(changeInWords)
  return `${[`${party}:`, ...lines, ...(changes.length === 0 ? [] : ["Last changes:", ...changes])].join("\n")}\n`
}

function changeInWords({ version, at, by, changes }: SettingsChange): string {
  const what = changes.map(({ field, before, after }) => {
    const [from, to] = [before, after].map((value) => JSON.stringify(value ?? null))
    const same = field === "vendors" ? "with another secret" : `to another address at ${to}`
    return from === to ? `${field} ${same}` : `${field} from ${from} to ${to}`
  })
  return `  ${version}. ${at}, ${by.party} with ${by.credential}: ${what.join("; ")}`
}
