import { calculateJwkThumbprint } from "jose"
import { actAlgorithms } from "../../shared/base/contracts/act-signature.ts"
import { type ActRequest, actHeaders } from "./act-headers.ts"
import { type PrivateKey, signingKeyOf } from "./private-key.ts"

/** Signs what a party does in a case. The result are the headers that go with the request. */
export type ActSigner = (request: ActRequest) => Promise<Record<string, string>>

/**
 * Signs acts with the key that signs the party's tokens.
 *
 * @param now the clock, in epoch milliseconds
 */
export function actSigner(key: PrivateKey, now: () => number = Date.now): ActSigner {
  return async (request) => {
    const signingKey = await signingKeyOf(key)
    if (!(signingKey instanceof CryptoKey)) throw new TypeError("The key is not one of WebCrypto")
    const keyId = await calculateJwkThumbprint(key)
    const signing = { keyId, created: Math.floor(now() / 1_000), algorithm: actAlgorithms[key.kty] }
    return actHeaders(request, signingKey, signing)
  }
}
