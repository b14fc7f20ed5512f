import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { listsOfDue, longestDueFirst } from "../../base/platform/lists-of-due.ts"
import { dueErasures, type ErasureRow, type Erasures, erasureRow, type ShipmentErasure } from "./erasures.ts"

export function dynamoErasures(options: TableOptions): Erasures {
  const table = dynamoTable({ ...options, schema: erasureRow })
  const keysOf = dynamoTable({ ...options, schema: erasureRow.options[0].pick({ erasureKey: true }) })
  const get = async (erasureKey: string) => {
    const row = await table.get({ erasureKey })
    return row?.kind === "shipment" ? row : undefined
  }
  return {
    get,
    async begin(erasure) {
      const write = await table.put(erasure, { expression: "attribute_not_exists(erasureKey)" })
      return write.written || write.current?.kind !== "shipment" ? erasure : write.current
    },
    async save(erasure) {
      await table.put(erasure)
    },
    bury: async (tombstones) => {
      await Promise.all(tombstones.map((tombstone) => table.put(tombstone)))
    },
    among: async (keys) =>
      new Set((await keysOf.getAll(keys.map((erasureKey) => ({ erasureKey })))).map(({ erasureKey }) => erasureKey)),
    due: dueIn(options),
    ofParty(retailerId, { limit, behind }) {
      const rows = table.query({
        index: "byParty",
        expression: "retailerId = :retailerId",
        values: { ":retailerId": retailerId },
        descending: true,
        pageSize: limit,
        after: behind && placeOf(behind),
      })
      return firstShipments(rows, limit)
    },
  }
}

function dueIn(options: TableOptions): Erasures["due"] {
  const listed = dynamoTable({ ...options, schema: z.object({ erasureKey: ownString(), dueAt: ownString() }) })
  return async function* (by) {
    const query = { expression: "#due = :list AND dueAt <= :by", names: { "#due": "due" }, index: "byDue" }
    const lists = listsOfDue(dueErasures).map((list) =>
      listed.query({ ...query, values: { ":list": list, ":by": by } }),
    )
    for await (const { erasureKey } of longestDueFirst(lists)) yield erasureKey
  }
}

async function firstShipments(rows: AsyncIterable<ErasureRow>, limit: number): Promise<ShipmentErasure[]> {
  const found: ShipmentErasure[] = []
  for await (const row of rows) {
    if (row.kind === "shipment") found.push(row)
    if (found.length === limit) break
  }
  return found
}

/** Where an erasure is in the table and in the index by party. */
function placeOf({ erasureKey, retailerId, requestedAt }: ShipmentErasure) {
  return { erasureKey, retailerId, requestedAt }
}
