import { dueTogetherAtMost } from "../../base/contracts/duty-clock-events.ts"
import type { CaseChanges } from "../cases/case-changes.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"

type ReminderKind = "DutyDue" | "DutyOverdue" | "DutyUnanswered"
type Reminder = Extract<PlannedMessage, { kind: ReminderKind }>

/**
 * Makes one reminder of the duties of one change that a party is to be reminded of in the same words, what is due first
 * in front. Each keeps its event and its timeline entry, and says which duties it is reminded of together with.
 */
export function joinReminders(changes: CaseChanges): CaseChanges {
  const reminders = changes.entries.flatMap(({ messages = [] }) => messages.filter(isReminder))
  const together = new Map<PlannedMessage, Reminder["facts"]["dueTogether"]>()
  for (const alike of Map.groupBy(reminders, likeness).values()) {
    const inOrder = alike.sort((one, other) => dueTime(one) - dueTime(other))
    for (let from = 0; from < inOrder.length; from += dueTogetherAtMost) {
      const some = inOrder.slice(from, from + dueTogetherAtMost)
      if (some.length < 2) continue
      for (const reminder of some) together.set(reminder, some.flatMap(dutyFor(reminder)))
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
  [audience, kind, facts.owner, facts.dueAt === undefined, facts.escalation].join(" ")

const dueTime = ({ facts: { dueAt } }: Reminder): number => (dueAt === undefined ? 0 : Date.parse(dueAt))

/** How the reminder of one duty names another. */
const dutyFor =
  (reminder: Reminder) =>
  ({ facts: { duty, basis, dueAt, dueIs, targetAt } }: Reminder) => {
    const { dutyId, law, kind } = duty
    if (dutyId === undefined) return []
    const ownTime = dueAt === reminder.facts.dueAt ? {} : { dueAt }
    return [{ dutyId, law, kind, basis, dueIs, ...ownTime, ...(targetAt === undefined ? {} : { targetAt }) }]
  }
