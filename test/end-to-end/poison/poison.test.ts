import { basename, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation"
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs"
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals"
import { build } from "esbuild"
import { zipSync } from "fflate"
import * as z from "zod"
import { bundling } from "../../../infra/bundle.ts"
import { workActions } from "../../../infra/constructs/event-subscription.ts"
import { emulatorClientSettings } from "../../../infra/local/emulator/emulator-environment.ts"
import { type RunningEmulator, startEmulator } from "../../../infra/local/emulator/start-emulator.ts"
import { maximumDeliveries, visibilitySeconds } from "../../../shared/base/platform/deliveries-of-a-message.ts"

jest.setTimeout(180_000)

const timeoutSeconds = 30
let emulator: RunningEmulator
let sqs: SQSClient

beforeAll(async () => {
  emulator = await startEmulator(() => undefined, 0)
  sqs = new SQSClient(emulatorClientSettings(emulator.endpoint))
})
afterAll(() => emulator?.stop())

/** The bundle of the function with its chunks, made as those of the exchange's consumers are. */
async function zippedFunction(): Promise<Uint8Array> {
  const entryPoints = [{ in: join(import.meta.dirname, "recording-function.ts"), out: "index" }]
  const { outputFiles } = await build({
    ...bundling,
    entryPoints,
    splitting: true,
    outdir: "dist/poison",
    write: false,
  })
  return zipSync(Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents])))
}

/** A queue as the exchange has them, and a role with the rights on it that every function of the exchange has. */
const resources = (name: string) => {
  const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] })
  const may = (Action: string | readonly string[], id: string) => ({ Effect: "Allow", Action, Resource: arnOf(id) })
  const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement })
  const lambda = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }
  const rights = policy(may(workActions, "Queue"), may("sqs:SendMessage", "Recorded"))
  return {
    Resources: {
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: `${name}-dead` } },
      Recorded: { Type: "AWS::SQS::Queue", Properties: { QueueName: `${name}-recorded` } },
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: name,
          VisibilityTimeout: visibilitySeconds(timeoutSeconds),
          RedrivePolicy: { deadLetterTargetArn: arnOf("Dead"), maxReceiveCount: maximumDeliveries },
        },
      },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: policy(lambda),
          Policies: [{ PolicyName: "queues", PolicyDocument: rights }],
        },
      },
    },
    Outputs: {
      queueUrl: { Value: { Ref: "Queue" } },
      queueArn: { Value: arnOf("Queue") },
      recordedUrl: { Value: { Ref: "Recorded" } },
      roleArn: { Value: arnOf("Role") },
    },
  }
}

const outputs = z.object({ queueUrl: z.string(), queueArn: z.string(), recordedUrl: z.string(), roleArn: z.string() })

/** Makes the queue and a function that records what is good. */
async function makeRecording(name: string) {
  const cloudFormation = new CloudFormationClient(emulatorClientSettings(emulator.endpoint))
  const TemplateBody = JSON.stringify(resources(name))
  await cloudFormation.send(new CreateStackCommand({ StackName: name, TemplateBody, Capabilities: ["CAPABILITY_IAM"] }))
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 60 }, { StackName: name })
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }))
  const listed = Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []
  const made = outputs.parse(Object.fromEntries(listed))
  const lambda = new LambdaClient(emulatorClientSettings(emulator.endpoint))
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: made.roleArn,
      Timeout: timeoutSeconds,
      Code: { ZipFile: await zippedFunction() },
      Environment: { Variables: { RECORDED_QUEUE: made.recordedUrl } },
    }),
  )
  return { ...made, subscribe: () => subscribe(lambda, name, made.queueArn) }
}

/** Lets the queue invoke the function, two times at once at most. */
async function subscribe(lambda: LambdaClient, FunctionName: string, EventSourceArn: string): Promise<void> {
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName,
      EventSourceArn,
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  )
}

it.each(["computes", "hangs"])("records nine good messages within a minute beside one that %s", async (poison) => {
  const { queueUrl, recordedUrl, subscribe } = await makeRecording(`poison-${poison}`)
  const bodies = ["good 1", "good 2", poison, ...Array.from({ length: 7 }, (_, index) => `good ${index + 3}`)]
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }))
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
  await subscribe()
  const startedAt = Date.now()
  const seen = new Set<string>()
  while (seen.size < 9 && Date.now() - startedAt < 120_000) {
    const found = await sqs.send(new ReceiveMessageCommand({ QueueUrl: recordedUrl, MaxNumberOfMessages: 10 }))
    for (const { Body = "" } of found.Messages ?? []) seen.add(Body)
    await pause(250)
  }
  const seconds = (Date.now() - startedAt) / 1_000
  process.stdout.write(`Nine good messages beside one that ${poison}: ${seconds.toFixed(1)} s\n`)
  expect([...seen].sort()).toEqual(bodies.filter((body) => body !== poison).sort())
  expect(seconds).toBeLessThan(60)
})
