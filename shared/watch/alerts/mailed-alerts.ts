import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { daySeconds } from "../../base/platform/instants.ts"

/** Which receivers of a party got the mail of one event. It rests beside what was announced, in a row of its own. */
export const mailedAlertRow = z.object({
  walkerKey: ownString().min(8).meta({ description: "`MAILED#` and the id of the event" }),
  mailed: z.array(ownString()).meta({ description: "Receivers, each by a keyed hash of its address" }),
  expiresAt: z.int().positive(),
})

/** A change comes again for a day at most. */
const keptSeconds = 7 * daySeconds

/** Where it is noted who got the mail of an event. */
export const mailedAlertKey = (eventId: string): string => `MAILED#${eventId}`

/** When a note of this time expires, in epoch seconds. */
export const mailedAlertExpiry = (now: Date): number => Math.floor(now.getTime() / 1_000) + keptSeconds

/** Who got mails of alerts where no case notes it. */
export type MailedAlerts = {
  /** The receivers that got the mail of an event. Consistent. */
  of(eventId: string): Promise<readonly string[]>
  /** Notes all that got it so far. One function at a time mails an event, so this replaces what was noted before. */
  note(eventId: string, mailed: readonly string[]): Promise<void>
}
