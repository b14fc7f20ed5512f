import { derivedId } from "../../base/contracts/envelope.ts"
import type { PostStatus } from "../channels/webhook.ts"
import type { PartyWebhook } from "../party.ts"
import { isSlackChannel } from "../slack-channel.ts"
import { pauseMilliseconds } from "./retry-schedule.ts"
import type { EndpointRow } from "./webhook-rows.ts"

/** How an endpoint fares. */
export type EndpointState = Omit<EndpointRow, "partyId" | "version">

/** Distinguishes the endpoints of one party. It shows no address. Another secret for an address changes nothing. */
export function endpointIdOf(webhook: PartyWebhook): string {
  if (webhook.format === "slack") return derivedId("endpoint", webhook.secretName)
  // Of a Slack channel, the secret is the address.
  const address = isSlackChannel(webhook) && "sealedSecret" in webhook ? webhook.sealedSecret : webhook.url
  return derivedId("endpoint", address)
}

const healthy = (endpointId: string): EndpointState => ({ endpointId, failures: 0 })

/** How this endpoint fares by what is stored, which may be about an earlier one. */
export function stateOf(row: EndpointRow | undefined, endpointId: string): EndpointState {
  if (row === undefined || row.endpointId !== endpointId) return healthy(endpointId)
  const { partyId: _, version: __, ...state } = row
  return state
}

/** Others changed how an endpoint fares again and again. Trying later can succeed. */
export class EndpointContended extends Error {
  override readonly name = "EndpointContended"
  constructor() {
    super("How an endpoint fares was changed by others at the same time")
  }
}

export function isPaused({ pausedUntil }: EndpointState, now: Date): boolean {
  return pausedUntil !== undefined && Date.parse(pausedUntil) > now.getTime()
}

/** Whether the queue leaves the events of an endpoint to the schedule, where they hold up nobody. */
export const isSlow = (state: EndpointState, now: Date): boolean =>
  state.slowSince !== undefined || isCrowded(state, now)

export const isCrowded = ({ crowdedUntil }: EndpointState, now: Date): boolean =>
  crowdedUntil !== undefined && Date.parse(crowdedUntil) > now.getTime()

/** So many of the ten invocations of a queue may wait for one endpoint for longer than a second. */
const invocationsOfOneEndpoint = 3
/** Longer than an answer may take. Who crashed meanwhile does not say that it waits no more. */
const longestWaitMilliseconds = 20_000
/** An endpoint that takes a second or two would otherwise get the events of a flood twice again and again. */
const crowdedMilliseconds = 600_000

/** After one more invocation has waited for a second. If it is one too many, the endpoint is crowded. */
export function waitingToo(state: EndpointState, { since, now }: { since: Date; now: Date }): EndpointState {
  if (isCrowded(state, now)) return state
  const awaitedSince = (state.awaitedSince ?? []).filter(
    (each) => Date.parse(each) > now.getTime() - longestWaitMilliseconds,
  )
  return awaitedSince.length < invocationsOfOneEndpoint
    ? { ...state, awaitedSince: [...awaitedSince, since.toISOString()] }
    : { ...state, awaitedSince, crowdedUntil: new Date(now.getTime() + crowdedMilliseconds).toISOString() }
}

/** After an invocation has its answers. */
export function afterWaiting({ awaitedSince = [], ...state }: EndpointState, since: Date): EndpointState {
  const place = awaitedSince.indexOf(since.toISOString())
  const others = place === -1 ? awaitedSince : awaitedSince.toSpliced(place, 1)
  return others.length === 0 ? state : { ...state, awaitedSince: others }
}

/** What an endpoint answered, when, and how many milliseconds after it was asked. */
export type Answer = { readonly at: Date; readonly status: PostStatus; readonly milliseconds: number }

/** An endpoint is slow when it takes longer. Most programs answer within one second, and a cold one within five. */
const quickMilliseconds = 5_000

/** Whether an endpoint is slow after an answer. One that fails quickly may still be slow when it is well. */
function slowness(
  { slowSince }: EndpointState,
  { at, status, milliseconds }: Answer,
): Pick<EndpointState, "slowSince"> {
  if (milliseconds > quickMilliseconds) return { slowSince: slowSince ?? at.toISOString() }
  return slowSince === undefined || isAccepted(status) ? {} : { slowSince }
}

/**
 * After a delivery. The first one verifies the endpoint, unless its party has just asked for that. A delivery that
 * ended after the endpoint was disabled changes nothing.
 */
export function afterSuccess(state: EndpointState, answer: Answer): EndpointState {
  if (state.disabledAt !== undefined) return state
  const { failures: _, failingSince: __, pausedUntil: ___, slowSince: ____, ...others } = state
  const verification = { answeredAt: answer.at.toISOString(), status: answer.status }
  return { verification, ...others, failures: 0, ...slowness(state, answer) }
}

/** After the event by which an address is verified. If it was accepted, the endpoint begins anew, enabled. */
export function afterVerification(state: EndpointState, answer: Answer): EndpointState {
  const { endpointId, verification: { requestedAt } = {} } = state
  const verification = { requestedAt, answeredAt: answer.at.toISOString(), status: answer.status }
  const speed = slowness(state, answer)
  return isAccepted(answer.status) ? { endpointId, failures: 0, verification, ...speed } : { ...state, verification }
}

/** Whether an endpoint took what it was sent. */
export const isAccepted = (status: PostStatus): boolean => typeof status === "number" && status >= 200 && status <= 299

export type Failure = Answer & {
  readonly retryAfterMilliseconds: number | undefined
  /** Since when the event is tried that is given up with this failure. */
  readonly givenUpSince?: string | undefined
}

/** What a receiver answers that wants no more messages, by Standard Webhooks. */
const gone = 410
const tooManyRequests = 429

/** Whether other messages would fare no better now. Any other refusal may be about the one message. */
function isInTrouble(status: PostStatus): boolean {
  return typeof status === "string" || status === tooManyRequests || status >= 500
}

/**
 * After a failure. An endpoint in trouble is paused; failures within a pause count as one. It is disabled if it said
 * that it is gone, or if nothing was delivered in all the time that an event was tried.
 */
export function afterFailure(state: EndpointState, failure: Failure): EndpointState {
  if (state.disabledAt !== undefined) return state
  const { at, status, retryAfterMilliseconds, givenUpSince } = failure
  const now = at.toISOString()
  if (status === gone) return disabled(state, now, "gone")
  const failing = { ...state, failingSince: state.failingSince ?? now, ...slowness(state, failure) }
  if (givenUpSince !== undefined && failing.failingSince <= givenUpSince) return disabled(failing, now, "failing")
  if (!isInTrouble(status) || isPaused(state, at)) return failing
  const failures = state.failures + 1
  const pausedUntil = new Date(at.getTime() + pauseMilliseconds(failures, retryAfterMilliseconds)).toISOString()
  return { ...failing, failures, pausedUntil }
}

function disabled(state: EndpointState, at: string, because: "gone" | "failing"): EndpointState {
  return { ...state, disabledAt: at, disabledBecause: because, noticeDue: true }
}
