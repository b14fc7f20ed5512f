import { dynamoTable, type QueryOptions, type Table, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import {
  arrivalsKey,
  countRow,
  type ReportStreams,
  reportingRow,
  reportKey,
  reportRow,
  streamKey,
  streamRow,
} from "./report-streams.ts"

const isNew = { expression: "attribute_not_exists(pk)" }

/** What carriers reported and counted, in DynamoDB. */
export function dynamoReportStreams(options: TableOptions): ReportStreams {
  const streams = dynamoTable({ ...options, schema: streamRow })
  const reports = dynamoTable({ ...options, schema: reportRow })
  const counts = dynamoTable({ ...options, schema: countRow })
  const arrivals = dynamoTable({ ...options, schema: reportingRow })
  return {
    ofCarrier: (carrierId) =>
      taken(streams, {
        expression: "pk = :pk",
        values: { ":pk": streamKey(carrierId, "").pk },
        consistent: true,
      }),
    get: (carrierId, stream) => streams.get(streamKey(carrierId, stream)),
    async begin(row) {
      await streams.put(row, isNew)
    },
    async replace(row, revision) {
      const { written } = await streams.put(row, {
        expression: "revision = :revision",
        values: { ":revision": revision },
      })
      return written ? "written" : "refused"
    },
    async note(row) {
      const result = await arrivals.put(row, isNew)
      if (result.written) return row
      const { current } = result
      return current !== undefined && isOfKind(row, current) ? current : row
    },
    // DynamoDB refuses a range that ends before it begins. There is one behind the highest number of all.
    reports: async ({ carrierId, stream, first, last, limit }) =>
      last < first
        ? []
        : taken(reports, between(arrivalsKey(carrierId, stream), reportKey(first), reportKey(last)), limit),
    counts: ({ carrierId, stream, from, until, limit }) =>
      taken(counts, between(arrivalsKey(carrierId, stream), `COUNT#${from}`, `COUNT#${until}~`), limit),
  }
}

const between = (pk: string, first: string, last: string): QueryOptions => ({
  expression: "pk = :pk AND sk BETWEEN :first AND :last",
  values: { ":pk": pk, ":first": first, ":last": last },
  consistent: true,
})

async function taken<Row>(table: Table<Row>, query: QueryOptions, limit = Number.POSITIVE_INFINITY): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of table.query(query)) {
    rows.push(row)
    if (rows.length >= limit) break
  }
  return rows
}

function isOfKind<Row extends { type: string }>(row: Row, there: { type: string }): there is Row {
  return there.type === row.type
}
