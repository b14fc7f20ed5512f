/**
 * The differences between the pinned emulator and AWS that matter to this project. The local deployment changes the
 * template by these lists alone.
 */

/** A resource type that the emulator's CloudFormation refuses, and with it the whole template. */
export interface MissingType {
  readonly type: string
  readonly reason: string
  /** `restored`: created through its own API after the deployment. `absent`: not there locally. */
  readonly locally: "restored" | "absent"
}

export const missingTypes: readonly MissingType[] = [
  { type: "AWS::Events::Archive", locally: "restored", reason: "unknown to CloudFormation; CreateArchive works" },
  {
    type: "AWS::Events::EventBusPolicy",
    locally: "absent",
    reason:
      "unknown to CloudFormation; PutPermission drops policies, and nothing evaluates them; tests check the template instead",
  },
  {
    type: "AWS::EventSchemas::Registry",
    locally: "absent",
    reason: "no such service; the schemas are generated from the contracts and tested",
  },
  { type: "AWS::EventSchemas::Schema", locally: "absent", reason: "no such service; see the registry" },
  {
    type: "AWS::SecretsManager::ResourcePolicy",
    locally: "absent",
    reason: "unknown to CloudFormation; every reader also has a grant in its own role",
  },
  {
    type: "AWS::CloudWatch::CompositeAlarm",
    locally: "absent",
    reason: "unknown to CloudFormation; the alarms that it combines are there",
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

/** A property that the emulator's CloudFormation accepts and then drops. */
export interface ForgottenProperty {
  readonly type: string
  readonly property: string
  readonly reason: string
  readonly locally: "restored" | "absent"
}

export const forgottenProperties: readonly ForgottenProperty[] = [
  {
    type: "AWS::DynamoDB::Table",
    property: "TimeToLiveSpecification",
    locally: "restored",
    reason: "dropped at creation; UpdateTimeToLive works",
  },
  {
    type: "AWS::DynamoDB::Table",
    property: "PointInTimeRecoverySpecification",
    locally: "restored",
    reason: "dropped at creation; UpdateContinuousBackups works",
  },
  {
    type: "AWS::DynamoDB::Table",
    property: "SSESpecification",
    locally: "absent",
    reason: "dropped at creation; the emulator keeps rows in memory; tests check the template instead",
  },
  {
    type: "AWS::Lambda::Function",
    property: "ReservedConcurrentExecutions",
    locally: "restored",
    reason: "dropped at creation; PutFunctionConcurrency works",
  },
  {
    type: "AWS::Events::EventBus",
    property: "DeadLetterConfig",
    locally: "restored",
    reason: "dropped at creation; UpdateEventBus works, but the emulator sends nothing there",
  },
  {
    type: "AWS::Events::EventBus",
    property: "KmsKeyIdentifier",
    locally: "restored",
    reason: "dropped at creation; UpdateEventBus works",
  },
]

/**
 * Keys of conditions that the emulator does not know, by their beginnings, or fills with another value: it has the ARN
 * of a session in place of its role. A statement with one would grant nothing, or refuse everything. So
 * local-assembly.ts removes the key from a statement that allows, and removes a statement that denies. Locally more is
 * granted than on AWS. Tests check the template instead.
 */
export const unknownConditions: readonly string[] = [
  "kms:EncryptionContext:",
  "dynamodb:LeadingKeys",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "aws:PrincipalArn",
]

/** Behaviour that no change of the template can fix, and what covers it instead. */
export const behaviouralGaps: readonly { readonly gap: string; readonly coveredBy: string }[] = [
  {
    gap: "EventBridge delivers once, without retries, dead-letter queues of targets or other accounts; it accepts unknown buses, entries over 256 KB and detail that is not JSON",
    coveredBy: "the simulation, and tests of the template",
  },
  {
    gap: "IAM does not know conditions on events:source and events:detail-type; a statement with them grants nothing",
    coveredBy: "publishers act as the account locally; tests check the bus policy in the template",
  },
  {
    gap: "standard queues drop the groups of messages from EventBridge, and know no fairness",
    coveredBy: "fair_queues.py beside this file, which adds both",
  },
  {
    gap: "stream consumers ignore batchItemFailures",
    coveredBy: "failed_changes.py beside this file, which lets the whole batch come again",
  },
  { gap: "stream consumers ignore on-failure destinations", coveredBy: "the simulation" },
  {
    gap: "HTTP API: sourceIp is always 127.0.0.1, event.cookies is missing, CORS preflights get 403 and a thrown error 502",
    coveredBy: "lookups on behalf of a visitor carry its address; functions read the cookie header too",
  },
  {
    gap: "the local stage has no edge: there is no CloudFront, no AWS WAF and no certificate",
    coveredBy: "tests of the template, of the function that the edge runs, and of what functions do behind it",
  },
  {
    gap: "IAM asks for sqs:ChangeMessageVisibilityBatch when several messages are changed at once, which AWS does not know",
    coveredBy: "functions change them one by one",
  },
  { gap: "schedules are swept every 10 seconds", coveredBy: "nothing depends on seconds" },
  {
    gap: "Ref of a secret gives its name instead of its ARN",
    coveredBy: "grants name the ARN pattern of a named secret",
  },
  {
    gap: "SES v2 asks for SendEmail on every resource, so that a grant on an identity refuses it; it mails without checking the identity, and counts no bounces",
    coveredBy: "the local stage mails through topics; tests of the template, and of the mailer against a stub of SES",
  },
  {
    gap: "an alarm on metric math is refused, and others are evaluated only when a client puts a metric, so never",
    coveredBy: "the local stage has no alarm on metric math; tests evaluate every alarm by the rules of CloudWatch",
  },
  {
    gap: "a link to a document leads to the emulator, whose certificate curl does not know",
    coveredBy: "the local tools trust the certificate, and curl does with --cacert .local/certificate.pem",
  },
]
