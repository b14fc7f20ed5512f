import { hubAccount } from "./example-stage.ts"

/** What it may do with the sessions of operators alone. */
const operatorSessionGrants = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map(
  (action) => `dynamodb:${action} Sessions`,
)
/** The sessions of operators have keys that no session of a party's person has. */
const ofOperators = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["operator#*"] } }

/** What it may do with the bucket of what functions gave up on, and with tables under a condition. */
export const ownGrants = ["s3:ListBucket FailuresBucket", ...operatorSessionGrants, "dynamodb:Scan Restrictions"]

/** Restrictions without the tokens of their accessors. */
const toCount = {
  "ForAllValues:StringEquals": {
    "dynamodb:Attributes": ["accessorKey", "restrictionId", "scope", "since", "until", "releasedAt", "vouchedBy"],
  },
  StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
}

/** Under which condition it may do each of these. */
export const watchConditions: readonly [string, string, object[]][] = [
  ["ServeOperatorPage", "dynamodb:Scan Restrictions", [toCount]],
  ...operatorSessionGrants.map((grant): [string, string, object[]] => ["ServeOperatorPage", grant, [ofOperators]]),
]

const arn = (service: string, resource: string) => `arn:aws:${service}:ca-central-1:${hubAccount}:${resource}`

/** What the function that looks whether triggers are on may ask AWS of a stage. Each only reads. */
export const triggerGrants = (stage: string) => ["s3:ListBucket FailuresBucket", ...readGrants(stage)]

function readGrants(stage: string): readonly string[] {
  const stacks = arn("cloudformation", `stack/Wayseal-${stage}-*`)
  return [
    `cloudformation:DescribeStacks ${stacks}`,
    `cloudformation:ListStackResources ${stacks}`,
    "lambda:ListEventSourceMappings *",
    "events:ListRules *",
  ]
}

/** The same for the function that shows operators how the stage is. */
export function watchGrants(stage: string): readonly string[] {
  return [
    ...readGrants(stage),
    ...["Wayseal", "wayseal"].flatMap((prefix) => [
      `sqs:GetQueueAttributes ${arn("sqs", `${prefix}-${stage}-*`)}`,
      `sns:GetTopicAttributes ${arn("sns", `${prefix}-${stage}-*`)}`,
    ]),
    "cloudwatch:DescribeAlarms *",
    "cloudwatch:GetMetricData *",
  ]
}
