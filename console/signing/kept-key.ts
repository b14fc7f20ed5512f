import * as z from "zod"
import { p256PublicKey } from "../../shared/base/contracts/act-signature.ts"

/**
 * A key that signs, kept in this browser. Nobody can take the private key out: not this page either. Whoever clears the
 * data of the site loses it, and makes a new one.
 */
const keptKeySchema = z.object({
  privateKey: z.instanceof(CryptoKey),
  publicKey: p256PublicKey,
  /** Its thumbprint (RFC 7638). */
  kid: z.string(),
  /** From when on it signs, in epoch milliseconds of this computer. */
  from: z.number(),
})
export type KeptKey = z.output<typeof keptKeySchema>

/** The hub knows a new key everywhere after a minute. */
const untilKnown = 75_000

/** Makes a key that cannot be taken out of the browser. It is not kept yet. */
export async function makeKey(): Promise<KeptKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
  ])
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey)
  const half = p256PublicKey.parse({ kty, crv, x, y })
  // The members in the order of RFC 7638 section 3.2.
  const text = JSON.stringify({ crv: half.crv, kty: half.kty, x: half.x, y: half.y })
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
  const kid = btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")
  return { privateKey, publicKey: half, kid, from: Date.now() + untilKnown }
}

/** Whose key it is: a person of a party. */
export type KeyOwner = { readonly partyId: string; readonly userId: string }

const nameOf = ({ partyId, userId }: KeyOwner): string => `${partyId} ${userId}`
const storeName = "keys"

/** The key that a person keeps in this browser. */
export async function keptKey(owner: KeyOwner): Promise<KeptKey | undefined> {
  const found = await inStore("readonly", (store) => store.get(nameOf(owner)))
  return keptKeySchema.safeParse(found).data
}

export async function keepKey(owner: KeyOwner, key: KeptKey): Promise<void> {
  await inStore("readwrite", (store) => store.put(key, nameOf(owner)))
}

export async function forgetKey(owner: KeyOwner): Promise<void> {
  await inStore("readwrite", (store) => store.delete(nameOf(owner)))
}

async function inStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opening = indexedDB.open("wayseal-signing", 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName)
  const database = await answered(opening)
  try {
    return await answered(ask(database.transaction(storeName, mode).objectStore(storeName)))
  } finally {
    database.close()
  }
}

const answered = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
