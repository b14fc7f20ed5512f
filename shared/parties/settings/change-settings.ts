import canonicalize from "canonicalize"
import { issueSentences } from "../issue-sentences.ts"
import type { Party } from "../party.ts"
import { thresholdProblems, type UsualThresholds } from "../threshold-range.ts"
import { mergePatch } from "./merge-patch.ts"
import {
  type PartySettings,
  partySettings,
  type SettingsPatch,
  settingNames,
  settingsOf,
  withSettings,
} from "./party-settings.ts"
import type { ChangedSettings, SettingsChange, StoredSettings } from "./stored-settings.ts"

/** What is asked for. `version`: the number of changes that whoever asks knows of. */
export type WishedChange = {
  /** The party as it was deployed. */
  party: Party
  /** Who asks: the party itself, or the hub. */
  by: SettingsChange["by"]
  version: number
  patch: SettingsPatch
  at: string
}

/** What became of a wish. `sentences` name the field, the rule and the mend. */
export type SettingsOutcome =
  | { outcome: "changed" | "unchanged"; version: number; settings: PartySettings }
  | { outcome: "outdated" }
  | { outcome: "invalid"; sentences: readonly string[] }

/**
 * The most bytes that the settings of one party may have, as JSON. Containers read those of all parties together, and
 * an entry of the history, which holds them twice, has to fit into a row.
 */
export const mostSettingsBytes = 16_000

/** Changes the settings of a party. Of two changes of one version, the second finds that it is outdated. */
export type ChangeSettings = (wish: WishedChange) => Promise<SettingsOutcome>

/** @param options.usualThresholds the detector's own thresholds, around which a retailer may choose */
export function makeChangeSettings(options: {
  settings: Pick<StoredSettings, "get" | "change">
  usualThresholds: UsualThresholds
  /** Whether the parties file names a party. All others were invited. */
  isInFile: (partyId: string) => boolean
}): ChangeSettings {
  const { settings } = options
  return async (wish) => {
    const { party, version, at } = wish
    const stored = await settings.get(party.id)
    if ((stored?.version ?? 0) !== version) return { outcome: "outdated" }
    const before = stored?.settings ?? {}
    const judged = judge(party, before, wish.patch, options)
    if ("sentences" in judged) return { outcome: "invalid", ...judged }
    const after = judged.settings
    if (isSame(before, after)) return { outcome: "unchanged", version, settings: before }
    const to: ChangedSettings = { partyId: party.id, version: version + 1, changedAt: at, settings: after }
    if ((await settings.change(to, changeOf(wish, before, after))) === "outdated") return { outcome: "outdated" }
    return { outcome: "changed", version: to.version, settings: after }
  }
}

/** The settings after a change, or why it cannot be made. */
function judge(
  party: Party,
  before: PartySettings,
  patch: SettingsPatch,
  { usualThresholds, isInFile }: Pick<Parameters<typeof makeChangeSettings>[0], "usualThresholds" | "isInFile">,
): { settings: PartySettings } | { sentences: readonly string[] } {
  // Thresholds are merged into those that apply, also if those are the file's.
  const { thresholds } = settingsOf(withSettings(party, before))
  const target = patch.thresholds == null || thresholds === undefined ? before : { ...before, thresholds }
  const merged = mergePatch(target, patch)
  const parsed = partySettings.safeParse(merged)
  if (!parsed.success) {
    const issues = parsed.error.issues
    return { sentences: issues.flatMap((issue) => issueSentences(issue, merged, partySettings, { quotes: false })) }
  }
  const sentences = [
    ...(party.kind === "carrier" && patch.thresholds != null
      ? ["thresholds are a retailer's. Leave them out: a carrier has none"]
      : []),
    ...(party.channels.webhook === undefined && patch.webhookUrl != null
      ? [`webhookUrl has no use: you have no webhook yet. ${howToGetWebhook(isInFile(party.id))}`]
      : []),
    ...(party.channels.webhook?.format === "slack" && patch.webhookUrl != null
      ? ["webhookUrl has no use: your webhook is a Slack channel, whose address is a secret. Ask the hub to change it"]
      : []),
    ...(Buffer.byteLength(JSON.stringify(parsed.data)) > mostSettingsBytes
      ? [
          `it may have at most ${mostSettingsBytes} bytes together with what you changed before. Name fewer heavyReaders`,
        ]
      : []),
    ...thresholdProblems(parsed.data.thresholds ?? {}, usualThresholds, "thresholds"),
  ]
  return sentences.length > 0 ? { sentences } : { settings: parsed.data }
}

/** The secret of a webhook is deployed for a party of the file. An invited party gets it with an answer. */
const howToGetWebhook = (isInFile: boolean): string =>
  isInFile
    ? "Ask the hub to enter one with its secret, and to deploy"
    : "Ask the hub to invite you again, and enter channels.webhookUrl in your answer, which gives you the secret"

const isSame = (one: unknown, other: unknown): boolean => canonicalize(one) === canonicalize(other)

function changeOf(wish: WishedChange, before: PartySettings, after: PartySettings): SettingsChange {
  const { party, by, version, at } = wish
  const appliedBefore = settingsOf(withSettings(party, before))
  const appliedAfter = settingsOf(withSettings(party, after))
  return {
    partyId: party.id,
    version: version + 1,
    at,
    by,
    changes: settingNames
      .filter((field) => !isSame(before[field], after[field]))
      .map((field) => ({ field, before: appliedBefore[field], after: appliedAfter[field] })),
  }
}
