import * as z from "zod"
import type { WebhookMessage, WebhookPost } from "../../shared/parties/channels/webhook.ts"
import type { Scheduler } from "./scheduler.ts"

/** The retailer that takes part as an invited one. It has a sealed webhook. */
export const invitedRetailer = "maplebooks"

/** The parties of the file with a webhook: one of each kind, and one of them discreet. */
export const fileWebhooks: readonly string[] = ["leafline", "northpost"]

/** All parties with a webhook. */
export const webhookParties: readonly string[] = [...fileWebhooks, invitedRetailer]

/** The address of a party's webhook, and of its Slack channel. */
export const urlOf = (partyId: string): string => `https://hooks.${partyId}.example/wayseal`
export const slackAddressOf = (partyId: string): string => `https://hooks.slack.com/services/T0/B0/${partyId}`

const signingSecret = `whsec_${Buffer.from("a secret of webhooks").toString("base64")}`

/** Reads a secret of a party of the file: a key that signs, or the address of its Slack channel. */
export async function readWebhookSecret(secretName: string): Promise<string> {
  const partyId = fileWebhooks.find((id) => secretName === slackSecretName(id))
  return partyId === undefined ? signingSecret : slackAddressOf(partyId)
}

const slackSecretName = (partyId: string): string => `wayseal-test-${partyId}-slack`

const partiesFile = z.looseObject({ parties: z.array(z.looseObject({ id: z.string(), channels: z.looseObject({}) })) })

/** The text of a parties file in which these parties have webhooks, or Slack channels. */
export function withWebhooks(text: string, areSlack = false): string {
  const file = partiesFile.parse(JSON.parse(text))
  const parties = file.parties.map((party) => {
    if (!fileWebhooks.includes(party.id)) return party
    const webhook = areSlack
      ? { format: "slack", secretName: slackSecretName(party.id) }
      : { url: urlOf(party.id), secretName: `wayseal-test-${party.id}-webhook` }
    return { ...party, channels: { ...party.channels, webhook } }
  })
  return JSON.stringify({ ...file, parties })
}

/** What a webhook received. */
export type ReceivedPost = { readonly partyId: string; readonly message: WebhookMessage }

/** Receivers of webhooks, which can be out of reach, or receive a message whose answer is lost. */
export function simulatedWebhooks(scheduler: Scheduler, received: ReceivedPost[]): WebhookPost {
  return async (message) => {
    try {
      await scheduler.interrupt("webhook.post:before")
      const partyId = webhookParties.find((id) => [urlOf(id), slackAddressOf(id)].includes(message.url))
      if (partyId === undefined) return { status: 404 }
      received.push({ partyId, message })
      await scheduler.interrupt("webhook.post:after")
      return { status: 204 }
    } catch {
      return { status: "unreachable" }
    }
  }
}
