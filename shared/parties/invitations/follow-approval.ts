import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Party } from "../party.ts"
import { settingsOf } from "../settings/apply-settings.ts"
import type { ChangeSettings } from "../settings/change-settings.ts"
import type { SettingName } from "../settings/party-settings.ts"
import type { StoredSettings } from "../settings/stored-settings.ts"
import { isSlackChannel } from "../slack-channel.ts"
import { type ChangedBy, isSame, PartyContended } from "./party-step.ts"

/** An approval, with what it replaced. */
export type Approved = {
  readonly party: Party
  /** The party as it was approved before. */
  readonly replaced: Party | undefined
  /** When the party entered what is approved now. */
  readonly answeredAt: string
}

/** What a party enters that it can also set. */
const enteredSettings = ["emails", "escalationEmails", "webhookUrl"] as const satisfies readonly SettingName[]

const changesOnPage = 50

/**
 * Lets the settings that a party entered anew follow what was approved. Of what a party set and what it entered, the
 * later counts: a setting that it changed after it answered stays, and so does one whose entry is as it was before.
 *
 * @returns the settings that follow it now and did not before
 */
export type FollowApproval = (approved: Approved & { by: ChangedBy; at: string }) => Promise<readonly SettingName[]>

export function makeFollowApproval(options: {
  settings: Pick<StoredSettings, "get" | "history">
  changeSettings: ChangeSettings
}): FollowApproval {
  const { settings, changeSettings } = options
  return (approved) =>
    retryLostRace<readonly SettingName[]>(
      async () => {
        const { party, by, at } = approved
        const enteredAnew = settingsEnteredAnew(approved)
        if (enteredAnew.length === 0) return { result: [] }
        const stored = await settings.get(party.id)
        const own = enteredAnew.filter((name) => stored?.settings[name] !== undefined)
        if (stored === undefined || own.length === 0) return { result: [] }
        const setLater = await setSince(approved.answeredAt, party.id, settings)
        const names = own.filter((name) => !setLater.has(name))
        const patch = Object.fromEntries(names.map((name) => [name, null]))
        const { outcome } = await changeSettings({ party, by, version: stored.version, patch, at })
        if (outcome === "outdated") return undefined
        return { result: outcome === "changed" ? names : [] }
      },
      () => new PartyContended(),
    )
}

/** The settings whose entry is another one than before. */
export function settingsEnteredAnew({ party, replaced }: Pick<Approved, "party" | "replaced">): readonly SettingName[] {
  if (replaced === undefined) return []
  const [old, now] = [settingsOf(replaced), settingsOf(party)]
  const { webhook } = party.channels
  // Two addresses of Slack channels look alike.
  const isOtherChannel = webhook !== undefined && isSlackChannel(webhook) && !isSame(webhook, replaced.channels.webhook)
  return enteredSettings.filter((name) => !isSame(old[name], now[name]) || (name === "webhookUrl" && isOtherChannel))
}

/** The settings of a party that changed after a moment. */
async function setSince(
  moment: string,
  partyId: string,
  settings: Pick<StoredSettings, "history">,
): Promise<ReadonlySet<SettingName>> {
  const names = new Set<SettingName>()
  let before: number | undefined
  while (true) {
    const page = await settings.history(partyId, { before, limit: changesOnPage })
    const later = page.filter(({ at }) => at > moment)
    for (const { changes } of later) for (const { field } of changes) names.add(field)
    if (later.length < changesOnPage) return names
    before = later.at(-1)?.version
  }
}
