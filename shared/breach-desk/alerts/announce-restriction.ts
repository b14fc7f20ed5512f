import { accessorReleased } from "../../contracts/accessor-released.ts"
import { accessorRestricted } from "../../contracts/accessor-restricted.ts"
import { derivedId } from "../../contracts/envelope.ts"
import { accessorToken } from "../../contracts/fields.ts"
import type { Restriction } from "../../detection/restrictions/restriction.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { RowChange } from "../../platform/stream-pipeline.ts"

/** Most tokens that one event carries; the latest are told. */
const tokensTold = 100

/**
 * Tells carriers whom their own tools should refuse, and whom no longer: each the tokens that it gave itself, and nothing where it gave none.
 * Safe to repeat: ids are derived from the row's revision.
 */
export function makeAnnounceRestriction(options: {
  publisher: EventPublisher
  parties: PartyDirectory
}): (change: RowChange<Restriction>) => Promise<"restricted" | "released" | "nothing"> {
  const { publisher, parties } = options

  return async ({ before, after }) => {
    if (after === undefined) return "nothing"
    const released = after.releasedAt !== undefined && before?.releasedAt === undefined
    if (after.releasedAt !== undefined && !released) return "nothing"
    if (!released && before !== undefined && !tellsMore(before, after)) return "nothing"

    const events: OutgoingEvent[] = []
    for (const [carrierId, entries] of Map.groupBy(after.accessorTokens, (entry) => entry.carrierId)) {
      const accessorTokens = entries
        .map((entry) => entry.token)
        .filter((token) => accessorToken.safeParse(token).success)
        .slice(-tokensTold)
      if (parties.carrierById(carrierId) === undefined || accessorTokens.length === 0) continue
      events.push(
        released ? releasedEvent(after, carrierId, accessorTokens) : restrictedEvent(after, carrierId, accessorTokens),
      )
    }
    if (events.length === 0) return "nothing"
    await publisher.publish(events)
    return released ? "released" : "restricted"
  }
}

/** Whether the row says something about refusing that it did not say before. */
function tellsMore(before: Restriction, after: Restriction): boolean {
  return (
    before.restrictionId !== after.restrictionId ||
    before.since !== after.since ||
    before.until !== after.until ||
    before.accessorTokens.length !== after.accessorTokens.length
  )
}

function restrictedEvent(row: Restriction, carrierId: string, accessorTokens: string[]): OutgoingEvent {
  const { restrictionId, scope, until, reason } = row
  return outgoing(
    accessorRestricted,
    { restrictionId, accessorTokens, scope, until, reason },
    metadataOf("accessor-restricted", row, carrierId, row.since),
  )
}

function releasedEvent(row: Restriction, carrierId: string, accessorTokens: string[]): OutgoingEvent {
  const { restrictionId, scope, releasedAt = row.until, releasedBy } = row
  const reason = releasedBy?.startsWith("case#") === true ? "falseAlarm" : "staffDecision"
  return outgoing(
    accessorReleased,
    { restrictionId, accessorTokens, scope, releasedAt, reason },
    metadataOf("accessor-released", row, carrierId, releasedAt),
  )
}

function metadataOf(kind: string, row: Restriction, carrierId: string, occurredAt: string) {
  return {
    id: derivedId(kind, row.restrictionId, carrierId, row.revision),
    occurredAt,
    correlationId: row.anomalyId === undefined ? row.restrictionId : derivedId("anomaly", row.anomalyId),
    audience: carrierId,
  }
}
