import { createHash, generateKeyPairSync, sign } from "node:crypto"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { deployedPublishedKeys, deployedSigner } from "../../../../shared/base/platform/signing/deployed-signer.ts"
import { trustedKeys } from "../../../../shared/base/platform/signing/public-keys.ts"
import { signedText } from "../../../../shared/base/platform/signing/signed-text.ts"
import { isSignedBy, publicPointOf, thumbprintOf } from "../../../../shared/base/platform/signing/verify-signature.ts"
import { type AwsStub, startAwsStub } from "../../../infra/cli/aws-stub.ts"

const keys = ["old", "new"].map((name) => {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const kid = thumbprintOf(publicPointOf(pair.publicKey))
  return { arn: `arn:aws:kms:ca-central-1:111122223333:key/${name}`, ...pair, kid }
})
const [older, newer] = keys
if (older === undefined || newer === undefined) throw new Error("there are two keys")
const content = { seq: 1 }

/** All that is signed here. KMS gets a digest, and Node.js signs no digest. */
const texts = [
  signedText("head", newer.kid, content),
  signedText("key", older.kid, { key: newer.kid }),
  signedText("key", newer.kid, { key: older.kid }),
]
const digestOf = (text: string) => createHash("sha256").update(text, "utf8").digest("base64")

describe("the signing keys in KMS", () => {
  const before = { ...process.env }
  let aws: AwsStub
  let isAway: boolean

  beforeEach(async () => {
    isAway = false
    aws = await startAwsStub(({ action, parameters }) => {
      const key = keys.find(({ arn }) => arn === parameters["KeyId"])
      if (key === undefined || isAway) return { error: "NotFoundException" }
      if (action === "GetPublicKey")
        return { json: { PublicKey: key.publicKey.export({ format: "der", type: "spki" }).toString("base64") } }
      const text = texts.find((one) => digestOf(one) === parameters["Message"])
      const isRight = parameters["MessageType"] === "DIGEST" && parameters["SigningAlgorithm"] === "ECDSA_SHA_256"
      if (text === undefined || !isRight) return { error: "ValidationException" }
      return { json: { Signature: sign("sha256", Buffer.from(text), key.privateKey).toString("base64") } }
    })
    Object.assign(process.env, {
      AWS_REGION: "ca-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: aws.url,
      SIGNING_KEY_ID: newer.arn,
      PUBLISHED_KEY_IDS: keys.map(({ arn }) => arn).join(","),
    })
  })
  afterEach(async () => {
    await aws.stop()
    process.env = { ...before }
  })

  it("sign with the newest one, and ask for its public key once", async () => {
    const signer = deployedSigner()
    const signatures = [await signer.sign("head", content), await signer.sign("head", content)]

    for (const signature of signatures)
      expect(isSignedBy(publicPointOf(newer.publicKey), "head", content, signature)).toBe(true)
    expect(aws.calls.map(({ action }) => action)).toEqual(["GetPublicKey", "Sign", "Sign"])
  })

  it("are published once, and endorse each other", async () => {
    const { all } = deployedPublishedKeys()
    const published = await all()

    expect(published.keys.map(({ kid }) => kid)).toEqual([older.kid, newer.kid])
    expect([...trustedKeys(published, [older.kid]).keys()]).toEqual([older.kid, newer.kid])
    expect([...trustedKeys(published, [newer.kid]).keys()]).toEqual([newer.kid, older.kid])
    expect(await all()).toBe(published)
  })

  it("are asked for again after KMS was away", async () => {
    const signer = deployedSigner()
    isAway = true
    await expect(signer.sign("head", content)).rejects.toThrow()
    isAway = false
    await expect(signer.sign("head", content)).resolves.toMatchObject({ keyId: newer.kid })
  })
})
