import * as z from "zod"

/** The kinds of alarm. Each has a page of this name in docs/runbooks. */
const runbook = z.enum([
  "alert-delay",
  "api-server-errors",
  "bus-dead-letters",
  "claim-contested",
  "connector-dead-letters",
  "contact-unconfirmed",
  "document-failed",
  "function-errors",
  "mail-refused",
  "mail-undelivered",
  "party-dead-letters",
  "queue-dead-letters",
  "queue-waiting",
  "reporting-interrupted",
  "schedule-dead-letters",
  "spoofed-event",
  "statement-missing",
  "statement-not-made",
  "stream-gave-up",
  "stream-lag",
  "vendor-payload-unreadable",
  "webhook-dead-letters",
  "webhook-disabled",
  "webhook-failing",
])

export type Runbook = z.infer<typeof runbook>

/** Where a runbook is in this project. */
export function runbookPath(name: Runbook): string {
  return `docs/runbooks/${name}.md`
}

/**
 * The runbook of an alarm on a metric of our own: `SpoofedEvent` has `spoofed-event`.
 *
 * @throws ZodError when there is none. Then write one and enter it in the list
 */
export function runbookOfMetric(metricName: string): Runbook {
  return runbook.parse(metricName.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase())
}
