/** A queue as it is now. */
export type QueueFacts = {
  readonly name: string
  readonly isForDeadLetters: boolean
  /** A party empties it, not a function of the hub. */
  readonly isOfParty: boolean
  /** Messages that wait or are worked on. */
  readonly messages: number
  /** How long the oldest message has waited; undefined: no metric of the last minutes. */
  readonly oldestSeconds: number | undefined
}

/** A function that takes from a queue or a stream. */
export type ConsumerFacts = {
  readonly functionName: string
  readonly isOfStream: boolean
  /** As Lambda says it: `Enabled`, or why it takes nothing. */
  readonly state: string
  /** How far it is behind a stream; undefined: no metric of the last minutes. */
  readonly lagSeconds: number | undefined
}

export type AlarmFacts = { readonly name: string; readonly description: string; readonly state: string }

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

/** How far a function may be behind a stream, in seconds. A stream keeps records for 24 hours. */
export const laggingTooLongSeconds = 3_600

/** Whether a deployment has ended, with its update or with the one before. */
export const isFinished = ({ status }: { readonly status: string }): boolean =>
  /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)

/** Whether a stack took its last update back. */
export const isRolledBack = ({ status }: { readonly status: string }): boolean => status === "UPDATE_ROLLBACK_COMPLETE"

/** Whether messages wait for too long. What a party does not fetch is not the hub's to do. */
export const isLate = ({ messages, oldestSeconds = 0, isOfParty, isForDeadLetters }: QueueFacts): boolean =>
  messages > 0 && !isOfParty && !isForDeadLetters && oldestSeconds >= waitingTooLongSeconds

/** Whether a function takes nothing from its source. */
export const isIdle = ({ state }: ConsumerFacts): boolean => !/^(Enabled|Enabling|Creating|Updating)$/.test(state)

/** Whether a function is too far behind a stream. */
export const isLagging = ({ isOfStream, lagSeconds = 0 }: ConsumerFacts): boolean =>
  isOfStream && lagSeconds >= laggingTooLongSeconds

/** Whether an alarm is raised. */
export const isRaised = ({ state }: AlarmFacts): boolean => state === "ALARM"

/** What an alarm says, apart from the path of its runbook in this project. */
export function alarmInWords({ name, description }: AlarmFacts): { readonly text: string; readonly runbook?: string } {
  const [, text = "", runbook] = /^(.*?)(?: Runbook: (docs\/runbooks\/[a-z-]+\.md))?$/s.exec(description) ?? []
  return { text: text === "" ? name : text, ...(runbook === undefined ? {} : { runbook }) }
}
