import { describe, expect, it } from "@jest/globals"
import type { CheckResult } from "../../../../infra/cli/deployed-stage/check-result.ts"
import {
  judgeAnswered,
  judgeCases,
  judgeConsumers,
  judgeContacts,
  judgeDeadLetters,
  judgeQueues,
  judgeRaisedAlarms,
  judgeStackStatus,
} from "../../../../infra/cli/status/judge-status.ts"

const states = (results: readonly CheckResult[]) => results.map(({ state }) => state)
const texts = (results: readonly CheckResult[]) => results.map(({ text }) => text)

describe("invited parties", () => {
  it("need a person while one waits for an approval", () => {
    expect(judgeAnswered(0, "prod")).toMatchObject([{ state: "ok" }])
    expect(judgeAnswered(1, "prod")).toMatchObject([
      {
        state: "toDo",
        text: "1 invitation waits for your approval.",
        commands: ["npx wayseal parties list --stage prod --state answered"],
      },
    ])
    expect(texts(judgeAnswered(2, "prod"))).toEqual(["2 invitations wait for your approval."])
  })
})

describe("the stacks of a stage", () => {
  it.each([
    ["CREATE_COMPLETE", ["ok"]],
    ["UPDATE_COMPLETE", ["ok"]],
    ["UPDATE_ROLLBACK_COMPLETE", ["ok", "note"]],
    ["UPDATE_IN_PROGRESS", ["toDo"]],
    ["ROLLBACK_COMPLETE", ["toDo"]],
    ["UPDATE_ROLLBACK_FAILED", ["toDo"]],
  ])("in %s are %j", (status, expected) => {
    expect(states(judgeStackStatus([{ name: "Wayseal-dev-Data", status }]))).toEqual(expected)
  })

  it("have to be there", () => {
    expect(judgeStackStatus([])).toMatchObject([{ state: "toDo", text: expect.stringContaining("no stack") }])
  })
})

const queue = (name: string, messages: number, others: object = {}) => ({
  ...{ name, messages, isForDeadLetters: false, isOfParty: false, oldestSeconds: undefined },
  ...others,
})

describe("the queues of a stage", () => {
  it("are one line when they are empty", () => {
    const dead = queue("dead", 3, { isForDeadLetters: true })
    expect(texts(judgeQueues([queue("a", 0), queue("b", 0), dead]))).toEqual(["2 queues, all empty"])
  })

  it("need a person when a message has waited as long as the alarm lets it", () => {
    const results = judgeQueues([
      queue("fast", 2, { oldestSeconds: 899 }),
      queue("slow", 1, { oldestSeconds: 900 }),
      queue("unknown", 1),
    ])
    expect(results.map(({ state, text }) => [state, text])).toEqual([
      ["ok", "3 queues, 4 messages"],
      ["note", "fast: 2 messages, the oldest for 15 min"],
      ["toDo", "slow: 1 message, the oldest for 15 min"],
      ["note", "unknown: 1 message"],
    ])
  })

  it("of a party may be read whenever the party likes", () => {
    const results = judgeQueues([queue("maple", 5, { isOfParty: true, oldestSeconds: 400_000 })])
    expect(results[1]).toMatchObject({
      state: "note",
      text: "maple: 5 messages for the party to read, the oldest for 5 days",
    })
  })

  it("of dead letters need a person from the first message on", () => {
    const dead = (name: string, messages: number) => queue(name, messages, { isForDeadLetters: true })
    expect(states(judgeDeadLetters([dead("a", 0), queue("b", 9)]))).toEqual(["ok"])
    expect(judgeDeadLetters([dead("a", 0), dead("b", 1)])).toMatchObject([
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
    const [result, ...others] = judgeConsumers([facts])
    expect(others).toEqual([])
    expect(result).toMatchObject({ state, text: expect.stringMatching(text) })
  })
})

describe("alarms, cases and contacts", () => {
  it("need a person when an alarm is raised, in its own words", () => {
    const alarm = (state: string, description = "") => ({ name: "n", description, state })
    expect(texts(judgeRaisedAlarms([alarm("OK"), alarm("INSUFFICIENT_DATA")]))).toEqual(["none of 2 is raised"])
    expect(texts(judgeRaisedAlarms([alarm("OK"), alarm("ALARM", "It fails."), alarm("ALARM")]))).toEqual([
      "It fails.",
      "n",
    ])
    expect(states(judgeRaisedAlarms([alarm("ALARM")]))).toEqual(["toDo"])
  })

  it("need a person when a duty is overdue, but not when one is due", () => {
    const counts = { openCases: 2, openDuties: 8, dueSoon: 1, overdue: 0 }
    expect(judgeCases(counts)).toMatchObject([
      { state: "ok", text: "2 open cases, 8 open duties, 1 due within a day, 0 overdue" },
    ])
    expect(states(judgeCases({ ...counts, overdue: 1 }))).toEqual(["toDo"])
  })

  it("need a person for each topic with contacts that have not confirmed", () => {
    const topic = (name: string, confirmed: number, pending: number) => ({ topic: name, confirmed, pending })
    expect(texts(judgeContacts([topic("a", 2, 0), topic("b", 1, 0)]))).toEqual(["3 confirmed, none waits"])
    const results = judgeContacts([topic("a", 2, 0), topic("b", 1, 3)])
    expect(results).toMatchObject([{ state: "toDo", text: expect.stringMatching(/^b: not confirmed by 3 contacts/) }])
  })
})
