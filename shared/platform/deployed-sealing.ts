import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms"
import { systemClock } from "./clock.ts"
import { deployedResource } from "./deployed-resources.ts"
import { deployedTable } from "./deployed-table.ts"
import { dynamoTable } from "./dynamo-table.ts"
import { type DataKeyWrapper, type Sealer, type SealingKeys, sealer, sealingKeyRow } from "./sealing.ts"

/** The sealer of the deployed system: data keys in the SealingKeys table, each wrapped by the KMS sealing key. */
export function deployedSealer(): Sealer {
  return sealer({
    keys: dynamoSealingKeys(deployedTable("SealingKeys")),
    wrapper: kmsDataKeys(new KMSClient({}), deployedResource("sealingKey")),
    now: systemClock,
  })
}

export function dynamoSealingKeys(options: { client: DynamoDBClient; tableName: string }): SealingKeys {
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

export function kmsDataKeys(kms: KMSClient, keyId: string): DataKeyWrapper {
  return {
    async generate(owner) {
      const answer = await kms.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { owner } }),
      )
      if (answer.Plaintext === undefined || answer.CiphertextBlob === undefined) throw new DataKeyMissing()
      return { key: answer.Plaintext, wrappedKey: Buffer.from(answer.CiphertextBlob).toString("base64") }
    },
    async unwrap(owner, wrappedKey) {
      const answer = await kms.send(
        new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: Buffer.from(wrappedKey, "base64"),
          EncryptionContext: { owner },
        }),
      )
      if (answer.Plaintext === undefined) throw new DataKeyMissing()
      return answer.Plaintext
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
