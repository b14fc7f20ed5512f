import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { disclosure } from "../../lookups/ledger/disclosure.ts"
import { toolAccessKey, toolDayKeys } from "../../lookups/ledger/report-keys.ts"
import { chunksOf } from "../../platform/chunks-of.ts"
import { dynamoTable, type QueryOptions } from "../../platform/dynamo-table.ts"
import { parcelPrefix } from "../../tracking/record-ids.ts"
import { type Evidence, type EvidenceQuery, fitsEvidence } from "./evidence.ts"

/** Access ids that are searched for side by side. */
const accessesAtOnce = 16

/** Items that are read at a time. */
const itemsAtOnce = 1_000

/** Evidence from the ledger in DynamoDB, through indexes that hold keys and may lag by a moment. */
export function dynamoEvidence(options: { client: DynamoDBClient; tableName: string }): Evidence {
  const table = dynamoTable({ ...options, schema: disclosure })
  const index = dynamoTable({ ...options, schema: disclosure.pick({ subject: true, sortKey: true }) })
  async function keysFrom(search: QueryOptions) {
    const keys: { subject: string; sortKey: string }[] = []
    for await (const { subject, sortKey } of index.query(search)) keys.push({ subject, sortKey })
    return keys
  }
  return {
    async *search(query) {
      for (const searches of searchesFor(query)) {
        const keys = (await Promise.all(searches.map(keysFrom))).flat()
        for (const some of chunksOf(keys, itemsAtOnce))
          for (const one of await table.getAll(some)) if (fitsEvidence(one, query)) yield one
      }
    },
  }
}

/** The searches of indexes that find what a query names, and perhaps more: those of one group run side by side. */
function* searchesFor(query: EvidenceQuery): Generator<QueryOptions[]> {
  const { tool, named } = query
  if (named.kind === "accessorToken") {
    yield [{ index: "byToken", expression: "tokenKey = :token", values: { ":token": named.tokenKey } }]
  } else if (named.kind === "accessIds") {
    for (const some of chunksOf([...new Set(named.accessIds)], accessesAtOnce))
      yield some.map((id) => ({
        index: "byToolAccess",
        expression: "toolAccess = :access",
        values: { ":access": toolAccessKey(tool, id) },
      }))
  } else {
    // Sort keys begin with the time of the lookup. The instants may be written in different precision.
    const [from = "", to = ""] = [named.since, named.until].map((one) => new Date(one).toISOString().slice(0, 19))
    const owner = ownerFilter(query)
    for (const { day, partitions } of toolDayKeys(tool, named.since, named.until)) {
      yield partitions.flatMap((partition) =>
        rangesOf(day, from, to).map(([since, until]) => ({
          index: "byToolDay",
          expression: "toolDay = :partition AND sortKey BETWEEN :from AND :to",
          ...owner,
          values: { ...owner.values, ":partition": partition, ":from": since, ":to": until },
        })),
      )
    }
  }
}

/**
 * The sort keys to read of one day. Those of repeats begin with the day, so they precede all times of that day. In a
 * range that begins at midnight or earlier they are read with the others.
 */
function rangesOf(day: string, from: string, to: string): [since: string, until: string][] {
  if (!from.startsWith(day)) return [[from, `${to}~`]]
  if (from === `${day}T00:00:00`) return [[`${day}#`, `${to}~`]]
  return [
    [`${day}#`, `${day}#~`],
    [from, `${to}~`],
  ]
}

/** Leaves lookups of others in the index; see {@link fitsEvidence}. */
function ownerFilter({ retailerId, carrierId }: EvidenceQuery): Pick<QueryOptions, "filter" | "values"> {
  const ofCarrier = carrierId === undefined ? [] : ["carrierId = :carrier"]
  const ofRetailer = retailerId === undefined ? [] : ["(retailerId = :retailer OR begins_with(recordId, :unclaimed))"]
  const terms = [...ofCarrier, ...ofRetailer]
  if (terms.length === 0) return {}
  return {
    filter: terms.join(" AND "),
    values: {
      ...(carrierId === undefined ? {} : { ":carrier": carrierId }),
      ...(retailerId === undefined ? {} : { ":retailer": retailerId, ":unclaimed": parcelPrefix }),
    },
  }
}
