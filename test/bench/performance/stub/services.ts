import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto"
import * as z from "zod"

/** What a call to another service than DynamoDB answers, and how many billed entries it has. */
export type ServiceAnswer = { readonly body: object; readonly entries: number }

const putEvents = z.object({
  Entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
})
const secret = z.object({ SecretId: z.string() })
const ofOwner = z.object({ EncryptionContext: z.object({ owner: z.string() }) })
const mac = z.object({ Message: z.string() })

/** EventBridge bills an event by each 64 KB that it begins. */
const billedEventBytes = 64 * 1024

/** Bytes of a 256-bit data key as KMS wraps it. */
const wrappedKeyBytes = 184

const signing = generateKeyPairSync("ec", { namedCurve: "P-256" })

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Answers of each service, by target. The data keys of KMS follow from their owners, so that they open again. */
const answers: Readonly<Record<string, (body: unknown, secrets: Readonly<Record<string, string>>) => ServiceAnswer>> = {
  "AWSEvents.PutEvents"(body) {
    const { Entries } = putEvents.parse(body)
    const billed = Entries.map(({ Source, DetailType, Detail }) =>
      Math.ceil((14 + Buffer.byteLength(Source + DetailType + Detail)) / billedEventBytes),
    )
    const accepted = Entries.map((_, index) => ({ EventId: `event-${index}` }))
    return { body: { FailedEntryCount: 0, Entries: accepted }, entries: billed.reduce((sum, one) => sum + one, 0) }
  },
  "secretsmanager.GetSecretValue"(body, secrets) {
    const { SecretId } = secret.parse(body)
    const SecretString = secrets[SecretId]
    if (SecretString === undefined) throw new Error(`The stub has no secret ${SecretId}`)
    return { body: { Name: SecretId, SecretString }, entries: 1 }
  },
  "TrentService.GenerateDataKey"(body) {
    const { owner } = ofOwner.parse(body).EncryptionContext
    const CiphertextBlob = Buffer.alloc(wrappedKeyBytes, digest(`wrapped ${owner}`)).toString("base64")
    return { body: { Plaintext: digest(owner).toString("base64"), CiphertextBlob, KeyId: "key" }, entries: 1 }
  },
  "TrentService.Decrypt"(body) {
    const { owner } = ofOwner.parse(body).EncryptionContext
    return { body: { Plaintext: digest(owner).toString("base64"), KeyId: "key" }, entries: 1 }
  },
  "TrentService.GetPublicKey": () => ({
    body: { PublicKey: signing.publicKey.export({ type: "spki", format: "der" }).toString("base64"), KeyId: "key" },
    entries: 1,
  }),
  "TrentService.Sign"(body) {
    const { Message } = mac.parse(body)
    const Signature = sign("sha256", Buffer.from(Message, "base64"), signing.privateKey).toString("base64")
    return { body: { Signature, KeyId: "key" }, entries: 1 }
  },
  "TrentService.GenerateMac"(body) {
    const { Message } = mac.parse(body)
    return { body: { Mac: createHmac("sha256", "key").update(Message).digest("base64"), KeyId: "key" }, entries: 1 }
  },
}

/**
 * Answers a call to EventBridge, Secrets Manager or KMS.
 *
 * @param target such as `AWSEvents.PutEvents`
 * @throws Error for a target that the stub does not know
 */
export function answerService(target: string, body: unknown, secrets: Readonly<Record<string, string>>): ServiceAnswer {
  const answer = answers[target]
  if (answer === undefined) throw new Error(`The stub does not know ${target}`)
  return answer(body, secrets)
}
