import { RemovalPolicy } from "aws-cdk-lib"
import { CfnSubscriptionFilter, LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs"
import type { Construct } from "constructs"

/** How the logs of a stage are kept. */
export interface LogSettings {
  readonly retention: RetentionDays
  /** The ARN of a destination of CloudWatch Logs that receives a copy, if there is one. */
  readonly destinationArn: string | undefined
}

/** Adds a log group with the id `id` to a construct. It goes with the stack. By default CloudFormation names it. */
export function addLogGroup(
  scope: Construct,
  id: string,
  { retention, destinationArn, ...place }: LogSettings & { readonly name?: string; readonly copiedBy?: Construct },
): LogGroup {
  const { name: logGroupName, copiedBy = scope } = place
  const logGroup = new LogGroup(scope, id, {
    ...(logGroupName === undefined ? {} : { logGroupName }),
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  if (destinationArn !== undefined)
    new CfnSubscriptionFilter(copiedBy, `${id}ToDestination`, {
      logGroupName: logGroup.logGroupName,
      destinationArn,
      // Everything.
      filterPattern: "",
    })
  return logGroup
}
