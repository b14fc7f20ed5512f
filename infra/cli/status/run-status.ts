import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoBreachCases } from "../../../shared/breach-desk/cases/dynamo-breach-cases.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type AwsFailure, answerTo, concernsEverything } from "../deployed-stage/aws-failure.ts"
import { type DeployedStage, outputOf, readDeployedStage, resourcesOfType } from "../deployed-stage/deployed-stage.ts"
import { type Finding, findingsOf, whenAnswered } from "../deployed-stage/finding.ts"
import { countCases } from "./count-cases.ts"
import { readAlarms, readConsumers, readContacts, readQueues } from "./load-status.ts"
import {
  caseFindings,
  consumerFindings,
  contactFindings,
  deadLetterFindings,
  queueFindings,
  raisedAlarmFindings,
  stackStatusFindings,
} from "./status-findings.ts"

/** What a look at a stage needs. */
export type StatusCheck = {
  readonly stage: string
  readonly connection: AwsConnection
  readonly onStep: (step: string) => void
}

/** How a deployed stage is now. It only reads, and shows no personal data. */
export async function runStatus({ stage: name, connection, onStep }: StatusCheck): Promise<readonly Finding[]> {
  onStep("Reading the stacks")
  const answer = await answerTo("cloudformation:DescribeStacks and cloudformation:ListStackResources", () =>
    readDeployedStage(connection, name),
  )
  if ("failure" in answer) return [withoutStage(answer)]
  const stage = answer.value
  const stacks = stackStatusFindings(stage.stacks)
  if (stage.stacks.length === 0) return stacks
  onStep("Reading queues, streams, alarms and cases")
  const [queues, consumers, alarms, counts, contacts] = await Promise.all([
    answerTo("sqs:GetQueueAttributes and cloudwatch:GetMetricData", () => readQueues(connection, stage)),
    answerTo("lambda:GetEventSourceMapping and cloudwatch:GetMetricData", () => readConsumers(connection, stage)),
    answerTo("cloudwatch:DescribeAlarms", () => readAlarms(connection, stage)),
    casesOf(stage, connection),
    answerTo("sns:GetTopicAttributes", () => readContacts(connection, stage)),
  ])
  return [
    ...stacks,
    ...busFindings(stage),
    ...whenAnswered("queues", queues, queueFindings),
    ...whenAnswered("dead letters", queues, deadLetterFindings),
    ...whenAnswered("streams", consumers, consumerFindings),
    ...whenAnswered("alarms", alarms, raisedAlarmFindings),
    ...whenAnswered("breach desk", counts, (found) => (found === undefined ? [] : caseFindings(found))),
    ...whenAnswered("contacts", contacts, contactFindings),
  ]
}

function withoutStage(unanswered: { failure: AwsFailure; action: string }): Finding {
  const { toDo, unknown } = findingsOf("stacks")
  const { failure } = unanswered
  return concernsEverything(failure) ? toDo(`${failure.reason}.`) : unknown(unanswered)
}

function busFindings(stage: DeployedStage): readonly Finding[] {
  const { ok, toDo } = findingsOf("buses")
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
