import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose"

/** A new key of a party (Ed25519, RFC 8037), for its tokens over HTTPS. */
export type PartyKey = { readonly publicKey: object; readonly privateKey: object }

/** Makes a key pair. Its id is the thumbprint of the public key (RFC 7638). */
export async function makePartyKey(): Promise<PartyKey> {
  const pair = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true })
  const jwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const { d } = await exportJWK(pair.privateKey)
  const publicKey = { kid, ...jwk }
  return { publicKey, privateKey: { ...publicKey, d } }
}
