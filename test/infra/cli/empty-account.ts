import type { StubAnswer, StubCall } from "./aws-stub.ts"

/** The answers of an account in which nothing is but the bootstrap stack, by action. */
const answers: Readonly<Record<string, StubAnswer>> = {
  GetCallerIdentity: { xml: "<Account>000000000000</Account>" },
  DescribeStacks: { xml: "<Stacks></Stacks>" },
  GetParameter: { json: { Parameter: { Value: "21" } } },
  "GET /2016-08-19/account-settings": {
    json: { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } },
  },
  GetServiceQuota: { json: { Quota: { Value: 20_000 } } },
  ListEventBuses: { json: { EventBuses: [{ Name: "default" }] } },
  ListQueues: { json: {} },
  ListTopics: { xml: "<Topics></Topics>" },
  ListKeys: { json: { Keys: [] } },
  ListAliases: { json: { Aliases: [] } },
  ListTables: { json: { TableNames: [] } },
  DescribeAlarms: { json: { MetricAlarms: [] } },
  ListDashboards: { json: { DashboardEntries: [] } },
  DescribeLogGroups: { json: { logGroups: [] } },
}

/** Answers as an empty account does, except for the actions that are given. */
export function emptyAccount(
  others: Readonly<Record<string, (call: StubCall) => StubAnswer>> = {},
): (call: StubCall) => StubAnswer {
  return (call) => others[call.action]?.(call) ?? answers[call.action] ?? { error: `NoAnswerTo${call.action}` }
}
