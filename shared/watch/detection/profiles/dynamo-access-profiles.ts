import {
  type AttributeValue,
  ConditionalCheckFailedException,
  GetItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { readBatches } from "../../../base/platform/dynamo-batches.ts"
import type { TableOptions } from "../../../base/platform/dynamo-table.ts"
import { requireKnownVersion, rowVersionAttribute } from "../../../base/platform/row-version.ts"
import type {
  AccessProfileBatch,
  AccessProfileErasure,
  AccessProfileReader,
  AccessProfileSamples,
  AccessProfiles,
  KeyedProfile,
  StoredProfile,
} from "./access-profiles.ts"
import { isEntryName, type ProfileAttribute } from "./profile-encoding.ts"
import type { QuotaBucket } from "./quota-bucket.ts"

const segments = 64

/** Samples of access profiles in DynamoDB: the table's segments in turn, beginning with another one each time. */
export function dynamoAccessProfileSamples(options: TableOptions): AccessProfileSamples {
  async function* segment(number: number): AsyncGenerator<KeyedProfile> {
    let from: Record<string, AttributeValue> | undefined
    do {
      const page = await options.client.send(
        new ScanCommand({
          TableName: options.tableName,
          Segment: number,
          TotalSegments: segments,
          ExclusiveStartKey: from,
        }),
      )
      for (const item of page.Items ?? []) {
        const profileKey = item["profileKey"]?.S
        if (profileKey !== undefined) yield { profileKey, profile: profileOf(item), vouchedBy: item["vouchedBy"]?.S }
      }
      from = page.LastEvaluatedKey
    } while (from !== undefined)
  }
  return {
    async *sample({ turn, limit }) {
      let left = limit
      for (let step = 0; step < segments; step++) {
        for await (const keyed of segment((turn + step) % segments)) {
          if (left-- <= 0) return
          yield keyed
        }
      }
    },
  }
}

/** Access profiles in DynamoDB. Rows have one binary attribute per entry, named by it. */
export function dynamoAccessProfiles(
  options: TableOptions & {
    onUpdate?: () => void
  },
): AccessProfiles & AccessProfileReader & AccessProfileBatch & AccessProfileErasure {
  const { client, tableName: TableName, onUpdate } = options
  return {
    async record(profileKey, entry, expiresAt, vouchedBy) {
      onUpdate?.()
      try {
        const answer = await client.send(
          new UpdateItemCommand({
            TableName,
            Key: { profileKey: { S: profileKey } },
            UpdateExpression: `SET #entry = :value, expiresAt = :expiresAt${vouchedBy === undefined ? "" : ", vouchedBy = :vouchedBy"}`,
            // `>=`: the same contact delivered again goes on to the keys that a crash may have kept it from.
            ConditionExpression: "attribute_not_exists(#entry) OR #entry >= :value",
            ExpressionAttributeNames: { "#entry": entry.name },
            ExpressionAttributeValues: {
              ":value": { B: entry.value },
              ":expiresAt": { N: String(expiresAt) },
              ...(vouchedBy === undefined ? {} : { ":vouchedBy": { S: vouchedBy } }),
            },
            ReturnValues: "ALL_NEW",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        )
        return { outcome: "recorded", profile: profileOf(answer.Attributes) }
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return { outcome: "refresh", profile: profileOf(error.Item) }
        throw error
      }
    },
    async trim(profileKey, entries, forgetsPlaces, quotaBucket) {
      onUpdate?.()
      const names = Object.fromEntries(entries.map((entry, index) => [`#e${index}`, entry.name]))
      const values = Object.fromEntries(entries.map((entry, index) => [`:e${index}`, { B: entry.value }]))
      const marks = { ...(forgetsPlaces ? { wasTrimmed: { BOOL: true } } : {}), ...bucketAttribute(quotaBucket) }
      const sets = Object.keys(marks).map((name) => `${name} = :${name}`)
      try {
        await client.send(
          new UpdateItemCommand({
            TableName,
            Key: { profileKey: { S: profileKey } },
            UpdateExpression: `REMOVE ${Object.keys(names).join(", ")}${sets.length > 0 ? ` SET ${sets.join(", ")}` : ""}`,
            ConditionExpression: entries.map((_, index) => `#e${index} = :e${index}`).join(" AND "),
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: {
              ...values,
              ...Object.fromEntries(Object.entries(marks).map(([name, value]) => [`:${name}`, value])),
            },
          }),
        )
        return "trimmed"
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "changed"
        throw error
      }
    },
    async forget(profileKey, names) {
      if (names.length === 0) return
      const placeholders = Object.fromEntries(names.map((name, index) => [`#e${index}`, name]))
      try {
        await client.send(
          new UpdateItemCommand({
            TableName,
            Key: { profileKey: { S: profileKey } },
            UpdateExpression: `REMOVE ${Object.keys(placeholders).join(", ")}`,
            ConditionExpression: "attribute_exists(profileKey)",
            ExpressionAttributeNames: placeholders,
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
    async read(profileKey) {
      const key = { profileKey: { S: profileKey } }
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))
      return profileOf(Item)
    },
    async readAll(profileKeys) {
      const found = new Map([...new Set(profileKeys)].map((key) => [key, profileOf(undefined)]))
      const keys = [...found.keys()].map((key) => ({ profileKey: { S: key } }))
      for (const item of await readBatches(client, TableName, keys, false)) {
        const key = item["profileKey"]?.S
        if (key !== undefined) found.set(key, profileOf(item))
      }
      return found
    },
  }
}

/** @throws RowTooNew */
function profileOf(item: Record<string, AttributeValue> | undefined): StoredProfile {
  const version = item?.[rowVersionAttribute]
  requireKnownVersion(version && Number(version.N))
  const attributes: ProfileAttribute[] = []
  for (const [name, value] of Object.entries(item ?? {})) {
    if (isEntryName(name) && value.B !== undefined) attributes.push({ name, value: value.B })
  }
  const quotaBucket = bucketOf(item?.["quotaBucket"])
  return { attributes, trimmed: item?.["wasTrimmed"]?.BOOL === true, ...(quotaBucket && { quotaBucket }) }
}

const bucketAttribute = (bucket: QuotaBucket | undefined): Record<string, AttributeValue> =>
  bucket === undefined
    ? {}
    : { quotaBucket: { M: { level: { N: String(bucket.level) }, at: { N: String(bucket.at) } } } }

const bucketOf = (attribute: AttributeValue | undefined): QuotaBucket | undefined =>
  attribute?.M && { level: Number(attribute.M["level"]?.N), at: Number(attribute.M["at"]?.N) }
