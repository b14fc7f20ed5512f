import { chunksOf } from "../../base/platform/chunks-of.ts"
import { dynamoTable, type QueryOptions, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { later } from "../../base/platform/instants.ts"
import { parcelPrefix } from "../../intake/tracking/record-ids.ts"
import { disclosure, type LedgerKey } from "../../watch/lookups/ledger/disclosure.ts"
import { toolAccessKey, toolDayKeys } from "../../watch/lookups/ledger/report-keys.ts"
import type { LedgerQuery, NamedLookups } from "../cases/evidence-query.ts"
import { asNamed, type Evidence, fitsEvidence, isBehind, sortKeysOf } from "./evidence.ts"

/** Access ids that are searched for side by side. */
const accessesAtOnce = 16

/** Lookups of one token, and of one shard of a day, on one page. A day has 16 shards. */
const [ofTokenOnPage, ofShardOnPage] = [1_000, 128]

/** Keys that a search of a shard reads at a time, because many of them may be of others. */
const keysAtOnce = 1_000

/** Days that are searched at once after days without a lookup. */
const daysAtOnce = 8

/** Some keys of lookups, and the place behind which there may be more. */
type Keys = { keys: LedgerKey[]; next?: LedgerKey | undefined }

/** Finds the keys that a search of an index returns behind a place, and at most so many. */
type KeyFinder = (search: QueryOptions, part: { behind?: LedgerKey | undefined; limit: number }) => Promise<LedgerKey[]>

/** Evidence from the ledger in DynamoDB, through indexes that hold keys and may lag by a moment. */
export function dynamoEvidence(options: TableOptions): Evidence {
  const table = dynamoTable({ ...options, schema: disclosure })
  const index = dynamoTable({ ...options, schema: disclosure.pick({ subject: true, sortKey: true }) })
  const find: KeyFinder = async (search, { behind, limit }) => {
    const keys: LedgerKey[] = []
    for await (const { subject, sortKey } of index.query(search)) {
      if (behind !== undefined && !isBehind({ subject, sortKey }, behind)) continue
      keys.push({ subject, sortKey })
      if (keys.length === limit) break
    }
    return keys
  }
  return {
    async page(query, after) {
      const { named } = query
      const { keys, next } =
        named.kind === "accessorToken"
          ? await ofToken(find, named, after)
          : named.kind === "accessIds"
            ? await ofAccesses(find, query.tool, named.accessIds)
            : await ofTimeRange(find, query, { named, after })
      const items =
        keys.length === 0 ? [] : await table.getAll(keys.map(({ subject, sortKey }) => ({ subject, sortKey })))
      return { found: items.filter((one) => fitsEvidence(one, query)).map((one) => asNamed(one, query.named)), next }
    },
  }
}

async function ofToken(find: KeyFinder, { tokenKey }: { tokenKey: string }, after?: LedgerKey): Promise<Keys> {
  const search = {
    index: "byToken",
    expression: "tokenKey = :token",
    values: { ":token": tokenKey },
    pageSize: ofTokenOnPage,
    after: after === undefined ? undefined : { tokenKey, subject: after.subject, sortKey: after.sortKey },
  }
  const keys = await find(search, { limit: ofTokenOnPage })
  return { keys, next: keys.length < ofTokenOnPage ? undefined : keys.at(-1) }
}

async function ofAccesses(find: KeyFinder, tool: string, accessIds: readonly string[]): Promise<Keys> {
  const keys: LedgerKey[] = []
  for (const some of chunksOf([...new Set(accessIds)], accessesAtOnce)) {
    const searches = some.map((id): QueryOptions => {
      const values = { ":access": toolAccessKey(tool, id) }
      return { index: "byToolAccess", expression: "toolAccess = :access", values }
    })
    const found = await Promise.all(searches.map((one) => find(one, { limit: Number.POSITIVE_INFINITY })))
    keys.push(...found.flat())
  }
  return { keys }
}

/** Goes through the days of a time range until one has lookups. It searches more of them at once while none has. */
async function ofTimeRange(
  find: KeyFinder,
  query: LedgerQuery,
  { named, after }: { named: Extract<NamedLookups, { kind: "timeRange" }>; after?: LedgerKey | undefined },
): Promise<Keys> {
  const { from, to } = sortKeysOf(named)
  const since = after === undefined ? named.since : later(named.since, `${after.sortKey.slice(0, 10)}T00:00:00.000Z`)
  const days = [...toolDayKeys(query.tool, since, named.until)]
  const owner = ownerFilter(query)
  for (let place = 0, count = 1; place < days.length; place += count, count = Math.min(daysAtOnce, count * 2)) {
    const searches = days.slice(place, place + count).flatMap(({ day, partitions }) => {
      const ranges = rangesOf(day, { from, to, after })
      return partitions.flatMap((partition) =>
        ranges.map(([since, until]) => ({
          index: "byToolDay",
          expression: "toolDay = :partition AND sortKey BETWEEN :from AND :to",
          ...owner,
          values: { ...owner.values, ":partition": partition, ":from": since, ":to": until },
          pageSize: keysAtOnce,
        })),
      )
    })
    const shards = await Promise.all(searches.map((one) => find(one, { behind: after, limit: ofShardOnPage })))
    const merged = mergedShards(shards)
    if (merged.next !== undefined) return merged
    if (merged.keys.length > 0) return { ...merged, next: place + count < days.length ? merged.keys.at(-1) : undefined }
  }
  return { keys: [] }
}

/**
 * The sort keys to read of one day, those before the place `after` apart. Those of repeats begin with the day, so they
 * precede all times of that day. In a range that begins at midnight or earlier they are read with the others.
 */
function rangesOf(
  day: string,
  { from, to, after }: { from: string; to: string; after?: LedgerKey | undefined },
): [since: string, until: string][] {
  const repeats = `${day}#`
  const beginsWithin = from.startsWith(day) && from !== `${day}T00:00:00`
  const ranges: [since: string, until: string][] = beginsWithin
    ? [
        [repeats, `${repeats}~`],
        [from, to],
      ]
    : [[repeats, to]]
  const { sortKey = "" } = after ?? {}
  return ranges
    .filter(([, until]) => until >= sortKey)
    .map(([since, until]) => (since < sortKey ? [sortKey, until] : [since, until]))
}

/** The keys of all shards in their order, up to where a shard may have more. */
function mergedShards(shards: readonly LedgerKey[][]): Keys {
  const keys = shards.flat().sort((one, other) => (isBehind(one, other) ? 1 : -1))
  const ends = shards.flatMap((shard) => (shard.length < ofShardOnPage ? [] : (shard.at(-1) ?? [])))
  const next = ends.reduce<LedgerKey | undefined>(
    (first, end) => (first === undefined || isBehind(first, end) ? end : first),
    undefined,
  )
  return next === undefined ? { keys } : { keys: keys.filter((key) => !isBehind(key, next)), next }
}

/** Leaves lookups of others in the index; see {@link fitsEvidence}. */
function ownerFilter({ retailerId, carrierId }: LedgerQuery): Pick<QueryOptions, "filter" | "values"> {
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
