import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { deployedReceipts } from "../../../shared/base/platform/deployed-receipts.ts"
import { messageBatchHandler } from "../../../shared/base/platform/message-batch.ts"
import { inTheirTurn } from "../../../shared/base/platform/work-one-by-one.ts"
import { exhaustively } from "../../exhaustively.ts"
import { type AwsStub, type StubAnswer, startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"
import { lambdaContext, recordedTelemetry } from "../../parties/test-parties.ts"
import { batches, batchOf, eventSourceARN, nothing } from "./recorded-batches.ts"

describe("a batch of messages that come for the first time", () => {
  it("is handled together, without a call of the queue", async () => {
    const { handler, done } = batches(nothing)
    expect(await handler(batchOf({ a: 1, b: 1 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(done).toEqual(["handle a", "handle b", "write a", "write b", "end"])
  })

  it("ends in time although a message waits without an end, and only that one comes again", async () => {
    const { handler, telemetry } = batches((id) => (id === "b" ? new Promise(() => {}) : nothing()))
    const endsAt = Date.now() + 1_100
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => endsAt - Date.now() }
    expect(await handler(batchOf({ a: 1, b: 1, c: 1 }), context)).toEqual({
      batchItemFailures: [{ itemIdentifier: "b" }],
    })
    expect(endsAt - Date.now()).toBeGreaterThan(0)
    expect(telemetry.lines.map(({ fields }) => fields.errorName ?? fields.outcomes)).toEqual([
      "TookTooLong",
      "recorded 2",
    ])
  })

  it("ends in time although a write that a message left for the end waits without an end", async () => {
    const endsAt = Date.now() + 1_100
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => endsAt - Date.now() }
    const handler = messageBatchHandler({
      telemetry: recordedTelemetry(),
      concurrency: 1,
      handleMessage: async ({ body, defer }) => {
        if (body === "a") defer(() => new Promise(() => {}))
        return "recorded"
      },
      describe: () => ({}),
      afterBatch: () => new Promise(() => {}),
    })
    expect(await handler(batchOf({ a: 1, b: 1 }), context)).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] })
    expect(endsAt - Date.now()).toBeGreaterThan(0)
  })
})

it("names the parties whose messages stand behind a backlog, and how long", async () => {
  const { handler, telemetry } = batches(nothing)
  const now = Date.now()
  const record = (messageId: string, source: string, seconds: number, deliveries = 1) => ({
    ...{ messageId, eventSourceARN, body: messageId, receiptHandle: messageId },
    attributes: {
      SentTimestamp: String(now - seconds * 1_000),
      ApproximateReceiveCount: String(deliveries),
      MessageGroupId: source,
    },
  })
  const Records = [
    record("a", "wayseal.carrier.northpost", 600),
    record("b", "wayseal.carrier.northpost", 900),
    record("c", "wayseal.retailer.leafline", 5),
    // What nobody is named, a sender made up. It can be anything.
    record("d", "wayseal.retailer.jane-doe", 600),
  ]
  await handler({ Records }, lambdaContext())
  const told = telemetry.lines.filter(({ message }) => message === "Messages of a party wait")
  expect(told.map(({ fields: { party, count } }) => [party, count])).toEqual([
    ["northpost", 2],
    [undefined, 1],
  ])
  expect(JSON.stringify(telemetry.lines)).not.toContain("jane-doe")
  expect(told[0]?.fields.milliseconds).toBeGreaterThanOrEqual(900_000)
  telemetry.lines.splice(0)
  await handler({ Records: [record("a", "wayseal.carrier.northpost", 600, 2)] }, lambdaContext())
  expect(telemetry.lines.map(({ message }) => message)).not.toContain("Messages of a party wait")
})

describe("a batch with a message that comes again", () => {
  it("is handled one by one, each with its writes acknowledged before the next begins", async () => {
    const { handler, done } = batches(nothing)
    expect(await handler(batchOf({ a: 1, b: 3 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(done).toEqual([
      "watch",
      "hold b 10, a 10",
      ...["hold b 40", "handle b", "write b", "end", "acknowledge b"],
      ...["hold a 40", "handle a", "write a", "end", "acknowledge a"],
      "unwatch",
    ])
  })

  it("acknowledges none that fails, and names the one that it handles in the log", async () => {
    const { handler, done, telemetry } = batches(async (id) => {
      if (id === "b") throw new Error("table is away")
      return "recorded"
    })
    expect(await handler(batchOf({ a: 2, b: 3 }), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: "b" }],
    })
    expect(done.filter((one) => one.startsWith("acknowledge"))).toEqual(["acknowledge a"])
    expect(telemetry.lines[0]).toMatchObject({
      message: "Message handled alone",
      fields: { messageId: "b", attempt: 3 },
    })
  })

  it("leaves out a message that another invocation has meanwhile", async () => {
    const { handler, done } = batches(nothing, {
      hold: async ([first]) => new Set(first?.message.messageId === "b" ? ["b"] : []),
    })
    expect(await handler(batchOf({ a: 2, b: 3 }), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: "b" }],
    })
    expect(done).not.toContain("handle b")
    expect(done).toContain("acknowledge a")
  })

  it("is handled although the queue does not answer", async () => {
    const away = async () => Promise.reject(new Error("SQS is away"))
    const { handler, done } = batches(nothing, { hold: away, acknowledge: away })
    expect(await handler(batchOf({ a: 2, b: 3 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(done).toEqual(expect.arrayContaining(["write a", "write b"]))
  })
})

it("each delivery begins with another one of the messages that came equally often, after those that came more often", () => {
  const first = (deliveries: number) =>
    inTheirTurn(["c", "a", "b"].map((messageId) => ({ messageId, deliveries }))).map(({ messageId }) => messageId)
  expect([2, 3, 4].map(first)).toEqual([
    ["c", "a", "b"],
    ["a", "b", "c"],
    ["b", "c", "a"],
  ])
  const mixed = inTheirTurn([
    { messageId: "x", deliveries: 1 },
    { messageId: "y", deliveries: 7 },
  ])
  expect(mixed.map(({ messageId }) => messageId)).toEqual(["y", "x"])
})

describe("the receipts of SQS", () => {
  let aws: AwsStub
  let answer: StubAnswer = { json: {} }
  beforeAll(async () => {
    aws = await startAwsStub(() => answer)
    Object.assign(process.env, anyCredentials, { AWS_REGION: "ca-central-1", AWS_ENDPOINT_URL: aws.url })
  })
  afterAll(() => aws.stop())
  const held = (messageId: string) => ({ messageId, eventSourceARN, receiptHandle: `receipt of ${messageId}` })
  const QueueUrl = "https://sqs.ca-central-1.amazonaws.com/123456789012/wayseal-test-events"

  it("delete a message", async () => {
    await deployedReceipts().acknowledge(held("a"))
    expect(aws.calls.at(-1)).toMatchObject({
      action: "DeleteMessage",
      parameters: { QueueUrl, ReceiptHandle: "receipt of a" },
    })
  })

  it("hold a message, and tell when it is with others", async () => {
    const hold = () => deployedReceipts().hold([{ message: held("a"), seconds: 40 }])
    answer = { json: {} }
    expect([...(await hold())]).toEqual([])
    expect(aws.calls.at(-1)).toMatchObject({
      action: "ChangeMessageVisibility",
      parameters: { QueueUrl, ReceiptHandle: "receipt of a", VisibilityTimeout: 40 },
    })
    answer = { error: "MessageNotInflight" }
    expect([...(await hold())]).toEqual(["a"])
    answer = { error: "AccessDenied" }
    await expect(hold()).rejects.toThrow()
  })

  it("send a message again with its attributes and its group", async () => {
    answer = { json: { MD5OfMessageBody: createHash("md5").update("text").digest("hex") } }
    const attributes = {
      Retries: { dataType: "Number", stringValue: "1" },
      Trace: { dataType: "Binary", binaryValue: "AQ==" },
    }
    await deployedReceipts().sendAgain({ ...held("a"), body: "text", attributes, groupId: "leafline" }, 4)
    expect(aws.calls.at(-1)).toMatchObject({
      action: "SendMessage",
      parameters: {
        QueueUrl,
        MessageBody: "text",
        DelaySeconds: 4,
        MessageGroupId: "leafline",
        MessageAttributes: {
          Retries: { DataType: "Number", StringValue: "1" },
          Trace: { DataType: "Binary", BinaryValue: "AQ==" },
        },
      },
    })
  })
})

describe("a process that is watched", () => {
  /** How a process ends that starts to be watched and then does something. */
  async function endOf(what: string): Promise<unknown> {
    const watch = new URL("../../../shared/base/platform/end-when-stalled.ts", import.meta.url).href
    const code = `const { endWhenStalled } = await import(${JSON.stringify(watch)})
      const stop = await endWhenStalled(800)
      await new Promise((go) => setTimeout(go, 300))
      ${what}
      await stop()
      process.exit(7)`
    const child = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: "inherit" })
    const [status, signal] = await once(child, "exit")
    return signal ?? status
  }

  exhaustively("is ended when it computes without a pause, and not when it waits", async () => {
    expect(await endOf("for (const until = Date.now() + 20_000; Date.now() < until; );")).toBe("SIGKILL")
    expect(await endOf("await new Promise((go) => setTimeout(go, 2_500))")).toBe(7)
  })
})
