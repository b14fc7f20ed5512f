import type { PartyWebhook } from "./party.ts"

/** Where Slack takes messages for channels: of its usual service, and of the one for the government. */
const slackHosts: ReadonlySet<string> = new Set(["hooks.slack.com", "hooks.slack-gov.com"])

/** Whether an address is at Slack, which takes no signed events. */
export const leadsToSlack = (url: string): boolean => slackHosts.has(URL.parse(url)?.hostname ?? "")

/**
 * Whether an address is that of an incoming webhook of Slack.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function isSlackAddress(url: string): boolean {
  const { pathname, search, hash } = URL.parse(url) ?? {}
  return leadsToSlack(url) && /^\/services(\/[A-Za-z0-9]+){3}$/.test(pathname ?? "") && `${search}${hash}` === ""
}

/**
 * What stands for the address of an invited party's Slack channel wherever the address is not sealed: Slack's host. An
 * older release reads it as a webhook, finds no secret of one, and posts nothing.
 */
export const slackPlaceholder = (url: string): string => `https://${URL.parse(url)?.hostname}/`

const placeholders: ReadonlySet<string> = new Set([...slackHosts].map((host) => `https://${host}/`))

/** Whether an address is only the host that stands for that of a Slack channel. */
export const isSlackPlaceholder = (url: string): boolean => placeholders.has(url)

/** Whether a webhook gets messages for people, and its secret is its address. */
export function isSlackChannel(webhook: PartyWebhook): boolean {
  return webhook.format === "slack" || ("sealedSecret" in webhook && isSlackPlaceholder(webhook.url))
}

/** What the address of a Slack channel has to be, for a sentence. */
export const asSlackAddress =
  "the address of an incoming webhook of Slack, such as https://hooks.slack.com/services/T…/B…/…"
