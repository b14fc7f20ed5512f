import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { setUpAlone } from "../../../infra/local/alone.ts"
import { installPythonPackages } from "../../../infra/local/python-packages.ts"
import { startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"
import { minute, webhookWorld } from "./webhook-world.ts"

const folder = new URL("../../../examples/webhook-receiver-python/", import.meta.url).pathname
const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(32, ".")).toString("base64")}`
const [current, next, other] = ["current", "next", "other"].map(secretOf)

/** Runs the receiver with a queue that prints what it gets, on requests of standard input. */
const program = `
import json, sys, types
class Queue:
    def send_message(self, **sent): print(json.dumps({"queued": sent["MessageAttributes"]["eventId"]["StringValue"]}))
sys.modules["boto3"] = types.SimpleNamespace(client=lambda _: Queue())
from receiver import handler
for request in json.loads(sys.argv[1]): print(json.dumps(handler(request, None)))
`

/** What a message of the hub is, signed with these secrets. */
async function messageSignedWith(...secrets: readonly (string | undefined)[]) {
  const world = webhookWorld({ secrets: secrets.join(" "), startsAt: new Date() })
  world.arrive("infile", "e-1")
  await world.pass(minute)
  const { body = "", headers = {} } = world.posts[0]?.message ?? {}
  return { body, headers }
}

it("lets the receiver for Node.js put what is verified into a queue, and refuse anything else", async () => {
  const aws = await startAwsStub(({ parameters: { MessageBody } }) => ({
    json: { MD5OfMessageBody: createHash("md5").update(String(MessageBody)).digest("hex") },
  }))
  Object.assign(process.env, anyCredentials, { AWS_REGION: "ca-central-1", AWS_ENDPOINT_URL: aws.url })
  Object.assign(process.env, { WAYSEAL_WEBHOOK_SECRET: current, QUEUE_URL: `${aws.url}/the-queue` })
  const path = "../../../examples/webhook-receiver-node/receiver.mjs"
  const handles = z.custom<(request: object) => Promise<unknown>>((value) => typeof value === "function")
  const { handler } = z.object({ handler: handles }).parse({ ...(await import(path)) })
  const { body, headers } = await messageSignedWith(next, current)
  expect(await handler({ body, headers })).toEqual({ statusCode: 204 })
  expect(await handler({ body: Buffer.from(body).toString("base64"), isBase64Encoded: true, headers })).toEqual({
    statusCode: 204,
  })
  expect(await handler({ body: `${body} `, headers })).toEqual({ statusCode: 401 })
  expect(await handler({ body, headers: {} })).toEqual({ statusCode: 401 })
  const attributes = { eventId: { DataType: "String", StringValue: "e-1" } }
  const parameters = { QueueUrl: `${aws.url}/the-queue`, MessageBody: body, MessageAttributes: attributes }
  const sent = expect.objectContaining({ action: "SendMessage", parameters })
  expect(aws.calls).toEqual([sent, sent])
  await aws.stop()
})

describe("the library of Standard Webhooks for Python, in the receiver to start with", () => {
  let python = ""
  beforeAll(async () => {
    const packages = {
      tool: "what the receiver of webhooks in Python needs",
      folderName: "webhook-receiver",
      requirementsPath: `${folder}requirements.txt`,
      withoutPython: [],
    }
    python = await setUpAlone(() => installPythonPackages(packages, () => {}))
  }, 120_000)

  async function receive(secret: string | undefined, ...requests: readonly object[]): Promise<readonly unknown[]> {
    const environment = { WAYSEAL_WEBHOOK_SECRET: secret, QUEUE_URL: "the-queue", PYTHONDONTWRITEBYTECODE: "1" }
    const options = { cwd: folder, env: environment }
    const { stdout } = await promisify(execFile)(python, ["-c", program, JSON.stringify(requests)], options)
    return stdout
      .trim()
      .split("\n")
      .map((line) => z.unknown().parse(JSON.parse(line)))
  }

  it("accepts what we sign, and while a secret rotates with the old one and with the new one", async () => {
    const accepted = [{ queued: "e-1" }, { statusCode: 204 }]
    expect(await receive(current, await messageSignedWith(current))).toEqual(accepted)
    const rotating = await messageSignedWith(next, current)
    expect(await receive(current, rotating)).toEqual(accepted)
    expect(await receive(next, rotating)).toEqual(accepted)
  })

  it("refuses another secret, another body and a message without a signature", async () => {
    const { body, headers } = await messageSignedWith(next, current)
    const altered = { body: body.replace("AccessorReleased", "AccessorRestricted"), headers }
    const refused = { statusCode: 401 }
    expect(await receive(other, { body, headers })).toEqual([refused])
    expect(await receive(current, altered, { body, headers: {} })).toEqual([refused, refused])
  })
})
