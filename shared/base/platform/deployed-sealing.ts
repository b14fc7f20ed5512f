import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms"
import { systemClock } from "./clock.ts"
import { deployedResource } from "./deployed-resources.ts"
import { deployedTable } from "./deployed-table.ts"
import { DataKeyMissing, dynamoSealingKeys } from "./dynamo-sealing-keys.ts"
import { type DataKeyWrapper, type Sealer, sealer } from "./sealing.ts"

/** The sealer of the deployed system: data keys in the SealingKeys table, each wrapped by the KMS sealing key. */
export function deployedSealer(): Sealer {
  return sealer({
    keys: dynamoSealingKeys(deployedTable("SealingKeys")),
    wrapper: kmsDataKeys(new KMSClient({}), deployedResource("sealingKey")),
    now: systemClock,
  })
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
