import { derivedId } from "../../base/contracts/envelope.ts"
import { accessorReleased, accessorRestricted } from "../../base/contracts/restriction-events.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { RowChange } from "../../base/platform/stream-pipeline.ts"
import { type HubMetadata, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { openTokens } from "../detection/accessor-token.ts"
import { type DecisionNotes, notesOfDecisions, notesOfNumbers } from "../detection/decisions/decision-note.ts"
import { type Restriction, tokensBeyond } from "../detection/restrictions/restriction.ts"
import { announcedAgainHours } from "../detection/thresholds/thresholds.ts"

/**
 * A restriction that goes on is announced again each time that its end has moved by this, so a carrier knows an end
 * that is at most this much too early. A walker restarts its restriction with every lookup, for days.
 */
const laterEndMilliseconds = announcedAgainHours * 3_600_000

/**
 * What a change of a restriction comes to for carriers: which accessor their own tools should refuse, or should no
 * longer refuse. It also notes what a carrier finds when it asks for decisions. A carrier receives only the tokens
 * that it gave itself, and no event if it gave none. A repeated change repeats the same events under the same ids.
 */
export function makeAnnounceRestriction(options: {
  parties: PartyDirectory
  sealer: Pick<Sealer, "unseal">
  decisionNotes: Pick<DecisionNotes, "write">
  clock: () => Date
}): (change: RowChange<Restriction>) => Promise<OutgoingEvent[]> {
  const { parties, sealer, decisionNotes, clock } = options
  return async ({ before, after }) => {
    if (after === undefined) return []
    const notes = [...notesOfDecisions(before, after, clock()), ...notesOfNumbers(after)]
    if (notes.length > 0) await decisionNotes.write(notes)
    const announced = announcementOf(before, after)
    if (announced === "nothing") return []
    const { scope } = after
    if (scope === "neighbourhood" || scope === "codeBlock") return []
    const events: OutgoingEvent[] = []
    for (const [carrierId, own] of Map.groupBy(after.accessorTokens, (entry) => entry.carrierId)) {
      const tokens =
        (await parties.carrierById(carrierId)) === undefined ? [] : await openTokens(sealer, carrierId, own)
      if (tokens.length === 0) continue
      events.push(
        announced === "released"
          ? released({ ...after, scope }, carrierId, tokens)
          : restricted({ ...after, scope }, carrierId, tokens),
      )
    }
    return events
  }
}

/** A restriction of an accessor. One of numbers has no tokens, and `AccessAnomalyDetected` tells of it. */
type OfAccessor = Restriction & { readonly scope: "subject" | "network" }

function announcementOf(before: Restriction | undefined, after: Restriction): "restricted" | "released" | "nothing" {
  if (after.releasedAt !== undefined) return before?.releasedAt === undefined ? "released" : "nothing"
  const isNews =
    before?.restrictionId !== after.restrictionId ||
    before.since !== after.since ||
    before.renewedUntil !== after.renewedUntil ||
    endStep(before) !== endStep(after) ||
    tokensBeyond(before.accessorTokens, after.accessorTokens).length > 0
  return isNews ? "restricted" : "nothing"
}

function endStep({ since, until }: Restriction): number {
  return Math.floor((Date.parse(until) - Date.parse(since)) / laterEndMilliseconds)
}

function restricted(row: OfAccessor, carrierId: string, accessorTokens: string[]): OutgoingEvent {
  const { restrictionId, scope, until, reason } = row
  const metadata = metadataOf("accessor-restricted", row, carrierId, row.since)
  return outgoing(accessorRestricted, { restrictionId, accessorTokens, scope, until, reason }, metadata)
}

function released(row: OfAccessor, carrierId: string, accessorTokens: string[]): OutgoingEvent {
  const { restrictionId, scope, releasedAt = row.until, releasedBy } = row
  const reason = releasedBy?.kind === "falseAlarm" ? "falseAlarm" : "staffDecision"
  const metadata = metadataOf("accessor-released", row, carrierId, releasedAt)
  return outgoing(accessorReleased, { restrictionId, accessorTokens, scope, releasedAt, reason }, metadata)
}

function metadataOf(kind: string, row: Restriction, carrierId: string, occurredAt: string): HubMetadata {
  return {
    id: derivedId(kind, row.restrictionId, carrierId, row.revision),
    occurredAt,
    audience: carrierId,
    belongsTo: row.anomalyId ?? row.restrictionId,
  }
}
