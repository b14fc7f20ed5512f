import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import { partyId } from "../../base/contracts/words.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import type { Party } from "../../parties/party.ts"
import { dynamoWebhookDeliveries } from "../../parties/webhooks/dynamo-webhook-deliveries.ts"
import { endpointIdOf, isAccepted, stateOf } from "../../parties/webhooks/endpoint-state.ts"
import type { WebhookDeliveries } from "../../parties/webhooks/webhook-deliveries.ts"
import type { PartiesFacts, PartyFacts } from "./facts.ts"

type Table = { readonly client: DynamoDBClient; readonly tableName: string }

/** Where parties and what came of their channels are found. */
export type PartySources = {
  readonly drills: Table
  readonly webhookDeliveries: Table
  /** Those of the stage, with what they changed about themselves. */
  readonly parties: () => AsyncIterable<Party>
  readonly now: Date
}

/** So many parties are looked at. Reading more would take too long for a page. */
const mostParties = 500
const readsAtOnce = 20

/**
 * Through which channels parties were reached so far: what their webhooks did, and who acknowledged a drill of the last
 * 30 days. Takes dynamodb:Scan on drills and dynamodb:GetItem on deliveries to webhooks.
 */
export async function readPartyFacts({ drills, webhookDeliveries, parties, now }: PartySources): Promise<PartiesFacts> {
  const found: Party[] = []
  for await (const party of parties()) if (found.push(party) > mostParties) break
  const looked = found.slice(0, mostParties)
  const deliveries = dynamoWebhookDeliveries(webhookDeliveries)
  const webhooks = new Map<string, PartyFacts["webhook"]>()
  const [acknowledged] = await Promise.all([
    whoAcknowledged(drills, now),
    sideBySide(looked, readsAtOnce, async (party) => void webhooks.set(party.id, await webhookOf(deliveries, party))),
  ])
  const facts = looked.map(({ id }) => ({
    partyId: id,
    acknowledgedDrill: acknowledged.has(id),
    webhook: webhooks.get(id) ?? "none",
  }))
  return { parties: facts, areAll: found.length === looked.length }
}

type Deliveries = Pick<WebhookDeliveries, "endpoint">

const acknowledgement = z.object({ partyId })

/** DynamoDB deletes a drill some time after it expired, 30 days after it began. */
async function whoAcknowledged({ client, tableName: TableName }: Table, now: Date): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const pages = paginateScan(
    { client },
    {
      TableName,
      ProjectionExpression: "partyId",
      FilterExpression: "attribute_exists(acknowledgedAt) AND expiresAt > :now",
      ExpressionAttributeValues: { ":now": { N: String(Math.floor(now.getTime() / 1_000)) } },
    },
  )
  for await (const { Items = [] } of pages)
    for (const item of Items) found.add(acknowledgement.parse(unmarshall(item)).partyId)
  return found
}

/** What the webhook of a party did, whatever one before it did. */
async function webhookOf(deliveries: Deliveries, { id, channels: { webhook } }: Party): Promise<PartyFacts["webhook"]> {
  if (webhook === undefined) return "none"
  const { disabledAt, verification } = stateOf(await deliveries.endpoint(id), endpointIdOf(webhook))
  if (disabledAt !== undefined) return "disabled"
  if (verification?.status === undefined) return "silent"
  return isAccepted(verification.status) ? "answered" : "refused"
}
