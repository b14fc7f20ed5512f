import { describe, expect, it } from "@jest/globals"
import { judgeConcurrency, reservedConcurrency } from "../../../../infra/cli/preflight/judge-concurrency.ts"
import { judgeQuotas, type QuotaAnswers } from "../../../../infra/cli/preflight/judge-quotas.ts"
import { judgeDemand, judgeWalls } from "../../../../infra/cli/preflight/judge-walls.ts"
import type { PlannedStage } from "../../../../infra/cli/preflight/planned-stage.ts"
import { quotas } from "../../../../infra/cli/preflight/quotas.ts"
import type { DeployedStage } from "../../../../shared/pages/operator/stage-resources.ts"

const plan = (...resources: readonly [type: string, properties?: Record<string, unknown>][]): PlannedStage => ({
  stackNames: ["Wayseal-dev-Data"],
  resources: resources.map(([type, properties = {}], index) => ({
    stackName: "Wayseal-dev-Data",
    logicalId: `R${index}`,
    type,
    properties,
  })),
  bootstrap: { parameter: "", version: 6 },
})

describe("the concurrency of functions", () => {
  it("is what all functions reserve together", () => {
    const lambda = "AWS::Lambda::Function"
    expect(
      reservedConcurrency(
        plan(
          [lambda, { ReservedConcurrentExecutions: 50 }],
          [lambda],
          [lambda, { ReservedConcurrentExecutions: 7 }],
          ["AWS::SQS::Queue", { ReservedConcurrentExecutions: 1 }],
        ),
      ),
    ).toBe(57)
  })

  it.each([
    // unreserved, to reserve, of one queue: results
    [1000, 0, 20, ["ok"]],
    [1000, 900, 20, ["ok"]],
    [1000, 901, 20, ["toDo"]],
    [10, 0, 20, ["toDo"]],
    [10, 0, 10, ["toDo"]],
    [10, 0, 9, ["ok"]],
    [10, 5, 20, ["toDo", "toDo"]],
    [119, 19, 99, ["ok"]],
  ])(
    "of %i, of which %i are to be reserved and a queue takes %i",
    (unreserved, toReserve, queueConcurrency, states) => {
      const results = judgeConcurrency({ limit: unreserved, unreserved }, toReserve, { queueConcurrency })
      expect(results.map(({ state }) => state)).toEqual(states)
    },
  )

  it("is to be raised far enough for what is reserved, by a command", () => {
    const [result] = judgeConcurrency({ limit: 2000, unreserved: 300 }, 500, { queueConcurrency: 20 })
    expect(result?.commands?.[0]).toMatch(/--quota-code L-B99A9384 --desired-value 2300$/)
  })

  it("of a new account asks for a queue that leaves most to lookups", () => {
    const [result] = judgeConcurrency({ limit: 10, unreserved: 10 }, 0, { queueConcurrency: 20 })
    expect(result?.text).toMatch(/queueConcurrency is 20.*all 10 invocations.*Set it to 2,/)
  })
})

describe("the first walls", () => {
  const rates = (lookups: number, events: number) => ({
    expectedLookupsPerSecond: undefined,
    lookups: { requestsPerSecond: lookups, burst: 1 },
    events: { requestsPerSecond: events, burst: 1 },
  })

  it.each([
    [666, 275, ["ok"]],
    [667, 275, ["toDo"]],
    [50, 276, ["toDo"]],
    [1000, 1000, ["toDo", "toDo"]],
  ])("are told to a stage that lets in %i lookups and %i events a second", (lookups, events, states) => {
    expect(judgeWalls(rates(lookups, events), 1_100).map(({ state }) => state)).toEqual(states)
  })

  it.each([
    [2_000, 2_000, []],
    [1_000, 2_000, ["some 1,000. Set expectedLookupsPerSecond to 2000 in"]],
    [undefined, 2_000, ["some 666. Set expectedLookupsPerSecond to 2000 in"]],
    [4_000, 5_000, ["Set expectedLookupsPerSecond to 4000, the most that it takes"]],
  ])("of a stage that expects %s lookups and lets in %i a second name the setting", (expected, lookups, sentences) => {
    const told = judgeWalls({ ...rates(lookups, 1), expectedLookupsPerSecond: expected }, undefined)
    expect(told.map(({ text }) => text)).toEqual(sentences.map((part) => expect.stringContaining(part)))
  })

  it("are told as far as they are known", () => {
    expect(judgeWalls(rates(667, 1000), undefined).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The stage lets in 667 lookups a second/),
    ])
    expect(judgeWalls(rates(1, 1), undefined)).toEqual([])
    expect(judgeWalls(rates(1, 1), 1_100)[0]?.text).toMatch(/; over HTTPS the stage lets in no more$/)
  })

  it("of a new account are its ten invocations, which many queues and streams share", () => {
    const mapping = "AWS::Lambda::EventSourceMapping"
    const planned = plan(
      [mapping, { ScalingConfig: { MaximumConcurrency: 20 } }],
      [mapping, { ParallelizationFactor: 4 }],
    )
    expect(judgeDemand({ unreserved: 36 }, 0, planned)).toEqual([])
    const [told] = judgeDemand({ unreserved: 10 }, 0, planned)
    expect(told?.state).toBe("note")
    expect(told?.text).toMatch(/^1 queues and 1 streams can ask for 36 invocations at once, and 10 are left\./)
  })
})

const none: DeployedStage = { stage: "dev", stacks: [] }

const answers = (changed: Readonly<Record<string, QuotaAnswers>> = {}): ReadonlyMap<string, QuotaAnswers> =>
  new Map(
    quotas.map(({ id, documented, sharedType }) => [
      id,
      changed[id] ?? { value: { value: documented }, used: sharedType === undefined ? undefined : { value: 0 } },
    ]),
  )

const tables = (count: number) => plan(...Array.from({ length: count }, (): [string] => ["AWS::DynamoDB::Table"]))

describe("the quotas", () => {
  it("have room for a stage, which is one line", () => {
    expect(judgeQuotas(tables(11), none, answers())).toEqual([
      { check: "quotas", state: "ok", text: `room for the stage in ${quotas.length} of ${quotas.length} quotas` },
    ])
  })

  it.each([
    [2489, "ok"],
    [2490, "toDo"],
  ])("of tables, of which the account has %i, are judged %s", (used, state) => {
    const results = judgeQuotas(
      tables(11),
      none,
      answers({ tables: { value: { value: 2500 }, used: { value: used } } }),
    )
    expect(results.at(-1)?.state).toBe(state)
    if (state === "toDo")
      expect(results.at(-1)).toMatchObject({
        text: expect.stringContaining("needs 11 DynamoDB tables beside the 2,490"),
        commands: [expect.stringMatching(/--service-code dynamodb --quota-code L-F98FE922 --desired-value 2501$/)],
      })
  })

  it("count what the stage has already once", () => {
    const resource = (logicalId: string) => ({
      ...{ stackName: "Wayseal-dev-Data", logicalId, type: "AWS::DynamoDB::Table" },
      ...{ physicalId: logicalId, status: "CREATE_COMPLETE" },
    })
    const stack = { name: "Wayseal-dev-Data", status: "CREATE_COMPLETE", statusReason: undefined, outputs: {} }
    const deployed = { stage: "dev", stacks: [{ ...stack, resources: ["A", "B"].map(resource) }] }
    const full = answers({ tables: { value: { value: 10 }, used: { value: 9 } } })
    expect(judgeQuotas(tables(3), deployed, full)).toHaveLength(1)
    expect(judgeQuotas(tables(4), deployed, full).at(-1)?.state).toBe("toDo")
  })

  it("count rules of the fullest bus, routes of one API, and contacts", () => {
    const rule = (bus: string): [string, Record<string, unknown>] => [
      "AWS::Events::Rule",
      { EventBusName: { Ref: bus } },
    ]
    const planned = plan(...[rule("a"), rule("a"), rule("b")])
    const needed = (id: string) => quotas.find((quota) => quota.id === id)?.needed(planned)
    expect([needed("rules"), needed("routes"), needed("stacks")]).toEqual([2, 0, 1])
  })

  it("count a bus policy with the longest ARNs", () => {
    const planned = plan([
      "AWS::Events::EventBusPolicy",
      { StatementId: "x", Statement: { Effect: "Allow", Resource: { "Fn::GetAtt": ["Bus", "Arn"] } } },
    ])
    const needed = quotas.find(({ id }) => id === "busPolicy")?.needed(planned) ?? 0
    expect(needed).toBeGreaterThan(200)
    expect(needed).toBeLessThan(300)
  })

  it("that could not be read are said once for the same reason, and alarms have a documented quota", () => {
    const failure = { kind: "denied", reason: "" } as const
    const results = judgeQuotas(
      plan(...Array.from({ length: 5001 }, (): [string] => ["AWS::CloudWatch::Alarm"])),
      none,
      answers({ rules: { value: { failure, action: "servicequotas:GetServiceQuota" }, used: undefined } }),
    )
    expect(results.map(({ state }) => state)).toEqual(["ok", "unknown", "toDo"])
    expect(results[1]?.text).toBe("could not be checked: needs servicequotas:GetServiceQuota")
    expect(results[2]?.commands).toEqual(["open a case for a quota increase in AWS Support"])
  })
})
