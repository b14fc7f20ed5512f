import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import {
  type BreachCaseItem,
  breachCaseItemSchema,
  type CaseItem,
  type CaseRow,
  caseKeys,
  type MarkerRow,
  type PartyRow,
  type PointerRow,
} from "../domain/breach-case.ts"
import { dynamoTable, transact } from "./table.ts"

export type ItemKey = { pk: string; sk: string }

/** A pointer to put, if it still points where it did when it was read (`undefined`: nowhere). */
export type PointerChange = { row: PointerRow; expected: string | undefined }

/**
 * One change of a case, written whole or not at all. `case.version` is the version read plus one; version 1 is a new case.
 * At most {@link commitItems} items in all, the removed ones included.
 */
export type CaseCommit = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers: readonly PointerChange[]
  /** Rows that are gone afterwards, whether they were there or not. */
  removed?: readonly ItemKey[]
}

/** DynamoDB takes a hundred items in one transaction. */
export const commitItems = 100

/** More was to be written in one transaction than it can hold: a fault of this program. */
export class CommitTooLarge extends Error {
  override name = "CommitTooLarge"
  constructor(items: number) {
    super(`A change of a case has ${items} items, more than ${commitItems}`)
  }
}

/** Breach cases. Reads are consistent except those through the index by party. */
export type BreachCases = {
  get(caseId: string): Promise<CaseRow | undefined>
  /** The items of these keys, in no particular order; missing ones are left out. */
  items(keys: readonly ItemKey[]): Promise<BreachCaseItem[]>
  /** Items of a case whose sort key begins with `prefix`, in order; `after` is the sort key to go on from. */
  list(caseId: string, prefix: string, page?: { after?: string; limit?: number }): AsyncIterable<BreachCaseItem>
  /** The party's own row of each of its cases, oldest first; may lag by a moment. */
  ofParty(partyId: string): AsyncIterable<PartyRow>
  /** Ids of the cases that hold exposures of this parcel or order as one that no shipment has claimed. */
  withUnclaimed(recordId: string): AsyncIterable<string>
  /** Cases that are open, oldest first; may lag by a moment. */
  open(): AsyncIterable<CaseRow>
  /** `conflict`: somebody else changed the case or a pointer first; read again and decide anew. */
  commit(change: CaseCommit): Promise<"committed" | "conflict">
  /** Notes that something was done; `present` when it was noted before. */
  mark(marker: MarkerRow): Promise<"marked" | "present">
}

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

/** @throws CommitTooLarge */
export function assertSize(change: CaseCommit): void {
  const items = 1 + change.items.length + change.pointers.length + (change.removed?.length ?? 0)
  if (items > commitItems) throw new CommitTooLarge(items)
}
