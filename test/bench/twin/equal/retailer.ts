/** What is known of the retailer's numbers, and the sums of strangers. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import type { VolumeSums } from "../../../../shared/watch/detection/charts/volume.ts"
import { type RetailerProfile, randomOrder } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { volumeBucketSeconds } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { documents, inDays } from "../powertools.ts"

const TableName = process.env["RETAILERS_TABLE"] ?? ""

/** The retailer of the measured events. */
export const retailerId = "leafline"

const headRow = z.object({ head: z.int(), headAt: z.int() })
const rememberedMilliseconds = 5 * 60_000
let remembered: { readonly profile: Promise<RetailerProfile>; readonly until: number } | undefined

/** Read once in five minutes for each container. */
export function retailerProfile(): Promise<RetailerProfile> {
  if (remembered === undefined || Date.now() > remembered.until)
    remembered = { profile: readProfile(), until: Date.now() + rememberedMilliseconds }
  return remembered.profile
}

async function readProfile(): Promise<RetailerProfile> {
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { retailerId } }))
  const known = Item === undefined ? undefined : headRow.parse(Item)
  return {
    ordersPerDay: 1_000,
    missShare: 0.05,
    sequenceHead: known === undefined ? null : { ordinal: known.head, at: known.headAt },
    blockShape: randomOrder,
    hasCheckDigit: false,
  }
}

/** Raises the highest number that was announced, so that misses beyond it are forgiven. */
export async function raiseHead(ordinal: number, at: number): Promise<void> {
  try {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { retailerId },
        UpdateExpression: "SET head = :head, headAt = :at",
        ConditionExpression: "attribute_not_exists(head) OR head < :head",
        ExpressionAttributeValues: { ":head": ordinal, ":at": at },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

export async function addVolume({ contacts, strangers }: VolumeSums, at: number): Promise<void> {
  if (contacts === 0) return
  await documents.send(
    new UpdateCommand({
      TableName: process.env["VOLUMES_TABLE"] ?? "",
      Key: { retailerId, interval: String(at - (at % volumeBucketSeconds)) },
      UpdateExpression: "SET expiresAt = :expiresAt ADD contacts :contacts, strangers :strangers",
      ExpressionAttributeValues: { ":contacts": contacts, ":strangers": strangers, ":expiresAt": inDays(60) },
    }),
  )
}
