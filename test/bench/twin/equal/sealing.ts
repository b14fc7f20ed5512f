/** Envelope encryption as the KMS guide has it: a data key for each container and party, wrapped beside the text. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms"
import * as z from "zod"

const kms = new KMSClient({})
const cipher = "aes-256-gcm"
const [ivBytes, tagBytes] = [12, 16]

/** In base64url: a stream carries bytes as text. */
export const sealedText = z.object({ wrapped: z.string(), text: z.string() })
export type SealedText = z.output<typeof sealedText>

type DataKey = { readonly plain: Uint8Array; readonly wrapped: string }
const ownKeys = new Map<string, Promise<DataKey>>()
const openedKeys = new Map<string, Promise<Uint8Array>>()

/** Calls KMS once for each party and container. */
export async function seal(owner: string, text: string): Promise<SealedText> {
  const { plain, wrapped } = await remembered(ownKeys, owner, async () => {
    const made = await kms.send(
      new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { owner } }),
    )
    return {
      plain: required(made.Plaintext),
      wrapped: Buffer.from(required(made.CiphertextBlob)).toString("base64url"),
    }
  })
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, plain, iv)
  const body = Buffer.concat([sealing.update(text, "utf8"), sealing.final()])
  return { wrapped, text: Buffer.concat([iv, sealing.getAuthTag(), body]).toString("base64url") }
}

export async function open(owner: string, { wrapped, text }: SealedText): Promise<string> {
  const plain = await remembered(openedKeys, wrapped, async () => {
    const CiphertextBlob = Buffer.from(wrapped, "base64url")
    return required((await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { owner } }))).Plaintext)
  })
  const bytes = Buffer.from(text, "base64url")
  const opening = createDecipheriv(cipher, plain, bytes.subarray(0, ivBytes))
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString("utf8")
}

const keyId = process.env["SEALING_KEY"] ?? ""

function remembered<Value>(known: Map<string, Promise<Value>>, name: string, make: () => Promise<Value>) {
  const found = known.get(name) ?? make()
  known.set(name, found)
  return found
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("KMS returned no key")
  return value
}
