import type { EndpointRow, WebhookAttempt, WebhookMessageRow } from "./webhook-rows.ts"

/** Names a message that is due. */
export type DueMessage = { readonly partyId: string; readonly eventId: string; readonly dueAt: string }

/** The messages that a look found to be due. */
export type LookAtDue = { readonly due: readonly DueMessage[]; readonly endedAt?: string }

/** Names a message, and where it stands among others. */
export type Arrived = { readonly eventId: string; readonly receivedAt: string }

/** The events for webhooks, the attempts to deliver them, and how the endpoints fare. */
export type WebhookDeliveries = {
  /** Reads consistently. */
  find(
    partyId: string,
    eventId: string,
  ): Promise<{ readonly message: WebhookMessageRow | undefined; readonly endpoint: EndpointRow | undefined }>
  /** Stores a message, whatever is stored of it, and what was tried. */
  note(message: WebhookMessageRow, attempt?: WebhookAttempt): Promise<void>
  /** Reads consistently. */
  endpoint(partyId: string): Promise<EndpointRow | undefined>
  /** @returns `outdated`: another change of this version was stored before. Read and decide again */
  changeEndpoint(to: EndpointRow): Promise<"changed" | "outdated">
  /**
   * Messages that are due, the longest due first, as they were a moment ago. Of each party only as many as it has room.
   *
   * @param from where an earlier look ended that could not see all
   * @returns `endedAt`: where this look ended that could not see all
   */
  due(now: Date, limit: number, roomOf: (partyId: string) => number, from?: string): Promise<LookAtDue>
  /** Takes a message for a while, so that nobody else does. @returns `undefined`: somebody else took or changed it */
  claim(message: DueMessage, until: Date): Promise<WebhookMessageRow | undefined>
  /** Attempts of a party, the newest first, before one of them. */
  attempts(
    partyId: string,
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<readonly WebhookAttempt[]>
  attempt(partyId: string, attemptId: string): Promise<WebhookAttempt | undefined>
  /** Events of a party that arrived in a time, the oldest first, as they were a moment ago. */
  arrived(
    partyId: string,
    page: { readonly from: string; readonly to: string; readonly limit: number; readonly after?: Arrived | undefined },
  ): Promise<readonly Arrived[]>
  /** Lets a message wait for its first attempt again. @returns `unknown`: it is not kept any more. */
  sendAgain(
    partyId: string,
    eventId: string,
    options: { readonly now: Date; readonly evenIfDelivered: boolean },
  ): Promise<"waiting" | "delivered" | "unknown">
}
