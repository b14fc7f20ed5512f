import { describe, expect, it } from "@jest/globals"
import { mailOf } from "../../../shared/breach-desk/alerts/alert-text.ts"
import type { MessageContent } from "../../../shared/breach-desk/cases/outbox-message.ts"
import { breachCaseOpened } from "../../../shared/contracts/breach-case-opened.ts"
import { dutyDue } from "../../../shared/contracts/duty-due.ts"

const { timelineHead: _, ...side } = breachCaseOpened.data.parse(breachCaseOpened.examples[0])
const dutyFacts = dutyDue.data.parse(dutyDue.examples[0])
const { caseAlias } = side
const at = "2026-11-20T10:00:00.000Z"
const leadingAlias = "WS-8Z3PN5V1RC"

const mails: [what: string, MessageContent, { level: string; subject: string; says: string[] }][] = [
  [
    "a case that was opened",
    { kind: "CaseOpened", facts: side },
    {
      level: "alert",
      subject: `Possible privacy breach: case ${caseAlias}`,
      says: [
        "Somebody who is not the recipient may have read records of your shipments in a tracking tool.",
        "1. Acknowledge this alert",
        "3. Assess the risk to the people affected and record the assessment.",
        "The first is due at 2026-11-04T14:04:12.000Z.",
      ],
    },
  ],
  [
    "a case of a party that no law binds",
    { kind: "CaseOpened", facts: { ...side, duties: [] } },
    {
      level: "alert",
      subject: `Possible privacy breach: case ${caseAlias}`,
      says: ["According to parties.json, no law of the law pack binds you."],
    },
  ],
  [
    "a case that was merged",
    { kind: "CaseMerged", facts: { ...side, updatedAt: at, leadingAlias } },
    {
      level: "alert",
      subject: `Case ${caseAlias} was merged into case ${leadingAlias}`,
      says: [`Case ${caseAlias} and case ${leadingAlias} turned out to be one breach.`, `1. Use case ${leadingAlias}`],
    },
  ],
  [
    "a case that has grown",
    { kind: "CaseGrew", facts: { ...side, updatedAt: at } },
    {
      level: "alert",
      subject: `Case ${caseAlias} has grown`,
      says: ["More of your shipments are affected: 6 in all."],
    },
  ],
  [
    "an alert that nobody acknowledged",
    { kind: "AlertNotAcknowledged", facts: { ...side, updatedAt: at } },
    {
      level: "escalation",
      subject: `Not acknowledged: case ${caseAlias}`,
      says: ["Nobody has acknowledged this alert yet.", "1. Acknowledge this alert"],
    },
  ],
  [
    "a case that was closed as dealt with",
    { kind: "CaseClosed", facts: { ...side, closedAt: at, outcome: "resolved" } },
    { level: "alert", subject: `Case ${caseAlias} was closed`, says: [`POST /v1/cases/${caseAlias}/documents`] },
  ],
  [
    "a false alarm",
    { kind: "CaseClosed", facts: { ...side, closedAt: at, outcome: "falseAlarm" } },
    { level: "alert", subject: `Case ${caseAlias} was closed`, says: ["The hub no longer refuses the visitors"] },
  ],
  [
    "an own duty that is due soon",
    { kind: "DutyDue", facts: dutyFacts },
    {
      level: "alert",
      subject: `Your duty is due soon: case ${caseAlias}`,
      says: ["Your duty to notify the regulator (ca-on-fippa)", "a target of this deployment", "DutyDischarged"],
    },
  ],
  [
    "an overdue duty of the other party, escalated",
    { kind: "DutyOverdue", facts: { ...dutyFacts, owner: "other", escalation: 2 } },
    {
      level: "escalation",
      subject: `The other party's duty is overdue: case ${caseAlias}`,
      says: ["Request it. You may take it over"],
    },
  ],
  [
    "a request that the receiver did not answer",
    { kind: "DutyUnanswered", facts: dutyFacts },
    {
      level: "escalation",
      subject: `Your duty was requested and not answered: case ${caseAlias}`,
      says: ["Accept the request or decline it"],
    },
  ],
  [
    "a request that the other party did not answer",
    { kind: "DutyUnanswered", facts: { ...dutyFacts, owner: "other" } },
    {
      level: "escalation",
      subject: `The other party's duty was requested and not answered: case ${caseAlias}`,
      says: ["publish DutyTakenOver"],
    },
  ],
]

describe("a mail", () => {
  it.each(mails)("about %s says what happened and what to do", (_what, message, expected) => {
    const letter = mailOf(message)
    expect(letter?.level).toBe(expected.level)
    expect(letter?.mail.subject).toBe(`[Wayseal] ${expected.subject}`)
    for (const sentence of expected.says) expect(letter?.mail.text).toContain(sentence)
  })
})
