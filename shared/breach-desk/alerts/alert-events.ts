import { forwardedBreachAlertAcknowledged } from "../../contracts/breach-alert-acknowledged.ts"
import { breachCaseClosed } from "../../contracts/breach-case-closed.ts"
import { breachCaseOpened } from "../../contracts/breach-case-opened.ts"
import { breachCaseUpdated } from "../../contracts/breach-case-updated.ts"
import type { EventContract } from "../../contracts/define-event.ts"
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
import { forwardedIndividualsNotified } from "../../contracts/individuals-notified.ts"
import { forwardedMeasureRecorded } from "../../contracts/measure-recorded.ts"
import type { OutgoingEvent } from "../../parties/channels/event-publisher.ts"
import type { TimelineRow } from "../cases/case-rows.ts"

/** The event that each kind of message about a case is. */
const contracts: Readonly<Record<string, EventContract>> = {
  BreachCaseOpened: breachCaseOpened,
  BreachCaseUpdated: breachCaseUpdated,
  BreachCaseClosed: breachCaseClosed,
  BreachAlertAcknowledged: forwardedBreachAlertAcknowledged,
  DutyRequested: forwardedDutyRequested,
  DutyAccepted: forwardedDutyAccepted,
  DutyDeclined: forwardedDutyDeclined,
  DutyTakenOver: forwardedDutyTakenOver,
  DutyDischarged: forwardedDutyDischarged,
  DutyAssessed: forwardedDutyAssessed,
  DutyOffered: forwardedDutyOffered,
  DutyOfferAnswered: forwardedDutyOfferAnswered,
  DutyHandedBack: forwardedDutyHandedBack,
  MeasureRecorded: forwardedMeasureRecorded,
  IndividualsNotified: forwardedIndividualsNotified,
  DutyDue: dutyDue,
  DutyOverdue: dutyOverdue,
  DutyUnanswered: dutyUnanswered,
}

/** Kinds of messages that tell a party of its whole side of the case, with the head of its timeline. */
const caseEvents = new Set(["BreachCaseOpened", "BreachCaseUpdated", "BreachCaseClosed"])

/** A change of a case decided on a message of a kind that no event is made for: a fault of this program. */
export class MessageKindUnknown extends Error {
  override name = "MessageKindUnknown"
  constructor() {
    super("There is no event for a message of this kind")
  }
}

/**
 * The events that a timeline entry sends, each to one party. Ids were decided with the entry, so a repeat sends the same.
 *
 * @throws MessageKindUnknown
 */
export function alertEvents(row: Pick<TimelineRow, "entry" | "outbox" | "copies" | "correlationId">): OutgoingEvent[] {
  return row.outbox.map(({ eventId, audience, kind, facts }) => {
    const contract = contracts[kind]
    if (contract === undefined) throw new MessageKindUnknown()
    const copy = row.copies.find(({ partyId }) => partyId === audience)
    return {
      contract,
      data: caseEvents.has(kind) ? { ...facts, ...(copy === undefined ? {} : { timelineHead: copy.head }) } : facts,
      metadata: { id: eventId, occurredAt: row.entry.at, correlationId: row.correlationId, audience },
    }
  })
}
