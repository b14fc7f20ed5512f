import { existsSync, mkdtempSync } from "node:fs"
import { readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation"
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals"
import { emulatorClientSettings } from "../../../../infra/local/emulator/emulator-environment.ts"
import { type RunningEmulator, startEmulator } from "../../../../infra/local/emulator/start-emulator.ts"

jest.setTimeout(120_000)

let emulator: RunningEmulator
beforeAll(async () => {
  emulator = await startEmulator(() => undefined, 0)
})
afterAll(() => emulator?.stop())

/** Outside the function: the emulator may start a second process of it, which knows nothing of the first. */
const folder = mkdtempSync(join(tmpdir(), "failed-changes-"))
const givenFile = join(folder, "given")
afterAll(() => rm(folder, { recursive: true }))

/** Says of the first batch that it failed, and writes down which changes it was given since. */
const failsOnce = `
  const { appendFileSync, existsSync } = require("node:fs")
  exports.handler = async ({ Records }) => {
    const [{ dynamodb }] = Records
    if (!existsSync(process.env.GIVEN)) {
      appendFileSync(process.env.GIVEN, "")
      return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] }
    }
    for (const { dynamodb } of Records) appendFileSync(process.env.GIVEN, dynamodb.Keys.name.S + " ")
    return { batchItemFailures: [] }
  }`

const assumed = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }

const template = {
  Resources: {
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "changes",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "name", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "name", KeyType: "HASH" }],
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [assumed] } },
    },
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "fails-once",
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Code: { ZipFile: failsOnce },
        Environment: { Variables: { GIVEN: givenFile } },
      },
    },
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        FunctionName: { Ref: "Function" },
        EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
        StartingPosition: "TRIM_HORIZON",
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
    },
  },
}

it("gives a function those changes again of which it said that they failed", async () => {
  const settings = emulatorClientSettings(emulator.endpoint)
  const cloudFormation = new CloudFormationClient(settings)
  const dynamodb = new DynamoDBClient(settings)
  const StackName = "failed-changes"
  const TemplateBody = JSON.stringify(template)
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ["CAPABILITY_IAM"] }))
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 60 }, { StackName })
  const put = (name: string) => dynamodb.send(new PutItemCommand({ TableName: "changes", Item: { name: { S: name } } }))
  const given = async () => (existsSync(givenFile) ? (await readFile(givenFile, "utf8")).split(" ").slice(0, -1) : [])
  const whenGiven = async (names: number) => {
    for (let asked = 0; asked < 60 && (await given()).length < names; asked++) await pause(500)
    return given()
  }
  await put("first")
  expect(await whenGiven(1)).toEqual(["first"])
  await put("second")
  expect(await whenGiven(2)).toEqual(["first", "second"])
  for (const client of [cloudFormation, dynamodb]) client.destroy()
})
