import { derivedId } from "../../contracts/envelope.ts"
import { eventRejected } from "../../contracts/event-rejected.ts"
import { type Problem, tellable } from "../../contracts/problem.ts"
import type { Clock } from "../../platform/clock.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import { type EventPublisher, outgoing } from "../channels/event-publisher.ts"
import type { Party } from "../party.ts"

/** What could be read of a rejected event. */
export type KnownOfEvent = {
  id?: string | undefined
  correlationId?: string | undefined
  detailType?: string | undefined
  suggestion?: { detailType: string; version: number } | undefined
}

/** Tells a party that something it sent, by its EventBridge id, was not taken. */
export type RejectEvent = (
  party: Party,
  eventBridgeId: string,
  known: KnownOfEvent,
  problems: readonly Problem[],
) => Promise<void>

/** Rejections have deterministic ids: a redelivered message rejects again under the same id. */
export function eventRejecter(publisher: EventPublisher, telemetry: Telemetry, clock: Clock): RejectEvent {
  return async (party, eventBridgeId, known, problems) => {
    const { id, correlationId, detailType, suggestion } = known
    const metadata = {
      id: derivedId("EventRejected", party.id, eventBridgeId),
      occurredAt: clock().toISOString(),
      correlationId: correlationId ?? eventBridgeId,
      ...(id === undefined ? {} : { causationId: id }),
      audience: party.id,
    }
    const told = tellable(problems)
    const data = {
      eventBridgeId,
      ...(id === undefined ? {} : { id }),
      ...(detailType === undefined ? {} : { detailType }),
      ...(suggestion === undefined ? {} : { suggestion }),
      problems: told,
      ...(told.length === problems.length ? {} : { omitted: problems.length - told.length }),
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
