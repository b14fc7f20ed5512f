import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoTable, type QueryOptions, transact } from "../../platform/dynamo-table.ts"
import { assertSize, type BreachCases, type CaseCommit } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import { type BreachCaseItem, breachCaseItemSchema, type PartyRow } from "./case-rows.ts"

/** Breach cases in DynamoDB. */
export function dynamoBreachCases(options: { client: DynamoDBClient; tableName: string }): BreachCases {
  const table = casesTable(options)
  return {
    async get(caseId) {
      const row = await table.get(caseKeys.case(caseId))
      return row?.type === "case" ? row : undefined
    },
    items: (keys) => (keys.length === 0 ? Promise.resolve([]) : table.getAll(keys.map(({ pk, sk }) => ({ pk, sk })))),
    list: (caseId, prefix, page) => itemsOf(table, { pk: caseKeys.case(caseId).pk, prefix, ...page }),
    async *ofParty(partyId, behind) {
      const page = { descending: true, pageSize: casesAtOnce, after: behind && placeOf(behind) }
      for await (const row of rowsByParty(table, partyId, page)) if (row.type === "party") yield row
    },
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      const found = table.query({ expression: "pk = :pk", values: { ":pk": pk }, consistent: true })
      for await (const row of found) if (row.type === "unclaimed") yield row.caseId
    },
    async *open() {
      for await (const row of rowsByParty(table, "hub")) if (row.type === "case") yield row
    },
    async commit(change) {
      assertSize(change)
      const outcome = await transact(options.client, partsOf(table, change))
      return outcome === "written" ? "committed" : "conflict"
    },
    async mark(marker) {
      return (await table.put(marker, isNew)).written ? "marked" : "present"
    },
    async storeAnswer(command) {
      await table.put(command)
    },
  }
}

/** Cases of a party that are read at a time. */
const casesAtOnce = 200

const isNew = { expression: "attribute_not_exists(pk)" }

function casesTable(options: { client: DynamoDBClient; tableName: string }) {
  return dynamoTable({ ...options, schema: breachCaseItemSchema })
}

type CasesTable = ReturnType<typeof casesTable>

function rowsByParty(
  table: CasesTable,
  partyId: string,
  page: Pick<QueryOptions, "descending" | "pageSize" | "after"> = {},
): AsyncIterable<BreachCaseItem> {
  return table.query({ index: "byParty", expression: "partyId = :party", values: { ":party": partyId }, ...page })
}

/** Where a row is in the table and in the index by party. */
function placeOf({ pk, sk, partyId, openedAt }: PartyRow) {
  return { pk, sk, partyId, openedAt }
}

async function* itemsOf(
  table: CasesTable,
  { pk, prefix, after, limit }: { pk: string; prefix: string; after?: string; limit?: number },
): AsyncIterable<BreachCaseItem> {
  let left = limit ?? Number.POSITIVE_INFINITY
  if (left <= 0) return
  const from = after === undefined ? prefix : `${after}\u0000`
  const found = table.query({
    expression: "pk = :pk AND sk BETWEEN :from AND :to",
    values: { ":pk": pk, ":from": from, ":to": `${prefix}\uffff` },
    consistent: true,
    ...(limit === undefined ? {} : { pageSize: limit }),
  })
  for await (const row of found) {
    yield row
    left -= 1
    if (left <= 0) return
  }
}

function partsOf(table: CasesTable, { case: row, items, pointers, removed = [] }: CaseCommit) {
  const wasRead = { expression: "version = :read", values: { ":read": row.version - 1 } }
  return [
    table.putPart(row, row.version === 1 ? isNew : wasRead),
    ...items.map((item) => table.putPart(item, item.type === "timeline" ? isNew : undefined)),
    ...pointers.map((pointer) => {
      const isExpected = { expression: "caseId = :expected", values: { ":expected": pointer.expected } }
      return table.putPart(pointer.row, pointer.expected === undefined ? isNew : isExpected)
    }),
    ...removed.map(({ pk, sk }) => table.deletePart({ pk, sk })),
  ]
}
