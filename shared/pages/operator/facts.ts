/** A queue as it is now. */
export type QueueFacts = {
  readonly name: string
  readonly isForDeadLetters: boolean
  /** A party empties it, not a function of the hub. */
  readonly isOfParty: boolean
  /** Messages that wait, are worked on, or come again after a pause. */
  readonly messages: number
  /** How long the oldest message has waited; undefined: no metric of the last minutes. */
  readonly oldestSeconds: number | undefined
}

/** What has to be on, so that something is done: what a function takes from, or a rule of a bus. */
export type TriggerFacts = {
  readonly kind: "queue" | "stream" | "rule"
  /** Of the function, or of the rule. */
  readonly name: string
  /** Of a rule. */
  readonly bus?: string | undefined
  /** As AWS says it, such as `Enabled`; `absent`: it was made and is not there. */
  readonly state: string
  /** How far a function is behind a stream; undefined: no metric of the last minutes, or no stream. */
  readonly lagSeconds?: number | undefined
}

/** A function that runs by itself. `new`: it did not run yet, and its stack changed a moment ago. */
export type ScheduleFacts = { readonly functionName: string; readonly state: "ran" | "silent" | "new" }

export type AlarmFacts = {
  readonly name: string
  readonly description: string
  /**
   * As CloudWatch says it: `OK`, `ALARM` or `INSUFFICIENT_DATA`; `unchecked`: it was made and not evaluated yet;
   * `absent`: it was made and is not there.
   */
  readonly state: string
  /** Since when, as an ISO instant. */
  readonly since?: string | undefined
}

/** How a party can be reached, as far as that was ever seen. */
export type PartyFacts = {
  readonly partyId: string
  /** Within the last 30 days. */
  readonly acknowledgedDrill: boolean
  /** What the webhook of now did. `silent`: nothing yet. `refused`: what it was last sent to verify it. */
  readonly webhook: "none" | "answered" | "silent" | "refused" | "disabled"
}

/** The parties that were looked at, and whether these are all. */
export type PartiesFacts = { readonly parties: readonly PartyFacts[]; readonly areAll: boolean }

/** How long cases have been open. */
export const caseAges = ["underOneDay", "underOneWeek", "underThirtyDays", "thirtyDaysOrMore"] as const
export type CaseAge = (typeof caseAges)[number]

/** Counts over all open cases. */
export type CaseCounts = {
  readonly openCases: number
  readonly openDuties: number
  /** Due within a day. */
  readonly dueSoon: number
  readonly overdue: number
  /** Open cases by the days since they were opened. */
  readonly byAge: Readonly<Record<CaseAge, number>>
}

/** The e-mail contacts of a topic. */
export type ContactFacts = { readonly topic: string; readonly confirmed: number; readonly pending: number }

/** How long the oldest message of a queue may wait, in seconds. The alarm on a queue is raised then. */
export const waitingTooLongSeconds = 15 * 60

/** How far a function may be behind a stream, in seconds. The alarm is raised then. A stream keeps records a day. */
export const laggingTooLongSeconds = 15 * 60

/** Whether a deployment has ended, with its update or with the one before. */
export const isFinished = ({ status }: { readonly status: string }): boolean =>
  /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)

/** Whether a stack took its last update back. */
export const isRolledBack = ({ status }: { readonly status: string }): boolean => status === "UPDATE_ROLLBACK_COMPLETE"

/** So many messages of which nobody knows how long they wait are too many. */
const tooManyOfUnknownAge = 100

/**
 * Whether messages wait for too long. What a party does not fetch is not the hub's to do. CloudWatch knows no age of
 * messages that failed three times, nor of a queue that was idle.
 */
export function isLate({ messages, oldestSeconds = 0, isOfParty, isForDeadLetters }: QueueFacts): boolean {
  if (isOfParty || isForDeadLetters || messages === 0) return false
  return oldestSeconds === 0 ? messages >= tooManyOfUnknownAge : oldestSeconds >= waitingTooLongSeconds
}

/** Whether nothing goes through a trigger or a rule. */
export const isOff = ({ state }: Pick<TriggerFacts, "state">): boolean =>
  !/^(ENABLED|Enabled|Enabling|Creating|Updating)$/.test(state)

/** Whether a function is too far behind a stream. */
export const isLagging = ({ lagSeconds = 0 }: TriggerFacts): boolean => lagSeconds >= laggingTooLongSeconds

/** Whether an alarm is raised. */
export const isRaised = ({ state }: AlarmFacts): boolean => state === "ALARM"

/** Whether nobody knows if an alarm should be raised. */
export const isWithoutData = ({ state }: AlarmFacts): boolean => state === "INSUFFICIENT_DATA"

/** Whether an alarm was never evaluated. CloudWatch does it within minutes, and the local AWS does not. */
export const isUnchecked = ({ state }: AlarmFacts): boolean => state === "unchecked"

/** Whether somebody deleted an alarm. */
export const isDeleted = ({ state }: AlarmFacts): boolean => state === "absent"

/** What an alarm says: what is wrong and whom it harms, whether it wakes somebody, and its runbook in this project. */
export function alarmInWords({ name, description }: Pick<AlarmFacts, "name" | "description">): {
  readonly text: string
  readonly canWait: boolean
  readonly runbook: string | undefined
} {
  const [, text = "", severity, runbook] =
    /^(.*?)(?: Severity: (page|morning)\.)?(?: Runbook: (docs\/runbooks\/[a-z-]+\.md))?$/s.exec(description) ?? []
  return { text: text === "" ? name : text, canWait: severity === "morning", runbook }
}
