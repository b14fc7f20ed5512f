import { createHash, createPublicKey } from "node:crypto"
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms"
import type { Signature } from "../../contracts/signature.ts"
import { deployedResource } from "../deployed-resources.ts"
import { endorsementOf, type PublicKey } from "./public-keys.ts"
import { rawSignature } from "./raw-signature.ts"
import { type SignedKind, signedText } from "./signed-text.ts"
import type { PublishedKeys, Signer } from "./signer.ts"
import { type Point, publicPointOf, thumbprintOf } from "./verify-signature.ts"

/** A signing key in KMS, and the public key that it has there. */
type KmsKey = { readonly arn: string; readonly point: Point; readonly kid: string }

/** Signs with the hub's newest key in KMS. Each process asks for its public key once. */
export function deployedSigner(kms = new KMSClient({})): Signer {
  const newest = once(() => readKey(kms, deployedResource("signingKey")))
  return { sign: async (kind, content) => signWith(kms, await newest(), kind, content) }
}

/** All public keys of the hub. Each process reads them, and has them endorse each other, once. */
export function deployedPublishedKeys(kms = new KMSClient({})): PublishedKeys {
  const arns = deployedResource("publishedKeys").split(",")
  return {
    all: once(async () => {
      const known = await Promise.all(arns.map((arn) => readKey(kms, arn)))
      const published = known.map(async ({ kid, point }, place): Promise<PublicKey> => {
        const neighbours = [known[place - 1], known[place + 1]].filter((key) => key !== undefined)
        const endorsements = neighbours.map((key) => signWith(kms, key, "key", endorsementOf({ kid })))
        const form = { kty: "EC", crv: "P-256", ...point, alg: "ES256", use: "sig", kid } as const
        return { ...form, endorsements: await Promise.all(endorsements) }
      })
      return { keys: await Promise.all(published) }
    }),
  }
}

async function signWith(kms: KMSClient, key: KmsKey, kind: SignedKind, content: unknown): Promise<Signature> {
  const text = signedText(kind, key.kid, content)
  const answer = await kms.send(
    new SignCommand({
      KeyId: key.arn,
      // KMS takes no message of more than 4,096 bytes, but its digest.
      // https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
      Message: createHash("sha256").update(text, "utf8").digest(),
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
    }),
  )
  if (answer.Signature === undefined) throw new SignatureMissing()
  return { keyId: key.kid, value: rawSignature(answer.Signature).toString("base64url") }
}

async function readKey(kms: KMSClient, arn: string): Promise<KmsKey> {
  const { PublicKey: der } = await kms.send(new GetPublicKeyCommand({ KeyId: arn }))
  if (der === undefined) throw new SignatureMissing()
  const point = publicPointOf(createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" }))
  return { arn, point, kid: thumbprintOf(point) }
}

/** Asks once, and again after a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
}

class SignatureMissing extends Error {
  override readonly name = "SignatureMissing"
  constructor() {
    super("KMS answered without a signature or a public key")
  }
}
