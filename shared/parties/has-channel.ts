import type { Party } from "./party.ts"

/** Whether a party has a queue in the hub's account: as its file says, and else if somebody can read it. */
export function hasQueue({ account, channels: { queue, queueReader } }: Pick<Party, "account" | "channels">): boolean {
  return queue ?? (account !== undefined || queueReader !== undefined)
}

/** Whether a party has a webhook. */
export function hasWebhook({ channels }: Pick<Party, "channels">): boolean {
  return channels.webhook !== undefined
}
