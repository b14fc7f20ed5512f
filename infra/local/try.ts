import { randomBytes } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import * as z from "zod"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { emulatorClientSettings, requireLoopback, trustEmulator } from "./emulator/emulator-environment.ts"
import { localFolder } from "./host-environment.ts"
import { linkTokenDigest } from "./replay/publish.ts"
import { failureInWords } from "./try-failure.ts"

const running = z.object({
  endpoint: z.object({ url: z.string(), certificatePath: z.string().optional() }),
  stage: z.string(),
  apiUrl: z.url(),
  ingressBusName: z.string(),
})
const lookupBody = z.object({ retailer: z.string(), orderReference: z.string(), postalCode: z.string() })
const lastShipment = join(localFolder, "last-shipment.json")

/** Publishes a shipment as the example's second retailer would. */
async function publish(): Promise<void> {
  const { settings, ingressBusName } = await connect()
  const number = String(100_000 + (randomBytes(4).readUInt32BE(0) % 900_000))
  const orderReference = `MB${number}${luhnDigit(number)}`
  const shipmentId = randomBytes(12).toString("base64url")
  const createdAt = new Date().toISOString()
  const postalCode = "M5V 3L9"
  const entry = shipmentCreated.entry({
    source: "wayseal.retailer.maplebooks",
    busName: ingressBusName,
    data: {
      shipmentId,
      orderReference,
      carrierId: "northpost",
      trackingNumber: `NP${number}CA`,
      linkTokenDigest: linkTokenDigest(randomBytes(24).toString("base64url")),
      recipient: { postalCode, country: "CA", addressLine: "1 Example Street" },
      createdAt,
    },
    metadata: { id: shipmentId, occurredAt: createdAt, correlationId: shipmentId },
  })
  const client = new EventBridgeClient(settings)
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] }))
  if (answer.FailedEntryCount !== 0) throw new Error("the bus did not take the event")
  await writeFile(lastShipment, JSON.stringify({ retailer: "Maple Books", orderReference, postalCode }))
  console.log(`published ShipmentCreated for order ${orderReference}; look it up: npm run -s try -- look-up`)
}

/** Looks the last published shipment up, as its recipient. */
async function lookUp(): Promise<void> {
  const { apiUrl } = await connect()
  const published = await readFile(lastShipment, "utf8").catch(() => {
    throw new Error("no shipment has been published here: npm run -s try -- publish first")
  })
  const body = JSON.stringify(lookupBody.parse(JSON.parse(published)))
  console.log(`POST ${apiUrl}/v1/lookups ${body}`)
  const answer = await fetch(`${apiUrl}/v1/lookups`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  })
  console.log(`${answer.status} ${await answer.text()}`)
}

/** Reads a party's queue empty. */
async function readQueue(partyId: string): Promise<void> {
  const { settings, stage } = await connect()
  const client = new SQSClient(settings)
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `wayseal-${stage}-${partyId}` }))
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
    if (Messages.length === 0) return
    for (const { Body, ReceiptHandle } of Messages) {
      console.log(Body)
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
}

async function connect() {
  const found = running.safeParse(
    JSON.parse(await readFile(join(localFolder, "running.json"), "utf8").catch(() => "{}")),
  )
  if (!found.success) throw new Error("nothing is running here: npm start first")
  const { endpoint, ...others } = found.data
  requireLoopback(others.apiUrl)
  const { url, certificatePath } = endpoint
  const reached = certificatePath === undefined ? { url } : { url, certificatePath }
  trustEmulator(reached)
  return { ...others, settings: emulatorClientSettings(reached) }
}

/** The check digit that follows a number. */
function luhnDigit(number: string): number {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return (10 - (sum % 10)) % 10
}

const [command, partyId = "northpost"] = process.argv.slice(2)
try {
  if (command === "publish") await publish()
  else if (command === "look-up") await lookUp()
  else if (command === "queue") await readQueue(partyId)
  else {
    process.stderr.write("npm run -s try -- publish | look-up | queue <party>\n")
    process.exitCode = 2
  }
} catch (error) {
  process.stderr.write(`${failureInWords(error)}\n`)
  process.exitCode = 1
}
