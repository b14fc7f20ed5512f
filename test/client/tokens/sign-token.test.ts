import { describe, expect, it } from "@jest/globals"
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from "jose"
import { KeyUnreadable, type PrivateKey, readPrivateKey } from "../../../client/tokens/private-key.ts"
import { signToken, tokenSource } from "../../../client/tokens/sign-token.ts"
import { apiAudience, partyAuthenticator } from "../../../shared/parties/authenticate-party.ts"
import { parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { aCarrier } from "../../parties/invitations/invitation-world.ts"

const audience = apiAudience("prod")
const forms = [
  { algorithm: "EdDSA", curve: "Ed25519" },
  { algorithm: "ES256", curve: "P-256" },
]

async function newKey({ algorithm, curve } = { algorithm: "EdDSA", curve: "Ed25519" }) {
  const pair = await generateKeyPair(algorithm, { crv: curve, extractable: true })
  const jwk = await exportJWK(pair.privateKey)
  return { jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk) }, pem: await exportPKCS8(pair.privateKey) }
}

/** What the hub makes of a token of a party with this key. */
function authenticate(key: PrivateKey, token: string) {
  const { d: _private, ...publicKey } = key
  const northpost = aCarrier({ id: "northpost", channels: {}, credentials: { publicKeys: [publicKey] } })
  return partyAuthenticator({
    parties: partyDirectory(parties.parse({ parties: [northpost] }).parties),
    audience,
    clock: () => new Date(),
  })(`Bearer ${token}`)
}

describe("a token of a party", () => {
  it.each(forms)("is accepted by the hub when it is signed with $curve", async (form) => {
    const { jwk } = await newKey(form)
    const key = await readPrivateKey(JSON.stringify(jwk))
    const caller = await authenticate(key, await signToken({ partyId: "northpost", audience, key }))
    expect([caller.party.id, caller.keyId]).toEqual(["northpost", jwk.kid])
  })

  it.each(forms)("is accepted when the $curve key comes from a PEM", async (form) => {
    const { pem } = await newKey(form)
    const key = await readPrivateKey(pem, "2026-11")
    const caller = await authenticate(key, await signToken({ partyId: "northpost", audience, key }))
    expect(caller.keyId).toBe("2026-11")
  })

  it("names the visitor for whom a lookup is made", async () => {
    const key = await readPrivateKey(JSON.stringify((await newKey()).jwk))
    const onBehalfOf = { ip: "2001:db8::7", session: "sess-0001" }
    const caller = await authenticate(key, await signToken({ partyId: "northpost", audience, key, onBehalfOf }))
    expect(caller.onBehalfOf).toEqual(onBehalfOf)
  })

  it("is another one each time", async () => {
    const key = await readPrivateKey(JSON.stringify((await newKey()).jwk))
    const ids = await Promise.all(
      [1, 2].map(
        async () => (await authenticate(key, await signToken({ partyId: "northpost", audience, key }))).tokenId,
      ),
    )
    expect(new Set(ids).size).toBe(2)
  })
})

describe("a source of tokens", () => {
  it("gives the same token until less than a minute of it is left", async () => {
    const key = await readPrivateKey(JSON.stringify((await newKey()).jwk))
    let now = 0
    const source = tokenSource({ partyId: "northpost", audience, key, lifetimeSeconds: 240 }, () => now)
    const first = await source()
    now = 179_999
    expect(await source()).toBe(first)
    now = 180_000
    expect(await source()).not.toBe(first)
  })
})

describe("a private key", () => {
  it.each([
    ["is not JSON", async () => "{"],
    ["is a PEM without its id", async () => (await newKey()).pem],
    ["is a PEM of another kind", async () => (await newKey({ algorithm: "ES384", curve: "P-384" })).pem],
    ["is a public key", async () => JSON.stringify({ ...(await newKey()).jwk, d: undefined })],
  ])("is refused when it %s, in a sentence that does not repeat it", async (_, text) => {
    const given = await text()
    const failure = await readPrivateKey(given).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KeyUnreadable)
    for (const part of given.match(/[\w+/=-]{20,}/g) ?? []) expect(String(failure)).not.toContain(part)
  })

  it("is asked for its id alone, if it can be read", async () => {
    const { pem, jwk } = await newKey()
    for (const text of [pem, JSON.stringify({ ...jwk, kid: undefined })])
      await expect(readPrivateKey(text)).rejects.toThrow("has no kid. Give --kid, the id under which the hub knows it.")
    await expect(readPrivateKey(pem.slice(40))).rejects.toThrow("neither a JWK")
  })
})
