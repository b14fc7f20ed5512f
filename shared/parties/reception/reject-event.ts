import type { KnownOfEvent } from "../../base/contracts/check-event.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import { eventRejected } from "../../base/contracts/event-rejected.ts"
import { type Problem, reportable } from "../../base/contracts/problem.ts"
import { withFixes } from "../../base/contracts/problem-fixes.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type EventPublisher, outgoing } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"
import { eventSource } from "../party-directory.ts"

/** Publishes `EventRejected` to the party that sent the event with this EventBridge id. */
export type RejectEvent = (
  party: Party,
  eventBridgeId: string,
  known: KnownOfEvent,
  problems: readonly Problem[],
) => Promise<void>

/** The id of a rejection is derived, so a redelivered message publishes the same rejection again. */
export function eventRejecter(publisher: EventPublisher, telemetry: Telemetry, clock: Clock): RejectEvent {
  return async (party, eventBridgeId, known, problems) => {
    const { detailType, suggestion } = known
    const metadata = {
      id: derivedId("EventRejected", party.id, eventBridgeId),
      occurredAt: clock().toISOString(),
      audience: party.id,
      belongsTo: eventBridgeId,
    }
    const reported = withFixes(reportable(problems), { versions: known.versions, source: eventSource(party) })
    const data = {
      eventBridgeId,
      ...(detailType === undefined ? {} : { detailType }),
      ...(suggestion === undefined ? {} : { suggestion }),
      problems: reported,
      ...(reported.length === problems.length ? {} : { omitted: problems.length - reported.length }),
    }
    await publisher.publish([outgoing(eventRejected, data, metadata)])
    telemetry.warn("Event rejected", {
      eventBridgeId,
      detailType,
      party: party.id,
      path: problems[0]?.path,
      rule: problems[0]?.rule,
      count: problems.length,
    })
    telemetry.count("EventRejected")
  }
}
