import type { Mail } from "../channels/mail.ts"

/** The mail of a drill, for a privacy officer. */
export function drillMail(drillId: string): Mail {
  return {
    subject: `[Wayseal] Drill, no breach: please acknowledge ${drillId}`,
    text: [
      "This is a test of how your organisation is alerted about a breach. There is no breach.",
      "",
      `Drill: ${drillId}`,
      "",
      "What to do now",
      "1. Acknowledge this drill as you would acknowledge an alert: publish DrillAcknowledged with this drillId, on your",
      "   bus or with POST /v1/events.",
      "2. Did your other channels bring it too: your queue, your bus, your webhook? If one did not, call the hub.",
    ].join("\n"),
  }
}
