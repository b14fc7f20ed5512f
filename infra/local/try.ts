import { randomBytes, randomInt } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import * as z from "zod"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { formatOrderReference } from "../../shared/tracking/order-reference.ts"
import { emulatorClientSettings } from "./emulator/emulator-environment.ts"
import { localFolder, partiesFile } from "./host-environment.ts"
import { linkTokenDigest } from "./replay/parcel.ts"
import { readRunning } from "./running-exchange.ts"
import { failureInWords } from "./try-failure.ts"

const usage = `npm run -s try -- <command>

Speaks to the exchange that \`npm start\` runs.

  publish         publish a shipment as the retailer Maple Books
  look-up         look that shipment up as its recipient
  queue <party>   read the events that a party received, such as northpost
`

const lookupBody = z.object({ retailer: z.string(), orderReference: z.string(), postalCode: z.string() })
const lastShipment = join(localFolder, "last-shipment.json")
const retailerId = "maplebooks"

/** Publishes a shipment as the example's second retailer. */
async function publish(): Promise<void> {
  const { settings, ingressBusName } = await connect()
  const retailer = readParties(partiesFile).byId(retailerId)
  if (retailer?.kind !== "retailer" || retailer.referenceFormat === undefined) {
    throw new Error(`parties.json has no retailer ${retailerId} with a referenceFormat`)
  }
  const number = randomInt(100_000, 1_000_000)
  const orderReference = formatOrderReference(number, retailer.referenceFormat)
  const shipmentId = randomBytes(12).toString("base64url")
  const createdAt = new Date().toISOString()
  const postalCode = "M5V 3L9"
  const entry = shipmentCreated.entry({
    source: eventSource(retailer),
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
  if (answer.FailedEntryCount !== 0) throw new Error("The bus did not accept the event. Try again.")
  await writeFile(lastShipment, JSON.stringify({ retailer: retailer.alias, orderReference, postalCode }))
  console.log(`Published ShipmentCreated for order ${orderReference}.`)
  console.log("Look it up with: npm run -s try -- look-up")
}

/** Looks up the last published shipment as its recipient. */
async function lookUp(): Promise<void> {
  const { apiUrl } = await connect()
  const published = await readFile(lastShipment, "utf8").catch(() => {
    throw new Error("No shipment was published yet. Run: npm run -s try -- publish")
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

/** Takes every event out of a party's queue and prints it. */
async function readQueue(partyId: string): Promise<void> {
  const { settings, stage } = await connect()
  const client = new SQSClient(settings)
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `wayseal-${stage}-${partyId}` }))
  for (let read = 0; ; ) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
    if (Messages.length === 0) {
      if (read === 0) console.log(`The queue of ${partyId} is empty.`)
      return
    }
    read += Messages.length
    for (const { Body, ReceiptHandle } of Messages) {
      console.log(Body)
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
}

async function connect() {
  const { endpoint, ...others } = await readRunning()
  return { ...others, settings: emulatorClientSettings(endpoint) }
}

const [command, partyId = "northpost"] = process.argv.slice(2)
try {
  if (command === "publish") await publish()
  else if (command === "look-up") await lookUp()
  else if (command === "queue") await readQueue(partyId)
  else {
    process.stderr.write(usage)
    process.exitCode = 2
  }
} catch (error) {
  process.stderr.write(`${failureInWords(error)}\n`)
  process.exitCode = 1
}
