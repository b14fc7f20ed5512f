import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { type SequenceHeads, sequenceHeadRow } from "./sequence-head.ts"

/** The heads in DynamoDB. What records shipments starts without the schema of learned traffic. */
export function dynamoSequenceHeads(options: TableOptions): SequenceHeads {
  const table = dynamoTable({ ...options, schema: sequenceHeadRow })
  return {
    async advanceHead(retailerId, head) {
      await table.update(
        { retailerId },
        {
          expression: "SET sequenceHead = :head",
          condition: "attribute_not_exists(sequenceHead) OR sequenceHead.#ordinal < :ordinal",
          names: { "#ordinal": "ordinal" },
          values: { ":head": head, ":ordinal": head.ordinal },
        },
      )
    },
  }
}
