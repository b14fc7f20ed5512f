import { forwardedBreachAlertAcknowledged } from "../../contracts/breach-alert-acknowledged.ts"
import { breachCaseClosed } from "../../contracts/breach-case-closed.ts"
import { breachCaseOpened } from "../../contracts/breach-case-opened.ts"
import { breachCaseUpdated } from "../../contracts/breach-case-updated.ts"
import { forwardedDutyAccepted } from "../../contracts/duty-accepted.ts"
import { forwardedDutyAssessed } from "../../contracts/duty-assessed.ts"
import { forwardedDutyDeclined } from "../../contracts/duty-declined.ts"
import { forwardedDutyDischarged } from "../../contracts/duty-discharged.ts"
import { dutyDue } from "../../contracts/duty-due.ts"
import { forwardedDutyHandedBack } from "../../contracts/duty-handed-back.ts"
import { forwardedDutyOfferAnswered } from "../../contracts/duty-offer-answered.ts"
import { forwardedDutyOffered } from "../../contracts/duty-offered.ts"
import { dutyOverdue } from "../../contracts/duty-overdue.ts"
import { forwardedDutyRequested } from "../../contracts/duty-requested.ts"
import { forwardedDutyTakenOver } from "../../contracts/duty-taken-over.ts"
import { dutyUnanswered } from "../../contracts/duty-unanswered.ts"
import type { OutgoingMetadata } from "../../contracts/envelope.ts"
import { forwardedIndividualsNotified } from "../../contracts/individuals-notified.ts"
import { forwardedMeasureRecorded } from "../../contracts/measure-recorded.ts"
import { type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { SignedHead, TimelineRow } from "../cases/case-rows.ts"
import { type CaseMessage, isCaseMessage, type OutboxMessage } from "../cases/outbox-message.ts"

/** A case message is addressed to a party without a timeline in the case: a fault of this program. */
export class TimelineCopyMissing extends Error {
  override name = "TimelineCopyMissing"
  constructor() {
    super("The audience of a case message has no copy of its timeline entry")
  }
}

/**
 * The events that one timeline entry sends, each to one party. Their ids were decided with the entry, so a repeat sends
 * the same events.
 *
 * @throws TimelineCopyMissing
 */
export function alertEvents(row: Pick<TimelineRow, "entry" | "outbox" | "copies" | "correlationId">): OutgoingEvent[] {
  return row.outbox.map((message) => {
    const { eventId: id, audience } = message
    const metadata = { id, occurredAt: row.entry.at, correlationId: row.correlationId, audience }
    if (!isCaseMessage(message)) return dutyOrForwardedEvent(message, metadata)
    const copy = row.copies.find(({ partyId }) => partyId === audience)
    if (copy === undefined) throw new TimelineCopyMissing()
    return caseEvent(message, copy.head, metadata)
  })
}

function caseEvent(message: CaseMessage, timelineHead: SignedHead, metadata: OutgoingMetadata): OutgoingEvent {
  switch (message.kind) {
    case "CaseOpened":
      return outgoing(breachCaseOpened, { ...message.facts, timelineHead }, metadata)
    case "CaseGrew":
      return outgoing(breachCaseUpdated, { ...message.facts, timelineHead, reason: "growth" }, metadata)
    case "CaseMerged": {
      const { leadingAlias: _, ...facts } = message.facts
      return outgoing(breachCaseUpdated, { ...facts, timelineHead, reason: "merged" }, metadata)
    }
    case "AlertNotAcknowledged":
      return outgoing(breachCaseUpdated, { ...message.facts, timelineHead, reason: "escalation" }, metadata)
    case "CaseClosed":
      return outgoing(breachCaseClosed, { ...message.facts, timelineHead }, metadata)
  }
}

function dutyOrForwardedEvent(message: Exclude<OutboxMessage, CaseMessage>, metadata: OutgoingMetadata): OutgoingEvent {
  switch (message.kind) {
    case "DutyDue":
      return outgoing(dutyDue, message.facts, metadata)
    case "DutyOverdue":
      return outgoing(dutyOverdue, message.facts, metadata)
    case "DutyUnanswered":
      return outgoing(dutyUnanswered, message.facts, metadata)
    case "BreachAlertAcknowledged":
      return outgoing(forwardedBreachAlertAcknowledged, message.facts, metadata)
    case "DutyRequested":
      return outgoing(forwardedDutyRequested, message.facts, metadata)
    case "DutyAccepted":
      return outgoing(forwardedDutyAccepted, message.facts, metadata)
    case "DutyDeclined":
      return outgoing(forwardedDutyDeclined, message.facts, metadata)
    case "DutyTakenOver":
      return outgoing(forwardedDutyTakenOver, message.facts, metadata)
    case "DutyDischarged":
      return outgoing(forwardedDutyDischarged, message.facts, metadata)
    case "DutyAssessed":
      return outgoing(forwardedDutyAssessed, message.facts, metadata)
    case "DutyOffered":
      return outgoing(forwardedDutyOffered, message.facts, metadata)
    case "DutyOfferAnswered":
      return outgoing(forwardedDutyOfferAnswered, message.facts, metadata)
    case "DutyHandedBack":
      return outgoing(forwardedDutyHandedBack, message.facts, metadata)
    case "MeasureRecorded":
      return outgoing(forwardedMeasureRecorded, message.facts, metadata)
    case "IndividualsNotified":
      return outgoing(forwardedIndividualsNotified, message.facts, metadata)
  }
}
