import type { Party } from "./party.ts"

/** Whether a party has a queue in the hub's account: as its file says, and else if somebody can read it. */
export function hasQueue({ account, channels: { queue, queueReader } }: Pick<Party, "account" | "channels">): boolean {
  return queue ?? (account !== undefined || queueReader !== undefined)
}

/** The name of the hub's secret with which it signs what it posts to a party. An invited party has none of its own. */
export function webhookSecretName({ channels: { webhook } }: Pick<Party, "channels">): string | undefined {
  return webhook !== undefined && "secretName" in webhook ? webhook.secretName : undefined
}

/** Whether a party has a webhook. */
export function hasWebhook({ channels }: Pick<Party, "channels">): boolean {
  return channels.webhook !== undefined
}
