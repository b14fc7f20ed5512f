import { breachCaseClosed, breachCaseOpened, breachCaseUpdated } from "../../base/contracts/breach-case-events.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "../../base/contracts/duty-clock-events.ts"
import type { Letter } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import type { MessageContent } from "../cases/outbox-message.ts"
import { letterOf } from "./letter-of-message.ts"
import { aliasIn, type CaseLinks, mailReader } from "./mail-reader.ts"

/**
 * The letter that an event of the desk comes to for people: of alerts, their updates, reminders of duties, and
 * closings.
 *
 * @returns `undefined` for an event that only programs read
 */
export function letterOfEvent(
  { detailType, data }: { readonly detailType: string; readonly data: unknown },
  party: Pick<Party, "id" | "kind" | "language" | "jurisdiction">,
  links: CaseLinks,
): Letter | undefined {
  const message = messageOf(detailType, data)
  return message === undefined ? undefined : letterOf(message, mailReader(party, links))?.letter
}

function messageOf(detailType: string, data: unknown): MessageContent | undefined {
  switch (detailType) {
    case breachCaseOpened.detailType:
      return { kind: "CaseOpened", facts: breachCaseOpened.data.parse(data) }
    case breachCaseUpdated.detailType:
      return updated(breachCaseUpdated.data.parse(data))
    case breachCaseClosed.detailType:
      return { kind: "CaseClosed", facts: breachCaseClosed.data.parse(data) }
    case dutyDue.detailType:
      return { kind: "DutyDue", facts: dutyDue.data.parse(data) }
    case dutyOverdue.detailType:
      return { kind: "DutyOverdue", facts: dutyOverdue.data.parse(data) }
    case dutyUnanswered.detailType:
      return { kind: "DutyUnanswered", facts: dutyUnanswered.data.parse(data) }
    default:
      return undefined
  }
}

function updated({ reason, ...facts }: DataOf<typeof breachCaseUpdated>): MessageContent {
  switch (reason) {
    case "growth":
    case "corrected":
      return { kind: "CaseGrew", facts }
    case "escalation":
      return { kind: "AlertNotAcknowledged", facts }
    case "merged":
      return { kind: "CaseMerged", facts: { ...facts, leadingAlias: aliasIn(facts.caseUrl) } }
  }
}
