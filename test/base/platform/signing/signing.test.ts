import { generateKeyPairSync, sign } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import { compactVerify, importJWK } from "jose"
import { publicKeySetSchema, trustedKeys } from "../../../../shared/base/platform/signing/public-keys.ts"
import { rawSignature } from "../../../../shared/base/platform/signing/raw-signature.ts"
import { signedText } from "../../../../shared/base/platform/signing/signed-text.ts"
import { isSignedBy } from "../../../../shared/base/platform/signing/verify-signature.ts"
import { memorySigner } from "./memory-signer.ts"
import { newPrivateKey } from "./test-signer.ts"

const content = { seq: 3, hash: "a".repeat(64), timeline: "WS-AAAAAAAAAA" }
const onlyKeyOf = async (signer: ReturnType<typeof memorySigner>) => {
  const { keys } = publicKeySetSchema.parse(await signer.all())
  const key = keys.at(-1)
  if (key === undefined) throw new Error("there is a key")
  return key
}

describe("a signature", () => {
  it("holds for the content, the kind and the key that it was made for, and for nothing else (promise: head-cannot-be-denied)", async () => {
    const signer = memorySigner([newPrivateKey()])
    const key = await onlyKeyOf(signer)
    const signature = await signer.sign("head", content)
    const flipped = `${signature.value.startsWith("A") ? "B" : "A"}${signature.value.slice(1)}`

    expect(isSignedBy(key, "head", content, signature)).toBe(true)
    // Canonical JSON: the order of the fields says nothing.
    expect(isSignedBy(key, "head", { timeline: content.timeline, hash: content.hash, seq: 3 }, signature)).toBe(true)
    expect(isSignedBy(key, "head", { ...content, seq: 4 }, signature)).toBe(false)
    expect(isSignedBy(key, "statement", content, signature)).toBe(false)
    expect(isSignedBy(key, "head", content, { ...signature, value: flipped })).toBe(false)
    expect(isSignedBy(key, "head", content, { ...signature, keyId: "b".repeat(43) })).toBe(false)
    expect(isSignedBy(await onlyKeyOf(memorySigner([newPrivateKey()])), "head", content, signature)).toBe(false)
    expect(isSignedBy({ x: "A".repeat(43), y: "A".repeat(43) }, "head", content, signature)).toBe(false)
  })

  it("is the signature of a JWS, which a library verifies", async () => {
    const signer = memorySigner([newPrivateKey()])
    const { endorsements: _none, ...key } = await onlyKeyOf(signer)
    const { keyId, value } = await signer.sign("statement", content)

    const verified = await compactVerify(`${signedText("statement", keyId, content)}.${value}`, await importJWK(key))

    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toEqual(content)
    expect(verified.protectedHeader).toEqual({ alg: "ES256", kid: keyId, typ: "wayseal-statement+jws" })
  })

  it("has 64 bytes, whatever leading zeros and bits its numbers have", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const lengths = new Set<number>()
    for (let tried = 0; tried < 600; tried++) {
      const der = sign("sha256", Buffer.from(`text ${tried}`), privateKey)
      lengths.add(der.length)
      expect(rawSignature(der)).toHaveLength(64)
    }
    // Numbers of 31, 32 and 33 bytes occurred.
    expect(lengths.size).toBeGreaterThan(2)
  })

  it.each([
    ["nothing", ""],
    ["another structure", "3106020101020101"],
    ["a number that goes beyond the end", "300602010102ff01"],
    ["a number that is too long", `3046022100${"01".repeat(33)}0221${"01".repeat(33)}`],
    ["more than two numbers", "3009020101020101020101"],
  ])("is refused if it holds %s", (_what, hex) => {
    expect(() => rawSignature(Buffer.from(hex, "hex"))).toThrow("not a DER signature on P-256")
  })
})

describe("the keys that a verifier trusts", () => {
  const threeKeys = () => [newPrivateKey(), newPrivateKey(), newPrivateKey()] as const
  const namesOf = (keys: ReadonlyMap<string, unknown>) => [...keys.keys()]

  it("are the pinned one and those that rotations put before and after it (promise: rotated-key-counts)", async () => {
    const published = await memorySigner(threeKeys()).all()
    const kids = published.keys.map(({ kid }) => kid)
    for (const pinned of kids) expect(namesOf(trustedKeys(published, [pinned])).sort()).toEqual([...kids].sort())
  })

  it("are none if no key is pinned, or only one that is not there", async () => {
    const published = await memorySigner(threeKeys()).all()
    expect(namesOf(trustedKeys(published, []))).toEqual([])
    expect(namesOf(trustedKeys(published, ["c".repeat(43)]))).toEqual([])
  })

  it("do not include one that nobody endorsed, that endorsed itself, or that has the name of another (promise: false-key-is-refused)", async () => {
    const ours = await memorySigner([newPrivateKey(), newPrivateKey()]).all()
    const theirs = await memorySigner([newPrivateKey(), newPrivateKey()]).all()
    const [first, second] = ours.keys
    const [foreign] = theirs.keys
    if (first === undefined || second === undefined || foreign === undefined) throw new Error("there are keys")
    const trusts = (keys: typeof ours.keys) => namesOf(trustedKeys({ keys }, [first.kid]))

    expect(trusts([...ours.keys, ...theirs.keys])).toEqual([first.kid, second.kid])
    // Endorsements of another key do not carry over.
    expect(trusts([first, { ...foreign, endorsements: second.endorsements }])).toEqual([first.kid])
    expect(trusts([{ ...foreign, kid: first.kid }])).toEqual([])
  })
})
