import canonicalize from "canonicalize"
import type { Sealer } from "../../base/platform/sealing.ts"
import { sealWebhookSecret } from "../channels/webhook-secret.ts"
import { counterpartyProblems } from "../counterparty-rules.ts"
import { issueSentences } from "../issue-sentences.ts"
import { officerKeyProblems } from "../officer-keys.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { contractProblems } from "../party-rules.ts"
import {
  asSlackAddress,
  isSlackAddress,
  isSlackChannel,
  isSlackPlaceholder,
  leadsToSlack,
  slackPlaceholder,
} from "../slack-channel.ts"
import { thresholdProblems, type UsualThresholds } from "../threshold-range.ts"
import { appliedSettings, settingsOf, withSettings } from "./apply-settings.ts"
import { type PartySettings, partySettings, type RestingSettings, settingNames } from "./party-settings.ts"
import type { SettingsPatch } from "./settings-patch.ts"
import type { ChangedSettings, SettingsChange, StoredSettings } from "./stored-settings.ts"
import { sealSecrets, shopCarrierProblems, vendorProblems } from "./vendor-secrets.ts"

/** What is asked for. `version`: the number of changes that whoever asks knows of. */
export type WishedChange = {
  /** The party as it was deployed. */
  party: Party
  /** Who asks: the party itself, or the hub. */
  by: SettingsChange["by"]
  /** The person who asks, if it is one: an opaque id. */
  officer?: string | undefined
  version: number
  patch: SettingsPatch
  at: string
  /** Of a request with an `idempotency-key`: keyed hashes of the key and of the body. */
  command?: { id: string; content: string } | undefined
}

/** What became of a wish. `sentences` name the field, the rule and the mend. */
export type SettingsOutcome =
  | { outcome: "changed" | "unchanged"; version: number; settings: RestingSettings }
  | { outcome: "outdated" }
  | { outcome: "keyReused" }
  | { outcome: "invalid"; sentences: readonly string[] }

/**
 * The most bytes that the settings of one party may have, as JSON. Containers read those of all parties together, and
 * an entry of the history, which holds them twice, has to fit into a row.
 */
export const mostSettingsBytes = 16_000

/** Changes of a party among which the key of a request is looked for: the latest. */
export const keysKnown = 100

/** Changes the settings of a party. Of two changes of one version, the second finds that it is outdated. */
export type ChangeSettings = (wish: WishedChange) => Promise<SettingsOutcome>

/** @param options.usualThresholds the detector's own thresholds, around which a retailer may choose */
export function makeChangeSettings(options: {
  settings: Pick<StoredSettings, "get" | "change" | "history">
  usualThresholds: UsualThresholds
  /** Ids of the laws that the deployment has. */
  knownLaws: readonly string[]
  /** Whether the parties file names a party. All others were invited. */
  isInFile: (partyId: string) => boolean
  /** Seals the address of a Slack channel, and secrets of vendors. Whoever lets settings follow the file needs none. */
  sealer?: Pick<Sealer, "seal" | "unseal">
  /** Says which carriers take part, for a shop that names some. Whoever lets settings follow the file needs none. */
  parties?: Pick<PartyDirectory, "byIds">
}): ChangeSettings {
  const { settings, parties } = options
  const change: ChangeSettings = async (wish) => {
    const { party, version, at } = wish
    const stored = await settings.get(party.id)
    if ((stored?.version ?? 0) !== version) return { outcome: "outdated" }
    const before = stored?.settings ?? {}
    const judged = judge(party, before, wish.patch, options)
    if ("sentences" in judged) return { outcome: "invalid", ...judged }
    const owner = withSettings(party, judged.settings)
    const sentences = [
      ...officerKeyProblems(wish.patch.officerKeys, { before: before.officerKeys, officer: wish.officer }),
      ...(parties === undefined ? [] : await shopCarrierProblems(wish.patch.vendors, { parties, owner })),
    ]
    if (sentences.length > 0) return { outcome: "invalid", sentences }
    const after = await asTheyRest(judged.settings, { before, wish, sealer: options.sealer })
    if (isSame(before, after)) return { outcome: "unchanged", version, settings: before }
    const to: ChangedSettings = { partyId: party.id, version: version + 1, changedAt: at, settings: after }
    if ((await settings.change(to, changeOf(wish, before, after))) === "outdated") return { outcome: "outdated" }
    return { outcome: "changed", version: to.version, settings: after }
  }
  return async (wish) => {
    const before = await earlierOutcome(settings, wish)
    if (before !== undefined) return before
    const outcome = await change(wish)
    // The same request may have been under way twice.
    return outcome.outcome === "outdated" ? ((await earlierOutcome(settings, wish)) ?? outcome) : outcome
  }
}

/** What became of the request that came under this key before. */
async function earlierOutcome(
  settings: Pick<StoredSettings, "history">,
  wish: WishedChange,
): Promise<SettingsOutcome | undefined> {
  const { command: wanted } = wish
  if (wanted === undefined) return undefined
  const latest = await settings.history(wish.party.id, { limit: keysKnown })
  const known = latest.find(({ command }) => command?.id === wanted.id)
  if (known?.command === undefined) return undefined
  if (known.command.content !== wanted.content) return { outcome: "keyReused" }
  return { outcome: "changed", version: known.version, settings: known.command.settings }
}

/** The settings after a change, or why it cannot be made. */
function judge(
  party: Party,
  before: RestingSettings,
  patch: SettingsPatch,
  options: Pick<Parameters<typeof makeChangeSettings>[0], "usualThresholds" | "knownLaws" | "isInFile">,
): { settings: PartySettings } | { sentences: readonly string[] } {
  // These are merged into those that apply, also if those are the file's.
  const { thresholds, trackingSite, wayToCheck } = settingsOf(withSettings(party, before))
  const target = {
    ...before,
    ...(patch.thresholds == null ? {} : { thresholds }),
    ...(patch.trackingSite == null ? {} : { trackingSite }),
    ...(patch.wayToCheck == null ? {} : { wayToCheck }),
  }
  // Secrets of vendors are no part of the settings, so that parsing drops them.
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
    ...namingProblems(party, patch.counterparties, parsed.data, options),
    ...authorityProblems(patch.authorities, options),
    ...contractProblems({ ...party, contracts: parsed.data.contracts }),
    ...(patch.webhookUrl == null ? [] : webhookProblems(party, patch.webhookUrl, options.isInFile(party.id))),
    ...(Buffer.byteLength(JSON.stringify(parsed.data)) > mostSettingsBytes
      ? [
          `it may have at most ${mostSettingsBytes} bytes together with what you changed before. Name fewer heavyReaders`,
        ]
      : []),
    ...thresholdProblems(parsed.data.thresholds ?? {}, options.usualThresholds, "thresholds"),
    ...vendorProblems(party, { vendors: parsed.data.vendors, patch: patch.vendors, known: before.sealedVendorSecrets }),
  ]
  return sentences.length > 0 ? { sentences } : { settings: parsed.data }
}

/** What stands against the carriers that a party names. */
function namingProblems(
  party: Party,
  asked: SettingsPatch["counterparties"],
  { counterparties }: PartySettings,
  { knownLaws }: { readonly knownLaws: readonly string[] },
): readonly string[] {
  if (asked == null) return []
  return party.kind === "retailer"
    ? counterpartyProblems({ id: party.id, counterparties }, { quotes: false, knownLaws })
    : ["counterparties are a retailer's. Leave them out: a carrier names none"]
}

/** Which authorities would have no use, because their law is not here. */
const authorityProblems = (
  authorities: SettingsPatch["authorities"],
  { knownLaws }: { readonly knownLaws: readonly string[] },
): readonly string[] =>
  (authorities ?? []).flatMap(({ law }, place) =>
    knownLaws.includes(law)
      ? []
      : [`authorities[${place}].law names no law that the hub has. Write the id of one of its laws, such as eu-gdpr`],
  )

/** What stands against a webhook at an address. */
function webhookProblems({ channels: { webhook } }: Party, url: string, isInFile: boolean): readonly string[] {
  if (webhook === undefined) return [`webhookUrl has no use: you have no webhook yet. ${howToGetWebhook(isInFile)}`]
  if (webhook.format === "slack")
    return [
      "webhookUrl has no use: your webhook is a Slack channel, whose address is a secret. Ask the hub to change it",
    ]
  if (isSlackChannel(webhook))
    return isSlackAddress(url) || url === webhook.url
      ? []
      : [`webhookUrl is not right: your webhook is a Slack channel. Write ${asSlackAddress}`]
  return leadsToSlack(url)
    ? [
        "webhookUrl leads to Slack, which takes messages, and your webhook gets events. " +
          (isInFile
            ? "Ask the hub to make it a Slack channel, and to deploy"
            : 'Ask the hub to invite you again, and answer with "webhookFormat": "slack"'),
      ]
    : []
}

/** The secret of a webhook is deployed for a party of the file. An invited party gets it with an answer. */
const howToGetWebhook = (isInFile: boolean): string =>
  isInFile
    ? "Ask the hub to enter one with its secret, and to deploy"
    : "Ask the hub to invite you again, and enter channels.webhookUrl in your answer, which gives you the secret"

const isSame = (one: unknown, other: unknown): boolean => canonicalize(one) === canonicalize(other)

type ResealOptions = {
  before: RestingSettings
  wish: Pick<WishedChange, "party" | "patch">
  sealer: Pick<Sealer, "seal" | "unseal"> | undefined
}

/** The settings as they rest: with all secrets sealed. The same secret again changes nothing. */
async function asTheyRest(settings: PartySettings, options: ResealOptions): Promise<RestingSettings> {
  const { before, wish, sealer } = options
  const resting = await withSealedAddress(settings, options)
  if (settings.vendors === undefined) return resting
  const connections = { vendors: settings.vendors, patch: wish.patch.vendors, known: before.sealedVendorSecrets }
  return { ...resting, sealedVendorSecrets: await sealSecrets(sealer, wish.party.id, connections) }
}

/** The settings with the address of a Slack channel sealed. */
async function withSealedAddress(
  settings: PartySettings,
  { before, wish: { party, patch }, sealer }: ResealOptions,
): Promise<RestingSettings> {
  const { webhookUrl: asked } = patch
  if (asked === undefined) return { ...settings, ...addressIn(before) }
  const { webhook } = withSettings(party, before).channels
  const isSealed = webhook !== undefined && isSlackChannel(webhook) && "sealedSecret" in webhook
  if (asked === null || !isSealed) return settings
  const { webhookUrl: _, ...others } = settings
  const known = webhook.sealedSecret
  const sealedWebhookUrl = isSlackPlaceholder(asked) ? known : await sealedAddress(sealer, party.id, asked, known)
  if (sealedWebhookUrl === known) return { ...others, ...addressIn(before) }
  return { ...others, webhookUrl: slackPlaceholder(asked), sealedWebhookUrl }
}

/** @throws RangeError without a sealer: a fault of this program */
function sealedAddress(sealer: ResealOptions["sealer"], partyId: string, secret: string, known: string) {
  if (sealer === undefined) throw new RangeError("An address of a Slack channel is set without a sealer")
  return sealWebhookSecret(sealer, partyId, { secret, known })
}

function addressIn({ webhookUrl, sealedWebhookUrl }: RestingSettings): RestingSettings {
  return {
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
    ...(sealedWebhookUrl === undefined ? {} : { sealedWebhookUrl }),
  }
}

function changeOf(wish: WishedChange, before: RestingSettings, after: RestingSettings): SettingsChange {
  const { party, by, version, at, command } = wish
  const appliedBefore = appliedSettings(party, before)
  const appliedAfter = appliedSettings(party, after)
  // Sealed values look alike, whatever they are.
  const isMoved = before.sealedWebhookUrl !== after.sealedWebhookUrl
  const hasNewSecret = !isSame(before.sealedVendorSecrets, after.sealedVendorSecrets)
  return {
    partyId: party.id,
    version: version + 1,
    at,
    by,
    changes: settingNames
      .filter(
        (field) =>
          !isSame(before[field], after[field]) ||
          (field === "webhookUrl" && isMoved) ||
          (field === "vendors" && hasNewSecret),
      )
      .map((field) => ({ field, before: appliedBefore[field], after: appliedAfter[field] })),
    ...(command === undefined ? {} : { command: { ...command, settings: after } }),
  }
}

/** Applies a JSON merge patch (RFC 7396, section 2). Neither value is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
