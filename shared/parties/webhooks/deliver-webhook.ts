import canonicalize from "canonicalize"
import { drillAlertSent } from "../../base/contracts/alert-drills.ts"
import type { EventContract } from "../../base/contracts/define-event.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import { webhookAddressSet } from "../../base/contracts/webhook-address-set.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import { OwnerShredded, type Sealer } from "../../base/platform/sealing.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { Letter } from "../channels/letter.ts"
import { slackMessage } from "../channels/slack-message.ts"
import {
  type PostAnswer,
  type PostStatus,
  type SlackUrlOf,
  signedMessage,
  type WebhookMessage,
  type WebhookPost,
  type WebhookSignerOf,
} from "../channels/webhook.ts"
import { drillLetter } from "../drills/drill-letter.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import type { ReceivedHubEvent } from "../received-event.ts"
import { isSlackChannel } from "../slack-channel.ts"
import {
  afterFailure,
  afterSuccess,
  afterVerification,
  EndpointContended,
  type EndpointState,
  endpointIdOf,
  isAccepted,
  isPaused,
  isSlow,
  stateOf,
} from "./endpoint-state.ts"
import { nextAttemptAt, retryAfterMilliseconds } from "./retry-schedule.ts"
import { sealBody } from "./sealed-body.ts"
import { type SharedPost, shareOfInvocations } from "./share-of-invocations.ts"
import type { TellDisabled } from "./tell-disabled.ts"
import type { WebhookDeliveries } from "./webhook-deliveries.ts"
import { type EndpointRow, expiryFrom, type WebhookMessageRow } from "./webhook-rows.ts"

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
  /** What an event of another context says to people. None: it is for programs alone, and goes to no Slack channel. */
  letterOf: (event: Event, party: Party) => Promise<Letter | undefined>
  post: WebhookPost
  deliveries: Pick<WebhookDeliveries, "find" | "note" | "endpoint" | "changeEndpoint">
  sealer: Pick<Sealer, "seal" | "unseal">
  tellDisabled: TellDisabled
  /** Whether to send to slow endpoints too. A queue leaves these to the schedule, where they hold up nobody. */
  waitsForSlow?: boolean
  /** Absent: every answer is awaited. */
  wait?: (milliseconds: number) => Promise<void>
  /** A number from 0 to 1. */
  random: () => number
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "error" | "warn">
}

/**
 * What became of an event:
 * - `delivered`, `refused`: it was tried. What was refused is tried again by its schedule
 * - `givenUp`: it was tried for the last time
 * - `postponed`: its endpoint failed a moment ago and is left alone, or it is slow and the event waits for the schedule
 * - `heldBack`: its endpoint is disabled. The party can ask for the event later
 * - `repeated`: it came again, and is delivered, given up or waits for its time
 * - `noWebhook`, `notForPeople`: there is nothing to send
 */
export type DeliveryOutcome =
  | "delivered"
  | "refused"
  | "givenUp"
  | "postponed"
  | "heldBack"
  | "repeated"
  | "noWebhook"
  | "notForPeople"

/** Delivers an event once. @param body the event as EventBridge delivered it */
export type DeliverWebhook = (event: Event, body: string) => Promise<DeliveryOutcome>

/** One event on its way to one endpoint. */
type Delivery = { readonly party: Party; readonly endpointId: string; readonly message: WebhookMessageRow }

/**
 * Sends an event to the webhook of its audience, signed as Standard Webhooks specifies, and notes what came of it. The
 * message has the id of the event, so that a receiver can drop repeats. A Slack channel gets what people read.
 *
 * After a crash at any place the event is sent again, by the queue or by its schedule. Posted twice is only what was
 * posted before the crash, and that for whose answer too many would have waited.
 */
export function makeDeliverWebhook(tools: DeliveryTools): DeliverWebhook {
  const { parties, deliveries, clock, wait, waitsForSlow = false } = tools
  const postWithinShare = wait === undefined || waitsForSlow ? undefined : shareOfInvocations({ wait, clock })
  return async (event, body) => {
    const party = await parties.byId(event.metadata.audience ?? "")
    const webhook = party?.channels.webhook
    if (party === undefined || webhook === undefined) return "noWebhook"
    const found = await deliveries.find(party.id, event.metadata.id)
    const now = clock()
    const message = found.message ?? (await newMessage(tools, event, { partyId: party.id, body, now }))
    if (message === undefined) return "noWebhook"
    if (!isDue(message, now)) return "repeated"
    const endpointId = endpointIdOf(webhook)
    const endpoint = stateOf(found.endpoint, endpointId)
    const delivery = { party, endpointId, message }
    if (!verifies(message)) {
      if (endpoint.disabledAt !== undefined) return holdBack(tools, delivery, endpoint)
      if (isPaused(endpoint, now)) return postpone(tools, message, endpoint)
      if (isSlow(endpoint, now) && !waitsForSlow) return leaveToSchedule(tools, message, now)
    }
    const request = await (isSlackChannel(webhook) ? forSlack(tools, event, party) : forProgram(tools, event, party))
    if (typeof request === "string") return request
    const tried = { ...delivery, startedAt: now, known: found.endpoint }
    const isShared = postWithinShare !== undefined && !verifies(message)
    const answer = await (isShared ? postWithinShare(sharedPost(tools, tried, request)) : tools.post(request))
    return answer === undefined ? leaveToSchedule(tools, message, clock()) : noteAnswer(tools, tried, answer)
  }
}

/** Whether this is the event by which an address is verified. It goes to an endpoint however that fares. */
const verifies = ({ type }: WebhookMessageRow): boolean => type === webhookAddressSet.detailType

/** @returns `undefined` if the party was removed */
async function newMessage(
  { sealer }: DeliveryTools,
  { metadata, detailType }: Event,
  { partyId, body, now }: { partyId: string; body: string; now: Date },
): Promise<WebhookMessageRow | undefined> {
  const eventId = metadata.id
  try {
    const sealedBody = await sealBody(sealer, { partyId, eventId, body })
    const of = { partyId, eventId, type: detailType, receivedAt: now.toISOString(), sealedBody }
    return { ...of, status: "waiting", attempts: 0, expiresAt: expiryFrom(now) }
  } catch (failure) {
    if (failure instanceof OwnerShredded) return undefined
    throw failure
  }
}

/** A queue can deliver an event again that was delivered, or whose next attempt has a time of its own. */
function isDue({ status, nextAttemptAt: at }: WebhookMessageRow, now: Date): boolean {
  return status === "waiting" && (at === undefined || at <= now.toISOString())
}

const shortestSpreadMilliseconds = 60_000

/**
 * A pause ends for all events of an endpoint at once. They come over as long a time as the pause had left, so that few
 * of them find out whether the endpoint is back.
 */
async function postpone(
  { deliveries, random, clock }: DeliveryTools,
  message: WebhookMessageRow,
  { pausedUntil = "" }: EndpointState,
): Promise<"postponed"> {
  const end = Date.parse(pausedUntil)
  const spread = Math.max(end - clock().getTime(), shortestSpreadMilliseconds)
  await deliveries.note(waitingUntil(message, new Date(end + spread * random())))
  return "postponed"
}

async function leaveToSchedule({ deliveries }: DeliveryTools, message: WebhookMessageRow, now: Date) {
  await deliveries.note(waitingUntil(message, now))
  return "postponed" as const
}

function waitingUntil(message: WebhookMessageRow, at: Date): WebhookMessageRow {
  const time = at.toISOString()
  return { ...message, status: "waiting", nextAttemptAt: time, dueAt: time }
}

/** An event that is not tried any more. */
export function settled(message: WebhookMessageRow, status: "delivered" | "undelivered"): WebhookMessageRow {
  const { nextAttemptAt: _, dueAt: __, ...others } = message
  return { ...others, status }
}

/** Whoever disabled the endpoint may have crashed before the party was told. */
async function holdBack(tools: DeliveryTools, delivery: Delivery, endpoint: EndpointState): Promise<"heldBack"> {
  if (endpoint.noticeDue === true) await tell(tools, delivery, endpoint)
  await tools.deliveries.note(settled(delivery.message, "undelivered"))
  return "heldBack"
}

type Tried = Delivery & { readonly startedAt: Date; readonly known: EndpointRow | undefined }

function sharedPost(
  tools: DeliveryTools,
  { party, endpointId, startedAt }: Tried,
  request: WebhookMessage,
): SharedPost {
  return {
    endpointId,
    startedAt,
    post: (signal) => tools.post(request, signal),
    async changeEndpoint(change) {
      const known = await tools.deliveries.endpoint(party.id)
      return changeEndpoint(tools, { party, endpointId, known }, change)
    },
  }
}

async function noteAnswer(tools: DeliveryTools, tried: Tried, answer: PostAnswer): Promise<DeliveryOutcome> {
  const { party, message, startedAt } = tried
  const { status } = answer
  const now = tools.clock()
  const answered = { at: now, status, milliseconds: now.getTime() - startedAt.getTime() }
  const attempt = message.attempts + 1
  const after = { ...message, attempts: attempt, firstAttemptAt: message.firstAttemptAt ?? startedAt.toISOString() }
  const note = (settledMessage: WebhookMessageRow) =>
    tools.deliveries.note(settledMessage, attemptOf(settledMessage, { startedAt, now, status }))
  if (verifies(message)) {
    await changeEndpoint(tools, tried, (state) => afterVerification(state, answered))
    await note(settled(after, isAccepted(status) ? "delivered" : "undelivered"))
    return isAccepted(status) ? "delivered" : "givenUp"
  }
  if (isAccepted(status)) {
    await changeEndpoint(tools, tried, (state) => afterSuccess(state, answered))
    await note(settled(after, "delivered"))
    return "delivered"
  }
  tools.telemetry.error("A webhook refused an event", { party: party.id, attempt, ...inLog(status) })
  const asked = retryAfterMilliseconds(answer.retryAfter, now)
  const next = nextAttemptAt({ attempts: attempt, now, random: tools.random() }, asked)
  const givenUpSince = next === undefined ? after.firstAttemptAt : undefined
  const failure = { ...answered, retryAfterMilliseconds: asked, givenUpSince }
  const endpoint = await changeEndpoint(tools, tried, (state) => afterFailure(state, failure))
  if (endpoint.noticeDue === true) await tell(tools, tried, endpoint)
  const ends = next === undefined || endpoint.disabledAt !== undefined
  await note(ends ? settled(after, "undelivered") : waitingUntil(after, next))
  countFailure(tools, endpoint, { isGivenUp: next === undefined, now })
  return ends ? "givenUp" : "refused"
}

/** How long an endpoint fails before the hub's operator hears of it. */
const alarmAfterMilliseconds = 3_600_000

function countFailure(
  { telemetry }: DeliveryTools,
  { failingSince, disabledAt }: EndpointState,
  { isGivenUp, now }: { isGivenUp: boolean; now: Date },
): void {
  if (disabledAt !== undefined) return
  const failsLong = now.getTime() - Date.parse(failingSince ?? now.toISOString()) >= alarmAfterMilliseconds
  if (failsLong || isGivenUp) telemetry.count("WebhookFailing")
}

function inLog(status: PostStatus) {
  return typeof status === "string" ? { outcome: status } : { status }
}

function attemptOf(
  { partyId, eventId, type, attempts: attempt, nextAttemptAt: next }: WebhookMessageRow,
  { startedAt, now, status }: { startedAt: Date; now: Date; status: PostStatus },
) {
  return {
    partyId,
    attemptId: `${startedAt.getTime()}-${derivedId(eventId, attempt)}`,
    at: startedAt.toISOString(),
    eventId,
    type,
    status,
    durationMilliseconds: now.getTime() - startedAt.getTime(),
    attempt,
    ...(next === undefined ? {} : { nextAttemptAt: next }),
    expiresAt: expiryFrom(now),
  }
}

/** Changes how an endpoint fares. Of several messages at once, each decides by what the others stored. */
function changeEndpoint(
  tools: DeliveryTools,
  { party, endpointId, known }: Pick<Tried, "party" | "endpointId" | "known">,
  change: (state: EndpointState) => EndpointState,
): Promise<EndpointState> {
  const { deliveries, telemetry } = tools
  return retryLostRace(
    async (lostRaces) => {
      const row = lostRaces === 0 ? known : await deliveries.endpoint(party.id)
      const before = stateOf(row, endpointId)
      const after = change(before)
      if (canonicalize(after) === canonicalize(before)) return { result: after }
      const to = { ...after, partyId: party.id, version: (row?.version ?? 0) + 1 }
      if ((await deliveries.changeEndpoint(to)) === "outdated") return undefined
      if (before.disabledAt === undefined && after.disabledAt !== undefined) telemetry.count("WebhookDisabled")
      const now = tools.clock()
      if (!isSlow(before, now) && isSlow(after, now))
        telemetry.warn("A webhook is slow, and gets its events by the schedule", { party: party.id })
      return { result: after }
    },
    () => new EndpointContended(),
  )
}

/** Tells a party that its endpoint is disabled, and notes that it was told. */
async function tell(
  tools: DeliveryTools,
  { party, endpointId }: Pick<Delivery, "party" | "endpointId">,
  { disabledAt, disabledBecause }: EndpointState,
): Promise<void> {
  if (disabledAt !== undefined && disabledBecause !== undefined)
    await tools.tellDisabled(party, { disabledAt, reason: disabledBecause })
  const known = await tools.deliveries.endpoint(party.id)
  await changeEndpoint(tools, { party, endpointId, known }, ({ noticeDue: _, ...state }) => state)
}

async function forProgram(
  { signerOf, clock }: DeliveryTools,
  event: Event,
  { id, channels: { webhook } }: Party,
): Promise<WebhookMessage | "noWebhook"> {
  if (webhook === undefined || webhook.format === "slack") return "noWebhook"
  const sign = await signerOf(id, webhook)
  return sign === undefined ? "noWebhook" : signedMessage(event, { url: webhook.url, sign, sentAt: clock() })
}

function drillLetterOf({ detailType, data }: Event, { language }: Party): Letter | undefined {
  if (detailType !== drillAlertSent.detailType) return undefined
  return drillLetter(drillAlertSent.data.parse(data).drillId, language)
}

async function forSlack(
  { slackUrlOf, letterOf }: DeliveryTools,
  event: Event,
  party: Party,
): Promise<WebhookMessage | "noWebhook" | "notForPeople"> {
  const { webhook } = party.channels
  if (webhook === undefined) return "noWebhook"
  const letter = drillLetterOf(event, party) ?? (await letterOf(event, party))
  if (letter === undefined) return "notForPeople"
  const url = await slackUrlOf(party.id, webhook)
  if (url === undefined) return "noWebhook"
  if (URL.parse(url)?.protocol !== "https:") throw new SlackUrlInvalid(party.id)
  return { url, body: slackMessage(letter), headers: { "content-type": "application/json" } }
}
