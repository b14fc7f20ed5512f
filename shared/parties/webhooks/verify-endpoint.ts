import { derivedId, hubSource } from "../../base/contracts/envelope.ts"
import { webhookAddressSet } from "../../base/contracts/webhook-address-set.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PostStatus } from "../channels/webhook.ts"
import type { PartyWebhook } from "../party.ts"
import { isSlackChannel } from "../slack-channel.ts"
import { EndpointContended, endpointIdOf, isAccepted, stateOf } from "./endpoint-state.ts"
import { sealBody } from "./sealed-body.ts"
import type { WebhookDeliveries } from "./webhook-deliveries.ts"
import { type EndpointRow, expiryFrom } from "./webhook-rows.ts"

/** Lets the hub find out whether the endpoint of a party answers, by an event to it alone. */
export type VerifyEndpoint = (partyId: string, webhook: PartyWebhook, setAt: string) => Promise<void>

/**
 * Notes that an endpoint is to be verified, and stores a signed event for it that is due at once. After a crash in
 * between, the party sets its address again. A Slack channel takes no events, and is not verified.
 */
export function makeVerifyEndpoint(tools: {
  deliveries: Pick<WebhookDeliveries, "endpoint" | "changeEndpoint" | "note">
  sealer: Pick<Sealer, "seal">
  hubAccount: string
}): VerifyEndpoint {
  const { deliveries, sealer, hubAccount } = tools
  return async (partyId, webhook, setAt) => {
    if (isSlackChannel(webhook)) return
    const endpointId = endpointIdOf(webhook)
    await retryLostRace(
      async () => {
        const row = await deliveries.endpoint(partyId)
        const state = { ...stateOf(row, endpointId), verification: { requestedAt: setAt } }
        const to = { ...state, partyId, version: (row?.version ?? 0) + 1 }
        return (await deliveries.changeEndpoint(to)) === "changed" ? { result: undefined } : undefined
      },
      () => new EndpointContended(),
    )
    const eventId = derivedId("webhook-address-set", partyId, endpointId, setAt)
    const body = envelopeOf({ partyId, eventId, setAt, hubAccount })
    await deliveries.note({
      ...{ partyId, eventId, type: webhookAddressSet.detailType, receivedAt: setAt, status: "waiting", attempts: 0 },
      sealedBody: await sealBody(sealer, { partyId, eventId, body }),
      nextAttemptAt: setAt,
      dueAt: setAt,
      expiresAt: expiryFrom(new Date(setAt)),
    })
  }
}

/** The event as EventBridge would deliver it. */
function envelopeOf(of: { partyId: string; eventId: string; setAt: string; hubAccount: string }): string {
  const { partyId: audience, eventId: id, setAt, hubAccount: account } = of
  const metadata = { id, occurredAt: setAt, correlationId: id, audience }
  const { Source, DetailType, Detail } = webhookAddressSet.entry({
    ...{ source: hubSource, busName: "", data: { setAt }, metadata },
  })
  // EventBridge's own ids have no underscore.
  const head = { id: id.replaceAll("_", "-"), account, source: Source, "detail-type": DetailType, time: setAt }
  return JSON.stringify({ ...head, detail: JSON.parse(Detail) })
}

/** What a party is shown of its webhook. */
export type WebhookView = {
  readonly state: "verified" | "verifying" | "unverified" | "failed" | "disabled"
  /** Since when. */
  readonly at?: string
  /** What it means, and what the party can do. */
  readonly detail: string
}

const setAgain = "Set webhookUrl again, to the same address or another one"

/** What a party is shown of its webhook. None: it has none, or it is a Slack channel. */
export function webhookView(webhook: PartyWebhook | undefined, row: EndpointRow | undefined): WebhookView | undefined {
  if (webhook === undefined || isSlackChannel(webhook)) return undefined
  const { verification, disabledAt, disabledBecause } = stateOf(row, endpointIdOf(webhook))
  const { requestedAt, answeredAt, status } = verification ?? {}
  if (disabledAt !== undefined && (requestedAt === undefined || answeredAt !== undefined)) {
    const why = disabledBecause === "gone" ? "It answered 410" : "It accepted nothing for three days"
    const since = status === undefined || isAccepted(status) ? "" : `. Since then ${inWords(status)}`
    return { state: "disabled", at: disabledAt, detail: `${why}, so nothing is sent${since}. ${setAgain}.` }
  }
  if (status !== undefined && answeredAt !== undefined)
    return isAccepted(status)
      ? { state: "verified", at: answeredAt, detail: `It answered ${status}.` }
      : { state: "failed", at: answeredAt, detail: `${inWords(status, "It")}. ${setAgain}.` }
  if (requestedAt !== undefined)
    return { state: "verifying", at: requestedAt, detail: "WebhookAddressSet is sent to it within two minutes." }
  return { state: "unverified", detail: `It has not answered 2xx yet. ${setAgain} to be sent WebhookAddressSet.` }
}

function inWords(status: PostStatus, it = "it"): string {
  if (status === "unreachable") return `${it} did not answer in 15 seconds`
  if (status === "notPublic") return `${it} led to an address that is not public`
  return `${it} answered ${status}, and only 2xx counts`
}
