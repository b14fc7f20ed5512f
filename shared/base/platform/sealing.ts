import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"

/** What a sealing key is for: a party (`party#x`), a carrier's accessor tokens (`tokens#x`) or a case (`case#x`). */
export type SealOwner = `party#${string}` | `tokens#${string}` | `case#${string}`

/**
 * Encrypts values that must be read again, with AES-256-GCM under a data key of the owner. KMS wraps the data key.
 * Owner, record key and field are authenticated, so a sealed value opens only where it was sealed. Shredding the key
 * makes its values unreadable.
 */
export type Sealer = {
  /** Seals a value. Sealing it again gives another text. @throws OwnerShredded */
  seal(owner: SealOwner, recordKey: string, field: string, value: string): Promise<string>
  /**
   * The value. Undefined when the owner's key is shredded or was never made.
   *
   * @throws SealBroken when the sealed text was changed, or sealed for another owner, record or field.
   */
  unseal(owner: SealOwner, recordKey: string, field: string, sealed: string): Promise<string | undefined>
  /** Destroys the owner's data key. Other containers may keep it for up to {@link dataKeySeconds}. Safe to repeat. */
  shred(owner: SealOwner): Promise<void>
}

/** The owner's key was shredded, so nothing more can be sealed. */
export class OwnerShredded extends Error {
  override name = "OwnerShredded"
  constructor() {
    super("The owner's data key was shredded")
  }
}

/** A sealed value does not open for its owner, record and field. */
export class SealBroken extends Error {
  override name = "SealBroken"
  constructor(field: string) {
    super(`The sealed ${field} does not open for its owner and record`)
  }
}

/** How long a container keeps an unwrapped data key in memory. */
export const dataKeySeconds = 300

const dataKeysKept = 500

export const sealingKeyRow = z.object({
  owner: ownString().min(1),
  wrappedKey: z.base64().optional().meta({ description: "The data key as KMS wrapped it. Absent once shredded" }),
  createdAt: z.iso.datetime(),
  shreddedAt: z.iso.datetime().optional(),
})

export type SealingKeyRow = z.infer<typeof sealingKeyRow>

/** The rows of wrapped data keys. */
export type SealingKeys = {
  get(owner: string): Promise<SealingKeyRow | undefined>
  /** Stores an owner's first key. An existing row stays and is returned. */
  create(row: SealingKeyRow): Promise<SealingKeyRow>
  /** Replaces the row with one that has no key. */
  shred(owner: string, at: string): Promise<void>
}

/** Makes and unwraps data keys. The owner is authenticated with the wrapped key. */
export type DataKeyWrapper = {
  generate(owner: string): Promise<{ key: Uint8Array; wrappedKey: string }>
  unwrap(owner: string, wrappedKey: string): Promise<Uint8Array>
}

/** A sealer over any rows and any wrapper. `now` decides when a cached key is read again. */
export function sealer(options: { keys: SealingKeys; wrapper: DataKeyWrapper; now: () => Date }): Sealer {
  const { keys, wrapper, now } = options
  const cache = dataKeyCache(now)

  const unwrapped = async (row: SealingKeyRow | undefined): Promise<Uint8Array | undefined> =>
    row?.wrappedKey === undefined ? undefined : wrapper.unwrap(row.owner, row.wrappedKey)

  async function findOrMake(owner: string): Promise<Uint8Array | undefined> {
    const existing = await keys.get(owner)
    if (existing !== undefined) return unwrapped(existing)
    const fresh = await wrapper.generate(owner)
    const kept = await keys.create({ owner, wrappedKey: fresh.wrappedKey, createdAt: now().toISOString() })
    return kept.wrappedKey === fresh.wrappedKey ? fresh.key : unwrapped(kept)
  }

  return {
    async seal(owner, recordKey, field, value) {
      const key = await cache.keyOf(owner, () => findOrMake(owner))
      if (key === undefined) throw new OwnerShredded()
      return encrypt(key, `${owner}|${recordKey}|${field}`, value)
    },
    async unseal(owner, recordKey, field, sealed) {
      const key = await cache.keyOf(owner, async () => unwrapped(await keys.get(owner)))
      if (key === undefined) return undefined
      const value = decrypt(key, `${owner}|${recordKey}|${field}`, sealed)
      if (value === undefined) throw new SealBroken(field)
      return value
    },
    async shred(owner) {
      cache.forget(owner)
      await keys.shred(owner, now().toISOString())
      cache.forget(owner)
    },
  }
}

/**
 * Unwrapped data keys, each for {@link dataKeySeconds}. If there are too many, the oldest is removed first.
 */
function dataKeyCache(now: () => Date) {
  const cache = new Map<string, { key: Promise<Uint8Array | undefined>; until: number }>()
  return {
    keyOf(owner: string, find: () => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
      const at = now().getTime()
      const known = cache.get(owner)
      if (known !== undefined && at < known.until) return known.key
      const key = find()
      cache.delete(owner)
      cache.set(owner, { key, until: at + dataKeySeconds * 1_000 })
      for (const oldest of cache.keys()) {
        if (cache.size <= dataKeysKept) break
        cache.delete(oldest)
      }
      // The cache keeps only keys that exist. After an error or a missing key, the next call reads the store again.
      const forget = () => {
        if (cache.get(owner)?.key === key) cache.delete(owner)
      }
      key.then((found) => found === undefined && forget(), forget)
      return key
    },
    forget: (owner: string) => cache.delete(owner),
  }
}

const prefix = "s1."

const nonceBytes = 12

const tagBytes = 16

function encrypt(key: Uint8Array, associated: string, value: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(associated))
  const body = Buffer.concat([cipher.update(value, "utf8"), cipher.final()])
  return prefix + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")
}

function decrypt(key: Uint8Array, associated: string, sealed: string): string | undefined {
  if (!sealed.startsWith(prefix)) return undefined
  const bytes = Buffer.from(sealed.slice(prefix.length), "base64url")
  if (bytes.length < nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(associated))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8")
  } catch {
    return undefined
  }
}
