import { declareFunction, lateAlerts, mailRefused } from "../deployment.ts"
import { findPartiesWithSettings, workOnCases } from "../grants.ts"

export const deployment = declareFunction({
  context: "desk",
  partOf: ["desk"],
  description: "Alerts each party about its part of a case, on every channel that it has",
  impact: "Parties are not alerted about a breach.",
  stream: {
    table: "BreachCases",
    filters: [
      { changes: ["INSERT"], where: { type: "timeline" } },
      { changes: ["INSERT"], where: { type: "attemptsDay" } },
    ],
  },
  // It notes in the case what became of a letter.
  includes: [findPartiesWithSettings, workOnCases],
  uses: ["publish", "mail"],
  // A case of 250 retailers mails 1,250 contacts, and a new account of SES sends 14 mails a second.
  timeoutSeconds: 180,
  alarms: {
    AlertDelay: lateAlerts,
    MailRefused: mailRefused,
  },
  reaches: { files: 119, later: 137 },
})
