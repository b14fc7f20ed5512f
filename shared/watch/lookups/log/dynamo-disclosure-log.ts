import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { sideBySide } from "../../../base/platform/side-by-side.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { type ClosedDay, closedDayKey, closedDayRow, leavesKey, leavesRow, loggedKey, loggedRow } from "./log-rows.ts"

/** Entries that are written or removed at the same time. */
const writesAtOnce = 20

const isNew = { expression: "attribute_not_exists(pk)" }

export function dynamoDisclosureLog(options: TableOptions): DisclosureLog {
  const logged = dynamoTable({ ...options, schema: loggedRow })
  const keys = dynamoTable({ ...options, schema: loggedRow.pick({ pk: true, sk: true }) })
  const leaves = dynamoTable({ ...options, schema: leavesRow })
  const days = dynamoTable({ ...options, schema: closedDayRow })
  return {
    log: (rows) =>
      sideBySide(rows, writesAtOnce, async (row) => {
        await logged.put(row, {
          expression: "attribute_not_exists(pk) OR revision <= :revision",
          values: { ":revision": row.revision },
        })
      }),
    ofDay: (party, day) =>
      logged.query({ expression: "pk = :pk", values: { ":pk": loggedKey(party, day) }, consistent: true }),
    entries: (party, day, entries) =>
      entries.length === 0
        ? Promise.resolve([])
        : logged.getAll(entries.map((sk) => ({ pk: loggedKey(party, day), sk }))),
    async *ofRecord(recordId) {
      const found: { pk: string; sk: string }[] = []
      const inIndex = { index: "byRecord", expression: "recordId = :id", values: { ":id": recordId } }
      for await (const { pk, sk } of keys.query(inIndex)) found.push({ pk, sk })
      if (found.length > 0) yield* await logged.getAll(found)
    },
    forget: (rows) =>
      sideBySide(rows, writesAtOnce, async ({ pk, sk }) => {
        await logged.delete({ pk, sk })
      }),
    async putLeaves(row) {
      await leaves.put(row)
    },
    leaves: (party, day, root) => leaves.get({ pk: leavesKey(party, day), sk: root }),
    async close(row): Promise<ClosedDay> {
      const write = await days.put(row, isNew)
      return write.written ? row : (write.current ?? row)
    },
    closed: (party, day) => days.get(closedDayKey(party, day)),
  }
}
