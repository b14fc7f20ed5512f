import * as z from "zod"
import { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { hubAudience } from "../../base/contracts/envelope.ts"
import { anomalyId } from "../../base/contracts/fields.ts"
import { anomalyDays } from "../../base/contracts/retention.ts"
import { partyId } from "../../base/contracts/words.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { OutgoingEvent } from "../../parties/channels/event-publisher.ts"

/** That the hub sent a finding to a party on a day, under the id by which the party knows it. */
export const sentFindingRow = z.object({
  pk: ownString().min(1),
  sk: anomalyId,
  type: z.literal("finding"),
  party: partyId,
  expiresAt: z.int().positive(),
})
export type SentFindingRow = z.infer<typeof sentFindingRow>

/** Where the findings are that a party got on a day. */
export const findingsKey = (party: string, day: string): string => `FINDINGS#${party}#${day}`

/** The findings that each party was sent, by day. */
export type SentFindings = {
  /** Stores findings. Safe to repeat. */
  note(rows: readonly SentFindingRow[]): Promise<void>
  /** The ids of the findings that a party was sent on a day, in order. Consistent. */
  ofDay(party: string, day: string): AsyncIterable<string>
}

const finding = z.object({ anomalyId })

/**
 * Notes the findings among these events before they are sent, so that no statement lacks one that its party got. A
 * repeat on the next day notes it for that day too.
 *
 * @returns the events
 */
export function makeNoteFindings(tools: {
  findings: Pick<SentFindings, "note">
  clock: Clock
}): (events: OutgoingEvent[]) => Promise<OutgoingEvent[]> {
  return async (events) => {
    const now = tools.clock()
    const day = now.toISOString().slice(0, 10)
    const expiresAt = Math.floor(now.getTime() / 1_000) + anomalyDays * daySeconds
    const rows = events.flatMap(({ contract, data, metadata: { audience } }): SentFindingRow[] => {
      const isFinding = contract.detailType === accessAnomalyDetected.detailType && audience !== hubAudience
      const found = finding.safeParse(data)
      if (!isFinding || !found.success) return []
      const pk = findingsKey(audience, day)
      return [{ pk, sk: found.data.anomalyId, type: "finding", party: audience, expiresAt }]
    })
    const distinct = [...new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row])).values()]
    if (distinct.length > 0) await tools.findings.note(distinct)
    return events
  }
}
