import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoTable, transact } from "../../platform/dynamo-table.ts"
import { assertSize, type BreachCases } from "./breach-cases.ts"
import { breachCaseItemSchema, caseKeys } from "./case-rows.ts"

/** Breach cases in DynamoDB. */
export function dynamoBreachCases(options: { client: DynamoDBClient; tableName: string }): BreachCases {
  const table = dynamoTable({ ...options, schema: breachCaseItemSchema })
  const isNew = { expression: "attribute_not_exists(pk)" }
  const byParty = (partyId: string) =>
    table.query({ index: "byParty", expression: "partyId = :party", values: { ":party": partyId } })

  return {
    async get(caseId) {
      const row = await table.get(caseKeys.case(caseId))
      return row?.type === "case" ? row : undefined
    },
    items: (keys) => (keys.length === 0 ? Promise.resolve([]) : table.getAll(keys.map(({ pk, sk }) => ({ pk, sk })))),
    async *list(caseId, prefix, page = {}) {
      let left = page.limit ?? Number.POSITIVE_INFINITY
      if (left <= 0) return
      const { pk } = caseKeys.case(caseId)
      const found = table.query({
        expression: "pk = :pk AND sk BETWEEN :from AND :to",
        values: {
          ":pk": pk,
          ":from": page.after === undefined ? prefix : `${page.after}\u0000`,
          ":to": `${prefix}\uffff`,
        },
        consistent: true,
        ...(page.limit === undefined ? {} : { pageSize: page.limit }),
      })
      for await (const row of found) {
        yield row
        left -= 1
        if (left <= 0) return
      }
    },
    async *ofParty(partyId) {
      for await (const row of byParty(partyId)) if (row.type === "party") yield row
    },
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      const found = table.query({ expression: "pk = :pk", values: { ":pk": pk }, consistent: true })
      for await (const row of found) if (row.type === "unclaimed") yield row.caseId
    },
    async *open() {
      for await (const row of byParty("hub")) if (row.type === "case") yield row
    },
    async commit(change) {
      assertSize(change)
      const { version } = change.case
      const head = table.putPart(
        change.case,
        version === 1 ? isNew : { expression: "version = :read", values: { ":read": version - 1 } },
      )
      const items = change.items.map((item) => table.putPart(item, item.type === "timeline" ? isNew : undefined))
      const pointers = change.pointers.map(({ row, expected }) =>
        table.putPart(
          row,
          expected === undefined ? isNew : { expression: "caseId = :expected", values: { ":expected": expected } },
        ),
      )
      const removals = (change.removed ?? []).map(({ pk, sk }) => table.deletePart({ pk, sk }))
      const outcome = await transact(options.client, [head, ...items, ...pointers, ...removals])
      return outcome === "written" ? "committed" : "conflict"
    },
    async mark(marker) {
      return (await table.put(marker, isNew)).written ? "marked" : "present"
    },
  }
}
