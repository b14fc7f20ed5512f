import { dynamoTable, type TableOptions } from "./dynamo-table.ts"
import { type SealingKeys, sealingKeyRow } from "./sealing.ts"

/** Wrapped keys in DynamoDB. */
export function dynamoSealingKeys(options: TableOptions): SealingKeys {
  const table = dynamoTable({ ...options, schema: sealingKeyRow })
  return {
    get: (owner) => table.get({ owner }),
    async create(row) {
      const put = await table.put(row, { expression: "attribute_not_exists(#owner)", names: { "#owner": "owner" } })
      if (put.written) return row
      const kept = put.current ?? (await table.get({ owner: row.owner }))
      if (kept === undefined) throw new DataKeyMissing()
      return kept
    },
    async shred(owner, at) {
      await table.update(
        { owner },
        {
          expression:
            "SET shreddedAt = if_not_exists(shreddedAt, :at), createdAt = if_not_exists(createdAt, :at) REMOVE wrappedKey",
          values: { ":at": at },
        },
      )
    },
  }
}

/** A data key is missing: KMS answered without one, or a stored one vanished. */
export class DataKeyMissing extends Error {
  override name = "DataKeyMissing"
  constructor() {
    super("A data key is missing")
  }
}
