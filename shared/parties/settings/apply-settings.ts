import type { Party, PartyWebhook } from "../party.ts"
import { isSlackChannel } from "../slack-channel.ts"
import type { PartySettings, RestingSettings } from "./party-settings.ts"

/** A party with what it has changed about itself. Everything else is as its file says. */
export function withSettings(party: Party, settings: RestingSettings): Party {
  const { emails, escalationEmails, heavyReaders, approvals, officerKeys, contracts } = settings
  const { trackingSite: site, wayToCheck: way, authorities } = settings
  const { webhook, ...others } = party.channels
  const changed = {
    channels: {
      ...others,
      ...(emails === undefined ? {} : { emails }),
      ...(escalationEmails === undefined ? {} : { escalationEmails }),
      ...(webhook === undefined ? {} : { webhook: webhookWith(webhook, settings) }),
    },
    ...(heavyReaders === undefined ? {} : { heavyReaders }),
    ...(approvals === undefined ? {} : { approvals }),
    ...(officerKeys === undefined ? {} : { officerKeys }),
    ...(contracts === undefined ? {} : { contracts }),
    ...(authorities === undefined ? {} : { authorities }),
    ...(site === undefined ? {} : { trackingSite: site }),
    ...(way === undefined ? {} : { documents: { ...party.documents, wayToCheck: way } }),
  }
  if (party.kind === "carrier") return { ...party, ...changed }
  const { thresholds: chosen = party.detection.thresholds, counterparties = party.counterparties } = settings
  return {
    ...party,
    ...changed,
    ...(counterparties === undefined ? {} : { counterparties }),
    detection: { ...party.detection, thresholds: chosen },
  }
}

/** A webhook at the address that its party set, unless it set that for a webhook of the other kind. */
function webhookWith(
  webhook: PartyWebhook,
  { webhookUrl: url, sealedWebhookUrl: sealedSecret }: RestingSettings,
): PartyWebhook {
  if (url === undefined || webhook.format === "slack") return webhook
  if (isSlackChannel(webhook)) return sealedSecret === undefined ? webhook : { url, sealedSecret }
  return sealedSecret === undefined ? { ...webhook, url } : webhook
}

/** The settings that apply to a party, as its file and its changes say. */
export function appliedSettings(party: Party, changed: RestingSettings): PartySettings {
  const { vendors } = changed
  return { ...settingsOf(withSettings(party, changed)), ...(vendors === undefined ? {} : { vendors }) }
}

/** The settings that a party has, as its file says or what it changed. A file has no vendors. */
export function settingsOf(party: Party): PartySettings {
  const { emails, escalationEmails, webhook } = party.channels
  return {
    emails,
    escalationEmails,
    ...(webhook === undefined || webhook.format === "slack" ? {} : { webhookUrl: webhook.url }),
    heavyReaders: party.heavyReaders,
    ...(party.approvals === undefined ? {} : { approvals: party.approvals }),
    ...(party.officerKeys === undefined ? {} : { officerKeys: party.officerKeys }),
    ...(party.contracts === undefined ? {} : { contracts: party.contracts }),
    ...(party.authorities === undefined ? {} : { authorities: party.authorities }),
    ...(party.trackingSite === undefined ? {} : { trackingSite: party.trackingSite }),
    ...(party.documents.wayToCheck === undefined ? {} : { wayToCheck: party.documents.wayToCheck }),
    ...(party.kind === "retailer" ? { thresholds: party.detection.thresholds } : {}),
    ...(party.kind === "retailer" && party.counterparties !== undefined
      ? { counterparties: party.counterparties }
      : {}),
  }
}
