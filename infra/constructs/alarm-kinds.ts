/** What an alarm does to people: it wakes somebody, or it waits for the morning. */
export type Severity = "page" | "morning"

/** A kind of alarm. */
export type AlarmKind = {
  /** What it is about, as the table of alarms says it. */
  readonly about: string
  /** At most. Alarms of a function that can wait, wait. */
  readonly severity: Severity
  /** From the fault until it is raised, at most. `test/infra/alarms` finds out whether that is so. */
  readonly minutes: number
}

/**
 * The kinds of alarm. Each has a page of its name in docs/runbooks. SQS can take 15 minutes to report a queue that was
 * empty for hours, so the first dead letter takes that long.
 */
export const alarmKinds = {
  "alert-delay": { about: "an alert that is late", severity: "page", minutes: 5 },
  "api-server-errors": { about: "server errors of the API", severity: "page", minutes: 10 },
  "bus-dead-letters": {
    about: "dead letters of the ingress bus or the exchange bus",
    severity: "page",
    minutes: 20,
  },
  "claim-contested": { about: "a parcel that two retailers claim", severity: "morning", minutes: 5 },
  "connector-dead-letters": {
    about: "dead letters in a party's own account",
    severity: "morning",
    minutes: 20,
  },
  "contact-unconfirmed": { about: "a contact who has not confirmed", severity: "morning", minutes: 5 },
  "document-failed": { about: "a document that could not be drawn", severity: "morning", minutes: 5 },
  "function-errors": { about: "a function that keeps failing", severity: "page", minutes: 25 },
  "mail-refused": { about: "a mail that SES refused to send", severity: "page", minutes: 5 },
  "mail-undelivered": { about: "a mail that bounced or was marked as spam", severity: "page", minutes: 5 },
  "party-dead-letters": { about: "dead letters of a party's queue or bus", severity: "morning", minutes: 20 },
  "queue-dead-letters": { about: "dead letters of a function's queue", severity: "page", minutes: 20 },
  "queue-waiting": { about: "events that wait for 15 minutes", severity: "page", minutes: 20 },
  "register-not-copied": { about: "a copy of the register that failed", severity: "morning", minutes: 10 },
  "reporting-interrupted": {
    about: "a carrier's tool that does not report its lookups",
    severity: "morning",
    minutes: 5,
  },
  "schedule-dead-letters": { about: "dead letters of a schedule", severity: "page", minutes: 20 },
  "schedule-silent": { about: "a schedule that does not run", severity: "page", minutes: 60 },
  "spoofed-event": { about: "an event under a name that is not the sender's", severity: "page", minutes: 5 },
  "statement-missing": {
    about: "no statement came to a party's own account",
    severity: "page",
    minutes: 39 * 60,
  },
  "statement-not-made": { about: "a statement that was not made", severity: "morning", minutes: 5 },
  "stream-gave-up": { about: "a change that a function gave up on", severity: "page", minutes: 10 },
  "stream-lag": { about: "a function that is 15 minutes behind a stream", severity: "page", minutes: 20 },
  throttled: { about: "functions or tables that AWS throttles", severity: "page", minutes: 10 },
  "triggers-off": {
    about: "a trigger or a rule that is off, or nobody who looks",
    severity: "page",
    minutes: 25,
  },
  "vendor-payload-unreadable": {
    about: "a vendor's payload that cannot be read",
    severity: "morning",
    minutes: 5,
  },
  "webhook-dead-letters": { about: "dead letters of a webhook", severity: "morning", minutes: 20 },
  "webhook-disabled": { about: "a webhook that was disabled", severity: "morning", minutes: 5 },
  "webhook-failing": { about: "a webhook that fails", severity: "morning", minutes: 5 },
} as const satisfies Readonly<Record<string, AlarmKind>>

export type Runbook = keyof typeof alarmKinds

/** Where a runbook is in this project. */
export function runbookPath(name: Runbook): string {
  return `docs/runbooks/${name}.md`
}

const isRunbook = (name: string): name is Runbook => Object.hasOwn(alarmKinds, name)

/**
 * The runbook of an alarm on a metric of our own: `SpoofedEvent` has `spoofed-event`.
 *
 * @throws Error when there is none. Then write one and enter it in the list
 */
export function runbookOfMetric(metricName: string): Runbook {
  const name = metricName.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()
  if (!isRunbook(name)) throw new Error(`${metricName} has no runbook ${name}`)
  return name
}
