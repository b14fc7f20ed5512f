import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { partyId } from "../../base/contracts/words.ts"
import { settingNames, storedSettings } from "./party-settings.ts"

/**
 * What one party has changed about itself, and how often. It rests under the data key. Like the parties file, it can
 * hold the e-mail addresses of the organisation's contacts, and the networks of its heavy readers.
 */
export const changedSettings = z.object({
  partyId,
  /** Number of the last change. */
  version: z.int().positive(),
  changedAt: instant,
  settings: storedSettings,
})
export type ChangedSettings = z.infer<typeof changedSettings>

/** The request that asked for a change under an `idempotency-key`, and the settings that followed from it. */
const settingsCommand = z.object({
  id: ownString().meta({
    description: "Keyed hash of the key. Of release 0.1.0 and before: SHA-256, which is not found",
  }),
  content: ownString().meta({ description: "Keyed hash of the body, because a body can hold addresses" }),
  settings: storedSettings,
})

/** One change of settings. It is never overwritten. */
export const settingsChange = z.object({
  partyId,
  version: z.int().positive(),
  at: instant,
  by: z.object({
    party: partyId,
    credential: ownString().meta({
      description:
        "Id of the key that signed the request, or `oidc`, or of the person in the console. Of the hub: its role or user",
    }),
  }),
  changes: z.array(
    z.object({
      field: z.enum(settingNames),
      before: z.unknown().optional().meta({ description: "Absent: there was none" }),
      after: z.unknown().optional().meta({ description: "Absent: there is none" }),
    }),
  ),
  command: settingsCommand.optional(),
})
export type SettingsChange = z.infer<typeof settingsChange>

/** The settings that parties changed, and every change. */
export type StoredSettings = {
  /** What every party changed, as it was a moment ago. A party that changed nothing is absent. */
  all(): Promise<readonly ChangedSettings[]>
  /** What these parties changed. A party that changed nothing is absent. */
  of(partyIds: readonly string[]): Promise<readonly ChangedSettings[]>
  /** Reads consistently. */
  get(partyId: string): Promise<ChangedSettings | undefined>
  /**
   * Stores settings together with the change that led to them.
   * @returns `outdated`: another change of this version or a later one was stored before. Nothing was written
   */
  change(to: ChangedSettings, change: SettingsChange): Promise<"changed" | "outdated">
  /** Changes of a party, the newest first, older than a version. Reads consistently. */
  history(partyId: string, page: { before?: number | undefined; limit: number }): Promise<readonly SettingsChange[]>
}
