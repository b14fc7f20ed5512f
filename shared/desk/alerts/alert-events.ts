import { forwardedBreachAlertAcknowledged } from "../../base/contracts/breach-alert-acknowledged.ts"
import { breachCaseClosed, breachCaseOpened, breachCaseUpdated } from "../../base/contracts/breach-case-events.ts"
import type { EventContract } from "../../base/contracts/define-event.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "../../base/contracts/duty-clock-events.ts"
import { dutyEvents } from "../../base/contracts/duty-events.ts"
import { forwardedIndividualsNotified } from "../../base/contracts/individuals-notified.ts"
import { forwardedMeasureRecorded } from "../../base/contracts/measure-recorded.ts"
import { type HubMetadata, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { SignedHead, TimelineRow } from "../cases/case-rows.ts"
import {
  type CaseMessage,
  type CaseSide,
  isCaseMessage,
  type LetterMessage,
  type OutboxMessage,
} from "../cases/outbox-message.ts"

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
export function alertEvents(row: Pick<TimelineRow, "entry" | "outbox" | "copies" | "belongsTo">): OutgoingEvent[] {
  return row.outbox.flatMap((message) => {
    const { eventId: id, audience } = message
    if (message.kind === "LetterAsked") return []
    const metadata = { id, occurredAt: row.entry.at, audience, belongsTo: row.belongsTo }
    if (!isCaseMessage(message)) return dutyOrForwardedEvent(message, metadata)
    const copy = row.copies.find(({ partyId }) => partyId === audience)
    if (copy === undefined) throw new TimelineCopyMissing()
    return caseEvent(message, copy.head, metadata)
  })
}

function caseEvent(message: CaseMessage, timelineHead: SignedHead, metadata: HubMetadata): OutgoingEvent {
  switch (message.kind) {
    case "CaseOpened":
      return outgoing(breachCaseOpened, { ...eventFacts(message.facts), timelineHead }, metadata)
    case "CaseGrew":
      return outgoing(
        breachCaseUpdated,
        { ...eventFacts(message.facts), timelineHead, reason: reasonOf(message) },
        metadata,
      )
    case "CaseMerged": {
      const { leadingAlias: _, endedDuties: __, ...facts } = message.facts
      return outgoing(breachCaseUpdated, { ...eventFacts(facts), timelineHead, reason: "merged" }, metadata)
    }
    case "AlertNotAcknowledged":
      return outgoing(breachCaseUpdated, { ...eventFacts(message.facts), timelineHead, reason: "escalation" }, metadata)
    case "CaseClosed":
      return outgoing(breachCaseClosed, { ...eventFacts(message.facts), timelineHead }, metadata)
  }
}

const reasonOf = ({ facts }: Extract<CaseMessage, { kind: "CaseGrew" }>) =>
  facts.breachAtHubBefore === undefined ? "growth" : "corrected"

/** Without what only the mail says. */
function eventFacts<Facts extends CaseSide>({
  lawCoverage: _,
  fieldsPossiblyExposed: __,
  unknownBecause: ___,
  breachAtHub: ____,
  breachAtHubBefore: _____,
  closedAtHub: ______,
  alike: _______,
  ...facts
}: Facts) {
  return facts
}

type DutyOrForwardedMessage = Exclude<OutboxMessage, CaseMessage | LetterMessage>

function dutyOrForwardedEvent({ kind, facts }: DutyOrForwardedMessage, metadata: HubMetadata): OutgoingEvent {
  return outgoing(isDutyEvent(kind) ? dutyEvents[kind].forwarded : contracts[kind], facts, metadata)
}

type DutyEventKind = keyof typeof dutyEvents

const isDutyEvent = (kind: string): kind is DutyEventKind => kind in dutyEvents

const contracts: Readonly<Record<Exclude<DutyOrForwardedMessage["kind"], DutyEventKind>, EventContract>> = {
  DutyDue: dutyDue,
  DutyOverdue: dutyOverdue,
  DutyUnanswered: dutyUnanswered,
  BreachAlertAcknowledged: forwardedBreachAlertAcknowledged,
  MeasureRecorded: forwardedMeasureRecorded,
  IndividualsNotified: forwardedIndividualsNotified,
}
