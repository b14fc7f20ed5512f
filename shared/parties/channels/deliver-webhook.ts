import type { EventContract } from "../../contracts/define-event.ts"
import type { Clock } from "../../platform/clock.ts"
import { MessagePostponed } from "../../platform/message-batch.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import { sharesWebhookQueue } from "../has-channel.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import type { ReceivedHubEvent } from "../received-event.ts"
import { isSlackChannel } from "../slack-channel.ts"
import type { EndpointPauses } from "./endpoint-pauses.ts"
import type { Letter } from "./letter.ts"
import { slackMessage } from "./slack-message.ts"
import type { PostStatus, SlackUrlOf, WebhookMessage, WebhookPost, WebhookSigner, WebhookSignerOf } from "./webhook.ts"

/** The webhook refused the message. A later attempt can succeed. The message names the party and the status only. */
export class WebhookRefused extends Error {
  override name = "WebhookRefused"
  constructor(partyId: string, status: PostStatus) {
    super(`The webhook of ${partyId} answered: ${status}`)
  }
}

/** What a Slack channel is to be posted to is no address. The message does not show what it is. */
export class SlackUrlInvalid extends Error {
  override name = "SlackUrlInvalid"
  constructor(partyId: string) {
    super(`The secret of the Slack channel of ${partyId} is not an https address`)
  }
}

type Event = ReceivedHubEvent<EventContract>

export type DeliveryTools = {
  parties: PartyDirectory
  signerOf: WebhookSignerOf
  slackUrlOf: SlackUrlOf
  /** What an event says to people. None: it is for programs alone, and goes to no Slack channel. */
  letterOf: (event: Event, party: Party) => Letter | undefined
  post: WebhookPost
  pauses: EndpointPauses
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error">
}

/**
 * Sends an event to the webhook of its audience, signed as Standard Webhooks specifies. The message has the id of the
 * event, so that a receiver can drop repeats. An event is dropped for a party that is not there any more or has no
 * webhook, and if the endpoint answers 410: it is gone. A Slack channel gets what people read, as Slack shows it.
 * @throws WebhookRefused unless the receiver answers 2xx or 410
 * @throws MessagePostponed while the endpoint of an invited party is left alone, because it failed a moment ago
 */
export function makeDeliverWebhook(
  tools: DeliveryTools,
): (event: Event) => Promise<"delivered" | "noWebhook" | "notForPeople" | "gone"> {
  const { parties, post, pauses, clock, telemetry } = tools

  return async (event) => {
    const party = await parties.byId(event.metadata.audience ?? "")
    const webhook = party?.channels.webhook
    if (party === undefined || webhook === undefined) return "noWebhook"

    const endpoint = `${party.id} ${webhook.format === "slack" ? webhook.secretName : webhook.url}`
    if (sharesWebhookQueue(webhook) && pauses.isPaused(endpoint, clock())) throw new MessagePostponed()
    const message = await (isSlackChannel(webhook) ? forSlack(tools, event, party) : forProgram(tools, event, party))
    if (typeof message === "string") return message
    const status = await post(message)
    if (isInTrouble(status)) pauses.failed(endpoint, clock())
    else pauses.answered(endpoint)
    if (typeof status === "number" && status >= 200 && status <= 299) return "delivered"
    telemetry.error("A webhook refused an event", { party: party.id, ...inLog(status) })
    if (status !== gone) throw new WebhookRefused(party.id, status)
    telemetry.count("WebhookGone")
    return "gone"
  }
}

/** What a receiver answers that wants no more messages, by Standard Webhooks. */
const gone = 410
const tooManyRequests = 429

/** Whether other messages would fare no better now. Any other refusal may be about the one message. */
function isInTrouble(status: PostStatus): boolean {
  return typeof status === "string" || status === tooManyRequests || status >= 500
}

function inLog(status: PostStatus) {
  return typeof status === "string" ? { outcome: status } : { status }
}

async function forProgram(
  { signerOf, clock }: DeliveryTools,
  event: Event,
  { id, channels: { webhook } }: Party,
): Promise<WebhookMessage | "noWebhook"> {
  if (webhook === undefined || webhook.format === "slack") return "noWebhook"
  const sign = await signerOf(id, webhook)
  return sign === undefined ? "noWebhook" : signed(event, { url: webhook.url, sign, sentAt: clock() })
}

async function forSlack(
  { slackUrlOf, letterOf }: DeliveryTools,
  event: Event,
  party: Party,
): Promise<WebhookMessage | "noWebhook" | "notForPeople"> {
  const { webhook } = party.channels
  if (webhook === undefined) return "noWebhook"
  const letter = letterOf(event, party)
  if (letter === undefined) return "notForPeople"
  const url = await slackUrlOf(party.id, webhook)
  if (url === undefined) return "noWebhook"
  if (URL.parse(url)?.protocol !== "https:") throw new SlackUrlInvalid(party.id)
  return { url, body: slackMessage(letter), headers: { "content-type": "application/json" } }
}

function signed(
  { contract, metadata, data }: Event,
  { url, sign, sentAt }: { url: string; sign: WebhookSigner; sentAt: Date },
): WebhookMessage {
  const body = JSON.stringify({ type: contract.detailType, timestamp: metadata.occurredAt, metadata, data })
  return {
    url,
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": metadata.id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": sign(metadata.id, sentAt, body),
    },
  }
}
