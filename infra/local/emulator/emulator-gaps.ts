/**
 * Everything in which the pinned emulator differs from AWS in a way that this project has to know about.
 * The local deploy changes the synthesised template by this list and by nothing else.
 */

/** A resource type that the emulator's CloudFormation refuses; one of them fails the whole template. */
export interface MissingType {
  readonly type: string
  readonly reason: string
  /** `put back`: created through its own API after the deploy. `absent`: not there locally. */
  readonly locally: "put back" | "absent"
}

export const missingTypes: readonly MissingType[] = [
  { type: "AWS::Events::Archive", locally: "put back", reason: "unknown to CloudFormation; CreateArchive works" },
  {
    type: "AWS::Events::EventBusPolicy",
    locally: "absent",
    reason:
      "unknown to CloudFormation; PutPermission drops whole policies, effects and conditions, and nothing evaluates what it stores: the template is tested instead",
  },
  {
    type: "AWS::EventSchemas::Registry",
    locally: "absent",
    reason: "no such service; the schemas are generated and tested from the same contracts",
  },
  { type: "AWS::EventSchemas::Schema", locally: "absent", reason: "no such service; see the registry" },
  {
    type: "AWS::SecretsManager::ResourcePolicy",
    locally: "absent",
    reason: "unknown to CloudFormation; every reader is granted by its own role as well",
  },
  {
    type: "AWS::CloudWatch::CompositeAlarm",
    locally: "absent",
    reason: "unknown to CloudFormation; the alarms it combines are there",
  },
  {
    type: "AWS::ApplicationAutoScaling::ScalableTarget",
    locally: "absent",
    reason: "no such service; tables are on demand",
  },
  {
    type: "AWS::ApplicationAutoScaling::ScalingPolicy",
    locally: "absent",
    reason: "no such service; tables are on demand",
  },
]

/** A property that the emulator's CloudFormation accepts and then forgets. */
export interface ForgottenProperty {
  readonly type: string
  readonly property: string
  readonly reason: string
  readonly locally: "put back" | "absent"
}

export const forgottenProperties: readonly ForgottenProperty[] = [
  {
    type: "AWS::DynamoDB::Table",
    property: "TimeToLiveSpecification",
    locally: "put back",
    reason: "dropped at creation; UpdateTimeToLive works",
  },
  {
    type: "AWS::DynamoDB::Table",
    property: "PointInTimeRecoverySpecification",
    locally: "put back",
    reason: "dropped at creation; UpdateContinuousBackups works",
  },
  {
    type: "AWS::DynamoDB::Table",
    property: "SSESpecification",
    locally: "absent",
    reason: "dropped at creation; nothing is encrypted at rest in memory, the template is tested instead",
  },
  {
    type: "AWS::Lambda::Function",
    property: "ReservedConcurrentExecutions",
    locally: "put back",
    reason: "dropped at creation; PutFunctionConcurrency works",
  },
  {
    type: "AWS::Events::EventBus",
    property: "DeadLetterConfig",
    locally: "put back",
    reason: "dropped at creation; UpdateEventBus works, though nothing is ever sent there",
  },
  {
    type: "AWS::Events::EventBus",
    property: "KmsKeyIdentifier",
    locally: "put back",
    reason: "dropped at creation; UpdateEventBus works",
  },
]

/** Behaviour that no change of the template can mend; where each is covered instead. */
export const behaviouralGaps: readonly { readonly gap: string; readonly coveredBy: string }[] = [
  {
    gap: "EventBridge delivers once: no retry, no dead-letter queue of a target, no other account, and it takes unknown buses, entries over 256 KB and detail that is not JSON",
    coveredBy: "the simulation and assertions on the template",
  },
  {
    gap: "conditions on events:source and events:detail-type are unknown to its IAM, and a statement that uses them grants nothing",
    coveredBy: "publishers act as the account locally; the bus policy is asserted on the template",
  },
  { gap: "stream consumers ignore batchItemFailures and on-failure destinations", coveredBy: "the simulation" },
  {
    gap: "HTTP API: sourceIp is always 127.0.0.1, event.cookies is missing, CORS preflights get 403 and a thrown error 502",
    coveredBy: "delegated lookups carry the accessor; the cookie header is read as well",
  },
  { gap: "schedules are swept every 10 seconds", coveredBy: "nothing depends on the second" },
  {
    gap: "Ref of a secret gives its name instead of its ARN",
    coveredBy: "grants name the ARN pattern of a named secret",
  },
  { gap: "an alarm on metric math is refused", coveredBy: "every alarm watches one metric" },
]
