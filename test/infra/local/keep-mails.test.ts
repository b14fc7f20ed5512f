import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs"
import { expect, it } from "@jest/globals"
import { keepMails } from "../../../infra/local/keep-mails.ts"
import type { DeployedExchange } from "../../../infra/local/replay/deployed-exchange.ts"

const mail = {
  TopicArn: "arn:aws:sns:ca-central-1:0:wayseal-local-alerts-leafline",
  Subject: "Alert",
  Message: "Act: https://f00.execute-api.localhost:4566/letter?lang=en#token",
}

it("mails are kept again after the queue that gets them could not be read, and a line says that they are late", async () => {
  const topics = createServer((_, response) =>
    response.end("<ListTopicsResponse><ListTopicsResult/></ListTopicsResponse>"),
  )
  await new Promise<void>((settle) => topics.listen(0, "127.0.0.1", settle))
  const url = `http://127.0.0.1:${(topics.address() as AddressInfo).port}`
  const folder = mkdtempSync(join(tmpdir(), "mails-"))
  let reads = 0
  const read = async () => {
    reads += 1
    if (reads < 3) throw new Error("the connection broke")
    if (reads > 3) await pause(20)
    return reads === 3 ? { Messages: [{ Body: JSON.stringify(mail), ReceiptHandle: "1" }] } : {}
  }
  const sqs = {
    send: async (command: object) =>
      command instanceof ReceiveMessageCommand ? read() : { QueueUrl: "queue", Attributes: { QueueArn: "arn" } },
  }
  const said: string[] = []
  const exchange = {
    apiUrl: "https://127.0.0.1:4566/_aws/execute-api/f00/$default",
    endpoint: { url },
    sqs,
  } as unknown as DeployedExchange
  const stop = await keepMails({
    exchange,
    stage: "local",
    folder,
    openAt: "http://127.0.0.1:8787",
    say: (line) => void said.push(line),
  })
  while (reads < 5) await pause(20)
  await stop()
  topics.close()
  expect(said).toEqual([
    "Mails are late: the queue that gets them cannot be read now.",
    expect.stringContaining("Mail to leafline: Alert"),
  ])
  expect(readFileSync(join(folder, "001-leafline.txt"), "utf8")).toBe(
    "Subject: Alert\n\nAct: http://127.0.0.1:8787/letter?lang=en#token\n",
  )
  rmSync(folder, { recursive: true })
})
