import type { BrokenRule, PartyEvent } from "./build-event.ts"

/** The hub has the event. */
export type Accepted = {
  readonly outcome: "accepted"
  /** The id by which a later `EventRejected` names the event. */
  readonly eventBridgeId: string
  /** What of the event the hub cannot use, though it takes it. Absent if there is nothing. */
  readonly problems?: readonly BrokenRule[]
}

/** The event is not with the hub. */
export type NotAccepted = {
  /**
   * `rejected`: the event breaks a rule and will never be accepted as it is. `refused`: the call was refused, such as
   * for its token or for missing rights; nothing is wrong with the event. `failed`: try again, under the same id.
   */
  readonly outcome: "rejected" | "refused" | "failed"
  /** For programs: a code of the hub or of EventBridge. */
  readonly code: string
  /** What is wrong and what to do. It repeats no value of the event. */
  readonly sentence: string
  /** Which rules the event breaks, and where. */
  readonly problems?: readonly BrokenRule[]
  /** How long to wait before the next attempt, if the hub said so. */
  readonly retryAfterSeconds?: number
}

/** What became of one event. */
export type Outcome = Accepted | NotAccepted

/** A way to the hub. */
export type Transport = {
  /** Most events, and most bytes, of one call. */
  readonly limits: { readonly items: number; readonly bytes: number }
  /** How many bytes an event takes in a call. */
  sizeOf(event: PartyEvent): number
  /** Makes one call. Never throws for what the network or the hub does: each event gets an outcome, in their order. */
  send(events: readonly PartyEvent[]): Promise<readonly Outcome[]>
}
