import type { Party, PartyWebhook } from "../party.ts"
import { withSettings } from "./apply-settings.ts"
import type { StoredSettings } from "./stored-settings.ts"

/** Finds the webhook of a party at the address that it set, as it is now. */
export function currentWebhook(
  settings: Pick<StoredSettings, "get">,
): (party: Party) => Promise<PartyWebhook | undefined> {
  return async (party) => withSettings(party, (await settings.get(party.id))?.settings ?? {}).channels.webhook
}
