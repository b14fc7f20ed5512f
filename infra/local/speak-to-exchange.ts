import { randomBytes, randomInt } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EventBridge } from "@aws-sdk/client-eventbridge"
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import * as z from "zod"
import { failureOf } from "../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { buildEvent } from "../../client/events/build-event.ts"
import { overEventBridge, unreachableCode } from "../../client/events/over-event-bridge.ts"
import { PublishFailed, publish as publishEvents } from "../../client/events/publish.ts"
import { mintLinkToken } from "../../client/link-tokens/mint-link-token.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { formatOrderReference } from "../../shared/intake/tracking/order-reference.ts"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { emulatorClientSettings } from "./emulator/emulator-environment.ts"
import { localFolder, partiesFile } from "./host-environment.ts"
import { nothingRuns, readRunning } from "./running-exchange.ts"

const lookupBody = z.object({ retailer: z.string(), orderReference: z.string(), postalCode: z.string() })
const lastShipment = join(localFolder, "last-shipment.json")
const retailerId = "maplebooks"

const done = (data: object, ...lines: readonly string[]): Outcome => ({
  data,
  text: lines.map((line) => `${line}\n`).join(""),
  status: exitStatus.fine,
})

/** Publishes a shipment as the example's second retailer. */
export const publish = (): Promise<Outcome> => unlessNothingRuns(publishShipment)

async function publishShipment(): Promise<Outcome> {
  const { settings, places } = await connect()
  const retailer = readParties(partiesFile).find(({ id }) => id === retailerId)
  if (retailer?.kind !== "retailer" || retailer.referenceFormat === undefined) {
    throw new Error(`parties.json has no retailer ${retailerId} with a referenceFormat`)
  }
  const number = randomInt(100_000, 1_000_000)
  const orderReference = formatOrderReference(number, retailer.referenceFormat)
  const shipmentId = randomBytes(12).toString("hex")
  const createdAt = new Date().toISOString()
  const postalCode = "M5V 3L9"
  const event = buildEvent(shipmentCreated, {
    shipmentId,
    orderReference,
    carrierId: "northpost",
    trackingNumber: `NP${number}CA`,
    linkTokenDigest: mintLinkToken().digest,
    recipient: { postalCode, country: "CA", addressLine: "1 Example Street" },
    createdAt,
  })
  const bus = { busName: places.ingressBusName, source: eventSource(retailer), client: new EventBridge(settings) }
  await publishEvents(overEventBridge(bus), [event], { attempts: 1 })
  const published = { retailer: retailer.alias, orderReference, postalCode }
  await writeFile(lastShipment, JSON.stringify(published))
  return done(
    published,
    `Published ShipmentCreated for order ${orderReference}.`,
    "Look it up with: npm run -s try -- look-up",
  )
}

/** Looks up the last published shipment as its recipient. */
export const lookUp = (): Promise<Outcome> => unlessNothingRuns(lookUpShipment)

async function lookUpShipment(): Promise<Outcome> {
  const { apiUrl } = await connect()
  const published = await readFile(lastShipment, "utf8").catch(() => {
    throw new Error("No shipment was published yet. Run: npm run -s try -- publish")
  })
  const body = JSON.stringify(lookupBody.parse(JSON.parse(published)))
  const answer = await fetch(`${apiUrl}/v1/lookups`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  })
  const text = await answer.text()
  return done(
    { status: answer.status, body: JSON.parse(text) },
    `POST ${apiUrl}/v1/lookups ${body}`,
    `${answer.status} ${text}`,
  )
}

/** Takes every event out of a party's queue. */
export const readQueue = (partyId: string): Promise<Outcome> => unlessNothingRuns(() => takeEvents(partyId))

async function takeEvents(partyId: string): Promise<Outcome> {
  const known = readParties(partiesFile).map(({ id }) => id)
  if (!known.includes(partyId))
    throw new CommandStopped(
      "wrongUsage",
      `There is no party "${partyId}"${didYouMean(partyId, known) || "."} Choose one of: ${known.join(", ")}.`,
    )
  const { settings, stage } = await connect()
  const client = new SQSClient(settings)
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `wayseal-${stage}-${partyId}` }))
  const events: string[] = []
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
    if (Messages.length === 0) break
    for (const { Body = "", ReceiptHandle } of Messages) {
      events.push(Body)
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
  const data = { party: partyId, events: events.map((event): unknown => JSON.parse(event)) }
  return done(data, ...(events.length === 0 ? [`The queue of ${partyId} is empty.`] : events))
}

/** Says in a sentence that nothing runs here. */
async function unlessNothingRuns(speak: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await speak()
  } catch (error) {
    throw isUnreachable(error) ? nothingRuns() : error
  }
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof PublishFailed
    ? error.notAccepted.some(({ code }) => code === unreachableCode)
    : failureOf(error).kind === "unreachable"

async function connect() {
  const { endpoint, ...others } = await readRunning()
  return { ...others, settings: emulatorClientSettings(endpoint) }
}
