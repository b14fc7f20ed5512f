import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoTable, transact } from "../../base/platform/dynamo-table.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import { attemptKeys, attemptsListOf } from "./attempt-rows.ts"
import { assertSize, type BreachCases, type CaseCommit } from "./breach-cases.ts"
import { caseKeys, papersAt, waitingKey } from "./case-keys.ts"
import { type AttemptRow, type BreachCaseItem, breachCaseItemSchema, type MarkerRow } from "./case-rows.ts"
import { dynamoCasesOfParty } from "./dynamo-cases-of-party.ts"

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
    papers: (of, kind, page) => itemsOf(table, { pk: papersAt(of), prefix: kind, ...page }),
    ofParty: dynamoCasesOfParty(options).ofParty,
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      const found = table.query({ expression: "pk = :pk", values: { ":pk": pk }, consistent: true })
      for await (const row of found) if (row.type === "unclaimed") yield row.caseId
    },
    ...attemptsIn(table),
    async *watched() {
      const found = table.query({ index: "byParty", expression: "partyId = :party", values: { ":party": "hub" } })
      for await (const row of found) if (row.type === "case") yield row
    },
    async commit(change) {
      assertSize(change)
      const outcome = await transact(options.client, partsOf(table, change))
      return outcome === "written" ? "committed" : "conflict"
    },
    ...notesIn(table),
  }
}

/** Rows that are removed at the same time. */
const deletesAtOnce = 10

/** What is noted beside the cases, without a change of one. */
function notesIn(
  table: CasesTable,
): Pick<BreachCases, "waiting" | "wait" | "forget" | "mark" | "storeCommand" | "storeDraft" | "discardDraft"> {
  return {
    async waiting(caseId) {
      const rows: MarkerRow[] = []
      for await (const row of itemsOf(table, { pk: waitingKey(caseId, "").pk, prefix: "" }))
        if (row.type === "marker") rows.push(row)
      return rows
    },
    async wait(side) {
      await table.put(side)
    },
    forget: (keys) =>
      sideBySide(keys, deletesAtOnce, async ({ pk, sk }) => {
        await table.delete({ pk, sk })
      }),
    async mark(marker) {
      return (await table.put(marker, isNew)).written ? "marked" : "present"
    },
    async storeCommand(command) {
      await table.put(command)
    },
    async storeDraft(draft, after) {
      const now = Math.floor(Date.parse(draft.at) / 1_000)
      const isNone = { expression: "attribute_not_exists(pk) OR expiresAt <= :now", values: { ":now": now } }
      const stored = await table.put(draft, after === undefined ? isNone : isOf(after, "#at = :at"))
      return stored.written ? "stored" : "changed"
    },
    async discardDraft({ pk, sk }, at) {
      const removed = await table.delete({ pk, sk }, isOf(at, "attribute_not_exists(pk) OR #at = :at"))
      return removed.written ? "discarded" : "changed"
    },
  }
}

function attemptsIn(table: CasesTable): Pick<BreachCases, "attemptsOn" | "attemptsOf" | "closeAttempt"> {
  return {
    async closeAttempt(attempt) {
      const isAsRead = { expression: "anomalyId = :read", values: { ":read": attempt.anomalyId } }
      return (await table.put(attempt, isAsRead)).written ? "closed" : "changed"
    },
    async *attemptsOn(day, partyId) {
      const prefix = partyId === undefined ? "" : `${partyId}#`
      for await (const row of itemsOf(table, { pk: attemptKeys.ofDay(day), prefix }))
        if (row.type === "attempt") yield row
    },
    async *attemptsOf(of, behind) {
      const after = behind && placeOfAttempt(behind)
      const values = { ":party": attemptsListOf(of) }
      const part = { index: "byParty", expression: "partyId = :party", values, descending: true, after } as const
      for await (const row of table.query(part)) if (row.type === "attempt") yield row
    },
  }
}

/** Where a row is in the table and in the index by party. */
const placeOfAttempt = ({ pk, sk, partyId, openedAt }: AttemptRow) => ({ pk, sk, partyId, openedAt })

const isNew = { expression: "attribute_not_exists(pk)" }

/** A condition on when a row was stored. */
const isOf = (at: string, expression: string) => ({ expression, names: { "#at": "at" }, values: { ":at": at } })

function casesTable(options: { client: DynamoDBClient; tableName: string }) {
  return dynamoTable({ ...options, schema: breachCaseItemSchema })
}

type CasesTable = ReturnType<typeof casesTable>

async function* itemsOf(
  table: CasesTable,
  { pk, prefix, after, limit }: { pk: string; prefix: string; after?: string; limit?: number },
): AsyncIterable<BreachCaseItem> {
  let left = limit ?? Number.POSITIVE_INFINITY
  if (left <= 0) return
  const found = table.query({
    ...partOf(pk, after === undefined ? prefix : `${after}\u0000`, prefix),
    consistent: true,
    ...(limit === undefined ? {} : { pageSize: limit }),
  })
  for await (const row of found) {
    yield row
    left -= 1
    if (left <= 0) return
  }
}

/** DynamoDB takes no empty string as the value of a key. */
function partOf(pk: string, from: string, prefix: string) {
  if (from === "") return { expression: "pk = :pk", values: { ":pk": pk } }
  const values = { ":pk": pk, ":from": from, ":to": `${prefix}\uffff` }
  return { expression: "pk = :pk AND sk BETWEEN :from AND :to", values }
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
