import { dueTogetherAtMost } from "../../base/contracts/duty-clock-events.ts"
import type { CaseChanges } from "../cases/case-changes.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"

type ReminderKind = "DutyDue" | "DutyOverdue" | "DutyUnanswered"
type Reminder = Extract<PlannedMessage, { kind: ReminderKind }>

/**
 * Makes one reminder of the duties of one change that a party is to be reminded of in the same words and that are due
 * at the same time. Each keeps its event and its timeline entry, and says which duties it is due together with.
 */
export function joinReminders(changes: CaseChanges): CaseChanges {
  const reminders = changes.entries.flatMap(({ messages = [] }) => messages.filter(isReminder))
  const together = new Map<PlannedMessage, Reminder["facts"]["dueTogether"]>()
  for (const alike of Map.groupBy(reminders, likeness).values()) {
    for (let from = 0; from < alike.length; from += dueTogetherAtMost) {
      const some = alike.slice(from, from + dueTogetherAtMost)
      if (some.length < 2) continue
      const duties = some.flatMap(dutyOf)
      for (const reminder of some) together.set(reminder, duties)
    }
  }
  if (together.size === 0) return changes
  const joined = (message: PlannedMessage): PlannedMessage => {
    const dueTogether = together.get(message)
    return dueTogether === undefined || !isReminder(message)
      ? message
      : { ...message, facts: { ...message.facts, dueTogether } }
  }
  return {
    ...changes,
    entries: changes.entries.map((entry) =>
      entry.messages === undefined ? entry : { ...entry, messages: entry.messages.map(joined) },
    ),
  }
}

function isReminder(message: PlannedMessage): message is Reminder {
  return message.kind === "DutyDue" || message.kind === "DutyOverdue" || message.kind === "DutyUnanswered"
}

const likeness = ({ audience, kind, facts }: Reminder): string =>
  [audience, kind, facts.owner, facts.dueAt ?? "", facts.escalation].join(" ")

function dutyOf({ facts: { duty, basis, dueIs, targetAt } }: Reminder) {
  const { dutyId, law, kind } = duty
  return dutyId === undefined
    ? []
    : [{ dutyId, law, kind, basis, dueIs, ...(targetAt === undefined ? {} : { targetAt }) }]
}
