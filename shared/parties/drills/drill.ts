import * as z from "zod"
import { drillId } from "../../base/contracts/alert-drills.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { partyId } from "../../base/contracts/words.ts"

/** What a drill did at one party. It names no contact. */
export const drillRow = z.object({
  drillId,
  partyId,
  requestedAt: instant,
  /** Absent until the alert is on all channels. */
  sent: z
    .object({
      at: instant,
      channels: z.array(z.enum(["queue", "bus", "webhook", "mail"])),
      mailsRefused: z.int().min(0),
    })
    .optional(),
  acknowledgedAt: instant.optional(),
  expiresAt: z.int().positive(),
})
export type DrillRow = z.infer<typeof drillRow>
export type DrillSent = NonNullable<DrillRow["sent"]>

/** Drills, a row for each party. Reads are consistent. */
export type Drills = {
  get(drillId: string, partyId: string): Promise<DrillRow | undefined>
  /** Stores a new row. One that is there stays as it is. */
  begin(row: DrillRow): Promise<void>
  /** Notes that the alert was sent. The first time counts. */
  noteSent(drillId: string, partyId: string, sent: DrillSent): Promise<void>
  /** Notes that the party acknowledged. The first time counts. @returns `unknown`: it has no such drill */
  acknowledge(drillId: string, partyId: string, at: string): Promise<"acknowledged" | "repeated" | "unknown">
}
