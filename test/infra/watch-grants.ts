import { hubAccount } from "./example-stage.ts"

/** What it may do with the sessions of operators alone. */
const operatorSessionGrants = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map(
  (action) => `dynamodb:${action} Sessions`,
)
/** The sessions of operators have keys that no session of a party's person has. */
const ofOperators = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["operator#*"] } }

/** What it may do with tables under a condition. */
export const ownGrants = [...operatorSessionGrants, "dynamodb:Scan Restrictions"]

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

/** What the function may ask AWS of a stage that shows operators how the stage is. Each only reads. */
export function watchGrants(stage: string): readonly string[] {
  const arn = (service: string, resource: string) => `arn:aws:${service}:ca-central-1:${hubAccount}:${resource}`
  const stacks = arn("cloudformation", `stack/Wayseal-${stage}-*`)
  return [
    `cloudformation:DescribeStacks ${stacks}`,
    `cloudformation:ListStackResources ${stacks}`,
    ...["Wayseal", "wayseal"].flatMap((prefix) => [
      `sqs:GetQueueAttributes ${arn("sqs", `${prefix}-${stage}-*`)}`,
      `sns:GetTopicAttributes ${arn("sns", `${prefix}-${stage}-*`)}`,
    ]),
    "lambda:ListEventSourceMappings *",
    "cloudwatch:DescribeAlarms *",
    "cloudwatch:GetMetricData *",
  ]
}
