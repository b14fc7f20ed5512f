import { CfnOutput, type Stack } from "aws-cdk-lib"
import type { Table } from "aws-cdk-lib/aws-dynamodb"

/**
 * The one output of the stack of data that release 0.1.0 reads and nothing reads now. On the way back its functions are
 * deployed before that stack.
 */
export function outputForFirstRelease(stack: Stack, requestedDocuments: Table | undefined): void {
  const value = requestedDocuments?.tableStreamArn
  if (value === undefined) return
  const output = new CfnOutput(stack, "StreamOfRequestedDocuments", { value })
  output.overrideLogicalId("PublishOutputFnGetAttRequestedDocuments71372F32StreamArnD46F9285")
}
