import { describe, expect, it } from "@jest/globals"
import type { Finding } from "../../../../infra/cli/deployed-stage/finding.ts"
import {
  caseFindings,
  consumerFindings,
  contactFindings,
  deadLetterFindings,
  queueFindings,
  raisedAlarmFindings,
  stackStatusFindings,
} from "../../../../infra/cli/status/status-findings.ts"

const states = (findings: readonly Finding[]) => findings.map(({ state }) => state)
const texts = (findings: readonly Finding[]) => findings.map(({ text }) => text)

describe("the stacks of a stage", () => {
  it.each([
    ["CREATE_COMPLETE", ["ok"]],
    ["UPDATE_COMPLETE", ["ok"]],
    ["UPDATE_ROLLBACK_COMPLETE", ["ok", "note"]],
    ["UPDATE_IN_PROGRESS", ["toDo"]],
    ["ROLLBACK_COMPLETE", ["toDo"]],
    ["UPDATE_ROLLBACK_FAILED", ["toDo"]],
  ])("in %s are %j", (status, expected) => {
    expect(states(stackStatusFindings([{ name: "Wayseal-dev-Data", status }]))).toEqual(expected)
  })

  it("have to be there", () => {
    expect(stackStatusFindings([])).toMatchObject([{ state: "toDo", text: expect.stringContaining("no stack") }])
  })
})

const queue = (name: string, messages: number, others: object = {}) => ({
  ...{ name, messages, isForDeadLetters: false, isOfParty: false, oldestSeconds: undefined },
  ...others,
})

describe("the queues of a stage", () => {
  it("are one line when they are empty", () => {
    const dead = queue("dead", 3, { isForDeadLetters: true })
    expect(texts(queueFindings([queue("a", 0), queue("b", 0), dead]))).toEqual(["2 queues, all empty"])
  })

  it("need a person when a message has waited as long as the alarm lets it", () => {
    const findings = queueFindings([
      queue("fast", 2, { oldestSeconds: 899 }),
      queue("slow", 1, { oldestSeconds: 900 }),
      queue("unknown", 1),
    ])
    expect(findings.map(({ state, text }) => [state, text])).toEqual([
      ["ok", "3 queues, 4 messages"],
      ["note", "fast: 2 messages, the oldest for 15 min"],
      ["toDo", "slow: 1 message, the oldest for 15 min"],
      ["note", "unknown: 1 message"],
    ])
  })

  it("of a party may be read whenever the party likes", () => {
    const findings = queueFindings([queue("maple", 5, { isOfParty: true, oldestSeconds: 400_000 })])
    expect(findings[1]).toMatchObject({
      state: "note",
      text: "maple: 5 messages for the party to read, the oldest for 5 days",
    })
  })

  it("of dead letters need a person from the first message on", () => {
    const dead = (name: string, messages: number) => queue(name, messages, { isForDeadLetters: true })
    expect(states(deadLetterFindings([dead("a", 0), queue("b", 9)]))).toEqual(["ok"])
    expect(deadLetterFindings([dead("a", 0), dead("b", 1)])).toMatchObject([
      { state: "toDo", text: expect.stringMatching(/^b: 1\. /) },
    ])
  })
})

const consumer = (functionName: string, others: object = {}) => ({
  ...{ functionName, isOfStream: true, state: "Enabled", lagSeconds: undefined },
  ...others,
})

describe("the consumers of streams and queues", () => {
  it.each([
    [consumer("f"), "ok", /1 consumer of streams, nothing handled/],
    [consumer("f", { lagSeconds: 3 }), "ok", /at most 3 s behind/],
    [consumer("f", { lagSeconds: 3_599 }), "ok", /at most 60 min behind/],
    [consumer("f", { lagSeconds: 3_600 }), "toDo", /f is 60 min behind/],
    [consumer("f", { state: "Disabled" }), "toDo", /f takes nothing: its source is Disabled/],
    [consumer("f", { isOfStream: false, state: "Disabling" }), "toDo", /takes nothing/],
    [consumer("f", { state: "Updating" }), "ok", /1 consumer/],
    [consumer("f", { isOfStream: false, lagSeconds: 9_999 }), "ok", /0 consumers/],
  ])("%j are judged %s", (facts, state, text) => {
    const [finding, ...others] = consumerFindings([facts])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ state, text: expect.stringMatching(text) })
  })
})

describe("alarms, cases and contacts", () => {
  it("need a person when an alarm is raised, in its own words", () => {
    const alarm = (state: string, description = "") => ({ name: "n", description, state })
    expect(texts(raisedAlarmFindings([alarm("OK"), alarm("INSUFFICIENT_DATA")]))).toEqual(["none of 2 is raised"])
    expect(texts(raisedAlarmFindings([alarm("OK"), alarm("ALARM", "It fails."), alarm("ALARM")]))).toEqual([
      "It fails.",
      "n",
    ])
    expect(states(raisedAlarmFindings([alarm("ALARM")]))).toEqual(["toDo"])
  })

  it("need a person when a duty is overdue, but not when one is due", () => {
    const counts = { openCases: 2, openDuties: 8, dueSoon: 1, overdue: 0 }
    expect(caseFindings(counts)).toMatchObject([
      { state: "ok", text: "2 open cases, 8 open duties, 1 due within a day, 0 overdue" },
    ])
    expect(states(caseFindings({ ...counts, overdue: 1 }))).toEqual(["toDo"])
  })

  it("need a person for each topic with contacts that have not confirmed", () => {
    const topic = (name: string, confirmed: number, pending: number) => ({ topic: name, confirmed, pending })
    expect(texts(contactFindings([topic("a", 2, 0), topic("b", 1, 0)]))).toEqual(["3 confirmed, none waits"])
    const findings = contactFindings([topic("a", 2, 0), topic("b", 1, 3)])
    expect(findings).toMatchObject([{ state: "toDo", text: expect.stringMatching(/^b: not confirmed by 3 contacts/) }])
  })
})
