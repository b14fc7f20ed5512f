import { cpuUsage } from "node:process"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { hubSource } from "../../../shared/base/contracts/envelope.ts"
import { redactedShipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { standardWebhookSigner } from "../../../shared/parties/channels/webhook.ts"
import { party } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { dynamoWebhookDeliveries } from "../../../shared/parties/webhooks/dynamo-webhook-deliveries.ts"
import { webhookPipeline } from "../../../shared/parties/webhooks/webhook-pipeline.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { lambdaContext } from "../../parties/test-parties.ts"
import { parcelOf, queueBatch } from "./events.ts"
import { hubAccount } from "./exchange-environment.ts"
import { type CountedOperation, measureOperation, numbers } from "./measure-operation.ts"
import type { RunningFunction } from "./run-function.ts"

const retailer = party.parse({
  id: "leafline",
  kind: "retailer",
  alias: "Leafline",
  channels: { webhook: { url: "https://hooks.leafline.example/wayseal", secretName: "webhook" } },
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ordersPerDay: 1_000,
  missShare: 0.02,
})

/**
 * Delivers events to a webhook that takes each of them at once. It runs in this process, because what is deployed posts
 * to public addresses alone.
 */
export async function deliverToWebhook(
  stubUrl: string,
  { rounds, batchSize }: { rounds: number; batchSize: number },
): Promise<CountedOperation> {
  const credentials = { accessKeyId: "stub", secretAccessKey: "stub" }
  const client = new DynamoDBClient({ endpoint: stubUrl, region: "us-east-1", credentials })
  const handler = webhookPipeline({
    parties: partyDirectory([retailer]),
    hubAccount,
    telemetry: silentTelemetry,
    signerOf: async () => standardWebhookSigner(`whsec_${Buffer.alloc(32).toString("base64")}`),
    slackUrlOf: async () => undefined,
    letterOf: async () => undefined,
    post: async () => ({ status: 204 }),
    deliveries: dynamoWebhookDeliveries({ client, tableName: "WebhookDeliveries" }),
    sealer: memorySealer(),
    tellDisabled: async () => undefined,
    random: Math.random,
    clock: () => new Date(),
  })
  const measured = await measureOperation(inThisProcess(handler), stubUrl, {
    name: "deliver an event to a webhook",
    of: batchSize,
    rounds,
    event: (round) => queueBatch(numbers(round * batchSize, batchSize).map(delivered)),
  })
  client.destroy()
  return measured
}

function inThisProcess(handler: ReturnType<typeof webhookPipeline>): Pick<RunningFunction, "invoke"> {
  return {
    async invoke(event) {
      const [cpuBefore, from] = [cpuUsage(), performance.now()]
      const result = JSON.stringify(await handler(event, lambdaContext()))
      const { user, system } = cpuUsage(cpuBefore)
      const milliseconds = performance.now() - from
      return { kind: "answered", result, milliseconds, cpuMicroseconds: user + system, residentBytes: 0 }
    },
  }
}

/** What the hub tells the retailer of a delivery. */
function delivered(number: number) {
  const { shipmentId } = parcelOf(number)
  const deliveredAt = new Date().toISOString()
  return redactedShipmentDelivered.entry({
    source: hubSource,
    busName: "exchange",
    data: { shipmentId, deliveredAt, signatoryRecorded: true },
    metadata: { id: `w-${shipmentId}`, occurredAt: deliveredAt, correlationId: shipmentId, audience: retailer.id },
  })
}
