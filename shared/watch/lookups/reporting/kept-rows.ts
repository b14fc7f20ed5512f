import { daySeconds } from "../../../base/platform/instants.ts"
import { type StreamRow, streamKey } from "./report-streams.ts"

/** How long the hub keeps what arrived. A gap cannot be filled after that. */
export const arrivalDays = 40

/** Until when a report or a count that arrived at this time is kept, in epoch seconds. */
export const arrivalExpiry = (receivedAt: string): number =>
  Math.floor(Date.parse(receivedAt) / 1_000) + arrivalDays * daySeconds

/** How long the hub keeps what it knows of a stream after its last count. */
export const streamDays = 400

/** Until when the row of a stream is kept, in epoch seconds, that is written at this time. */
export const streamExpiry = (now: Date): number => Math.floor(now.getTime() / 1_000) + streamDays * daySeconds

/** A stream of which nothing is known yet. */
export function newStream(carrierId: string, stream: string, now: Date): StreamRow {
  return {
    ...streamKey(carrierId, stream),
    type: "stream",
    revision: 0,
    carrierId,
    stream,
    highest: 0,
    missing: [],
    givenUp: 0,
    covered: [],
    differing: [],
    retailers: [],
    past: [],
    notices: [],
    expiresAt: streamExpiry(now),
  }
}
