import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { answerTo } from "../../../client/command-line/aws-failure.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { dynamoBreachCases } from "../../../shared/desk/cases/dynamo-breach-cases.ts"
import { countCases } from "../../../shared/pages/operator/count-cases.ts"
import { countAnswered } from "../../../shared/pages/operator/load-answered.ts"
import {
  readAlarms,
  readConsumers,
  readContacts,
  readQueues,
  readSecretDate,
} from "../../../shared/pages/operator/load-facts.ts"
import { type DeployedStage, outputOf, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type CheckResult, resultsOf, whenAnswered } from "../deployed-stage/check-result.ts"
import { readStageWithEdge } from "../deployed-stage/stage-with-edge.ts"
import {
  judgeAnswered,
  judgeCases,
  judgeConsumers,
  judgeContacts,
  judgeDeadLetters,
  judgeOriginSecret,
  judgeQueues,
  judgeRaisedAlarms,
  judgeStackStatus,
} from "./judge-status.ts"

/** What a look at a stage needs. */
export type StatusCheck = {
  readonly stage: string
  /** Whether the stage has an edge in a region of its own. No when absent. */
  readonly edgeElsewhere?: boolean
  readonly connection: AwsConnection
  readonly onStep: (step: string) => void
}

/**
 * How a deployed stage is now. It only reads, and shows no personal data.
 *
 * @throws CommandStopped if its stacks cannot be read
 */
export async function runStatus({
  stage: name,
  edgeElsewhere = false,
  connection,
  onStep,
}: StatusCheck): Promise<readonly CheckResult[]> {
  onStep("Reading the stacks")
  const stage = await readStageWithEdge(connection, { name, edgeElsewhere }).catch((error: unknown) => {
    throw stopReason(error, ["cloudformation:DescribeStacks and cloudformation:ListStackResources"])
  })
  const stacks = judgeStackStatus(stage.stacks)
  if (stage.stacks.length === 0) return stacks
  onStep("Reading queues, streams, alarms and cases")
  const [queues, consumers, alarms, counts, answered, contacts, secretDate] = await Promise.all([
    answerTo("sqs:GetQueueAttributes and cloudwatch:GetMetricData", () => readQueues(connection, stage)),
    answerTo("lambda:GetEventSourceMapping and cloudwatch:GetMetricData", () => readConsumers(connection, stage)),
    answerTo("cloudwatch:DescribeAlarms", () => readAlarms(connection, stage)),
    casesOf(stage, connection),
    answeredIn(stage, connection),
    answerTo("sns:GetTopicAttributes", () => readContacts(connection, stage)),
    originSecretDate(stage, connection),
  ])
  return [
    ...stacks,
    ...judgeBuses(stage),
    ...whenAnswered("queues", queues, judgeQueues),
    ...whenAnswered("dead letters", queues, judgeDeadLetters),
    ...whenAnswered("streams", consumers, judgeConsumers),
    ...whenAnswered("alarms", alarms, judgeRaisedAlarms),
    ...whenAnswered("breach desk", counts, (found) => (found === undefined ? [] : judgeCases(found))),
    ...whenAnswered("invited parties", answered, (count) => (count === undefined ? [] : judgeAnswered(count, name))),
    ...whenAnswered("contacts", contacts, judgeContacts),
    ...whenAnswered("origin secret", secretDate, (date) =>
      date === undefined ? [] : judgeOriginSecret((Date.now() - date.getTime()) / 1000),
    ),
  ]
}

function judgeBuses(stage: DeployedStage): readonly CheckResult[] {
  const { ok, toDo } = resultsOf("buses")
  const names = resourcesOfType(stage, "AWS::Events::EventBus").map(({ physicalId }) => physicalId)
  return [names.length > 0 ? ok(names.join(", ")) : toDo("The stacks have no event bus. Deploy them again.")]
}

/** Counts of cases; `undefined` while the stack of the tables is not complete. */
function casesOf(stage: DeployedStage, connection: AwsConnection) {
  const tableName = outputOf(stage, "BreachCasesTableName")
  return answerTo("dynamodb:Query and kms:Decrypt", async () =>
    tableName === undefined
      ? undefined
      : countCases(dynamoBreachCases({ client: new DynamoDBClient(connection), tableName }), new Date()),
  )
}

/** How many invited parties wait for the hub; `undefined` while the stack of the tables is not complete. */
function answeredIn(stage: DeployedStage, connection: AwsConnection) {
  const tableName = outputOf(stage, "InvitedPartiesTableName")
  return answerTo("dynamodb:Query and kms:Decrypt", async () =>
    tableName === undefined ? undefined : countAnswered(new DynamoDBClient(connection), tableName),
  )
}

/** When the origin secret got its current value; `undefined` in a stage without an edge. */
function originSecretDate(stage: DeployedStage, connection: AwsConnection) {
  const secretArn = outputOf(stage, "OriginSecretArn")
  return answerTo("secretsmanager:ListSecretVersionIds", async () =>
    secretArn === undefined ? undefined : readSecretDate(connection, secretArn),
  )
}
