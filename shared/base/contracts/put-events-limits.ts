import type { EventEntry } from "./define-event.ts"

/**
 * Limits of one PutEvents call. EventBridge takes 1 MB since January 2026, but not in every region, and no event of
 * ours needs more than this.
 */
export const putEventsLimits = { items: 10, bytes: 256 * 1024 } as const

/**
 * Size as EventBridge counts it: 14 bytes for the time, and the UTF-8 bytes of source, type, detail and resources.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export function entryBytes({ Source, DetailType, Detail, Resources = [] }: EventEntry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 14)
}
