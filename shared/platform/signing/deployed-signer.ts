import { createHash, createPublicKey } from "node:crypto"
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms"
import type { Signature } from "../../contracts/signature.ts"
import { deployedResource } from "../deployed-resources.ts"
import { endorsementOf, type PublicKey } from "./public-keys.ts"
import { rawSignature } from "./raw-signature.ts"
import { type SignedKind, signedText } from "./signed-text.ts"
import type { PublishedKeys, Signer } from "./signer.ts"
import { publicPointOf, thumbprintOf } from "./verify-signature.ts"

/** A signing key in KMS, and the public key that it has there. */
type KmsKey = { readonly arn: string; readonly point: { readonly x: string; readonly y: string }; readonly kid: string }

/** The hub's signing keys in KMS. Each process asks for the public keys once. */
export function deployedSigner(kms = new KMSClient({})): Signer & PublishedKeys {
  const arns = deployedResource("signingKeys").split(",")
  const keys = arns.map((arn) => once(() => readKey(kms, arn)))
  const sign = async (key: KmsKey, kind: SignedKind, content: unknown): Promise<Signature> => {
    const Message = createHash("sha256")
      .update(signedText(kind, key.kid, content), "utf8")
      .digest()
    const answer = await kms.send(
      // A message of more than 4,096 bytes is signed by its digest.
      // https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
      new SignCommand({ KeyId: key.arn, Message, MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" }),
    )
    if (answer.Signature === undefined) throw new SignatureMissing()
    return { keyId: key.kid, value: rawSignature(answer.Signature).toString("base64url") }
  }
  const newest = keys.at(-1)
  if (newest === undefined) throw new SignatureMissing()
  const all = once(async () => {
    const known = await Promise.all(keys.map((key) => key()))
    const published = known.map(async ({ kid, point }, place): Promise<PublicKey> => {
      const neighbours = [known[place - 1], known[place + 1]].filter((key) => key !== undefined)
      const endorsements = neighbours.map((key) => sign(key, "key", endorsementOf({ kid })))
      const form = { kty: "EC", crv: "P-256", ...point, alg: "ES256", use: "sig", kid } as const
      return { ...form, endorsements: await Promise.all(endorsements) }
    })
    return { keys: await Promise.all(published) }
  })
  return { sign: async (kind, content) => sign(await newest(), kind, content), all }
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
