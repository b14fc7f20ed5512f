import type { QueueFacts } from "../../../shared/pages/operator/facts.ts"
import type { StageSource } from "../../../shared/pages/operator/stage-now.ts"
import type { DeployedStage } from "../../../shared/pages/operator/stage-resources.ts"

export const aBus = {
  stackName: "Wayseal-prod-Data",
  logicalId: "IngressBus",
  type: "AWS::Events::EventBus",
  physicalId: "wayseal-prod-ingress",
  status: "CREATE_COMPLETE",
}

export const aStage = (resources: DeployedStage["stacks"][number]["resources"] = [aBus]): DeployedStage => ({
  stage: "prod",
  stacks: [{ name: "Wayseal-prod-Data", status: "UPDATE_COMPLETE", statusReason: undefined, outputs: {}, resources }],
})

export const aQueue = (of: Partial<QueueFacts> = {}): QueueFacts => ({
  name: "Wayseal-prod-Functions-RecordShipment",
  isForDeadLetters: false,
  isOfParty: false,
  messages: 0,
  oldestSeconds: undefined,
  ...of,
})

const noAges = { underOneDay: 0, underOneWeek: 0, underThirtyDays: 0, thirtyDaysOrMore: 0 }

/** A stage in which nothing needs a person. */
export const healthy: StageSource = {
  stage: async () => aStage(),
  queues: async () => [aQueue(), aQueue({ name: "dead", isForDeadLetters: true })],
  triggers: async () => [
    { kind: "stream", name: "relay-tracking", state: "Enabled", lagSeconds: 2 },
    { kind: "rule", name: "Rule", state: "ENABLED" },
  ],
  schedules: async () => [{ functionName: "watch-duties", state: "ran" }],
  givenUp: async () => 0,
  alarms: async () => [{ name: "alarm", description: "All is lost.", state: "OK" }],
  contacts: async () => [{ topic: "wayseal-prod-alerts-leafline", confirmed: 2, pending: 0 }],
  lookups: async () => ({ minutes: 15, perMinute: 1.25, mostInAMinute: 7 }),
  restrictions: async () => ({ subject: 3, network: 2, neighbourhood: 1, codeBlock: 0, saidBy: { northpost: 2 } }),
  cases: async () => ({
    ...{ openCases: 1, openDuties: 2, dueSoon: 1, overdue: 0 },
    byAge: { ...noAges, underOneWeek: 1 },
  }),
  answered: async () => 0,
  parties: async () => ({
    parties: [
      { partyId: "leafline", acknowledgedDrill: true, webhook: "none" },
      { partyId: "northpost", acknowledgedDrill: false, webhook: "answered" },
    ],
    areAll: true,
  }),
  settings: async () => [],
}

/** A stage in which everything needs a person that can. */
export const ill: StageSource = {
  ...healthy,
  stage: async () => ({
    ...aStage([]),
    stacks: aStage([]).stacks.map((stack) => ({ ...stack, status: "UPDATE_FAILED" })),
  }),
  queues: async () => [
    aQueue({ messages: 3, oldestSeconds: 1_200 }),
    aQueue({ name: "wayseal-prod-leafline", isOfParty: true, messages: 9, oldestSeconds: 90_000 }),
    aQueue({ name: "RecordShipmentDeadLetters", isForDeadLetters: true, messages: 4 }),
  ],
  triggers: async () => [
    { kind: "queue", name: "record-shipment", state: "Disabled" },
    { kind: "stream", name: "relay-tracking", state: "Enabled", lagSeconds: 7_200 },
    { kind: "rule", name: "FromHub", state: "DISABLED" },
  ],
  schedules: async () => [{ functionName: "watch-duties", state: "silent" }],
  givenUp: async () => 2,
  alarms: async () => [
    {
      ...{ name: "one", state: "ALARM", since: "2026-11-27T09:00:00.000Z" },
      description: "Documents are late. Severity: morning. Runbook: docs/runbooks/document-failed.md",
    },
    {
      ...{ name: "two", state: "ALARM" },
      description: "Parcels are stuck. Severity: page. Runbook: docs/runbooks/stream-lag.md",
    },
    { name: "three", description: "Nothing.", state: "OK" },
    { name: "four", description: "Nothing.", state: "INSUFFICIENT_DATA" },
  ],
  contacts: async () => [{ topic: "wayseal-prod-alerts-leafline", confirmed: 1, pending: 2 }],
  cases: async () => ({
    ...{ openCases: 3, openDuties: 4, dueSoon: 1, overdue: 2 },
    byAge: { ...noAges, underOneDay: 1, thirtyDaysOrMore: 2 },
  }),
  answered: async () => 2,
  parties: async () => ({
    parties: [
      { partyId: "leafline", acknowledgedDrill: true, webhook: "silent" },
      { partyId: "northpost", acknowledgedDrill: false, webhook: "none" },
    ],
    areAll: true,
  }),
}
