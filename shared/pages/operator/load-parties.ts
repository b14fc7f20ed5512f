import { type DynamoDBClient, GetItemCommand, paginateScan } from "@aws-sdk/client-dynamodb"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import { partyId } from "../../base/contracts/words.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import type { Party } from "../../parties/party.ts"
import { endpointRow } from "../../parties/webhooks/webhook-rows.ts"
import type { PartyFacts } from "./facts.ts"

type Table = { readonly client: DynamoDBClient; readonly tableName: string }

/** Where parties and what came of their channels are found. */
export type PartySources = {
  readonly drills: Table
  readonly webhookDeliveries: Table
  /** Those of the stage, with what they changed about themselves. */
  readonly parties: () => AsyncIterable<Party>
}

/** So many parties are looked at. Reading more would take too long for a page. */
const mostParties = 500
const readsAtOnce = 20

/**
 * Through which channels parties were reached so far: whose webhook accepted something, and who acknowledged a drill of
 * the last 30 days. Takes dynamodb:Scan on drills and dynamodb:GetItem on deliveries to webhooks.
 */
export async function readPartyFacts({
  drills,
  webhookDeliveries,
  parties,
}: PartySources): Promise<readonly PartyFacts[]> {
  const found: Party[] = []
  for await (const party of parties()) if (found.push(party) === mostParties) break
  const [acknowledged, answered] = await Promise.all([
    whoAcknowledged(drills),
    whoseWebhookAnswered(webhookDeliveries, found.filter(hasWebhook)),
  ])
  return found.map((party) => ({
    partyId: party.id,
    acknowledgedDrill: acknowledged.has(party.id),
    webhook: !hasWebhook(party) ? "none" : answered.has(party.id) ? "answered" : "silent",
  }))
}

const hasWebhook = ({ channels }: Party): boolean => channels.webhook !== undefined

const acknowledgement = z.object({ partyId })

async function whoAcknowledged({ client, tableName: TableName }: Table): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const pages = paginateScan(
    { client },
    { TableName, ProjectionExpression: "partyId", FilterExpression: "attribute_exists(acknowledgedAt)" },
  )
  for await (const { Items = [] } of pages)
    for (const item of Items) found.add(acknowledgement.parse(unmarshall(item)).partyId)
  return found
}

const endpoint = endpointRow.pick({ verification: true })

async function whoseWebhookAnswered(
  { client, tableName: TableName }: Table,
  parties: readonly Party[],
): Promise<ReadonlySet<string>> {
  const answered = new Set<string>()
  await sideBySide(parties, readsAtOnce, async ({ id }) => {
    const Key = { pk: { S: id }, sk: { S: "endpoint" } }
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ProjectionExpression: "verification" }))
    if (Item !== undefined && endpoint.parse(unmarshall(Item)).verification?.answeredAt !== undefined) answered.add(id)
  })
  return answered
}
