import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto"
import * as z from "zod"
import { detectorMemoryDays } from "../contracts/retention.ts"
import { dayMilliseconds } from "../platform/instants.ts"

/** What a value is hashed for; each purpose has its own key, so that no hash of one can be looked up as another. */
export type HashPurpose =
  | "tracking-number"
  | "order-reference"
  | "link-digest"
  | "postal-proof"
  | "delivery-point"
  | "shipment-content"
  | "event-id"
  | "accessor"
  | "reference-tag"
  | "ordinal-offset"
  | "cookie"
  | "case-alias"

/**
 * HMAC-SHA-256 under a versioned secret. New values are hashed with the newest active version; a reader tries every version, and a row
 * is written where it is found, else under the newest.
 */
export type KeyedHash = {
  /** Hash under the newest active version: base64url, 43 characters. Several parts are kept apart by their lengths. */
  hash(purpose: HashPurpose, ...parts: readonly string[]): string
  /** Hashes under every version: the newest active one first, then the others, newest first. */
  hashes(purpose: HashPurpose, ...parts: readonly string[]): string[]
  /**
   * Adds the retailer's secret offset: order and gaps stay, the number is hidden. Always under the oldest version, because gaps must
   * survive a rotation; below 2^40 for ordinals of up to 12 digits.
   */
  blindOrdinal(retailerId: string, ordinal: number): number
  /** Hash under the oldest version, for what is compared with what was kept before a rotation. */
  lastingHash(purpose: HashPurpose, ...parts: readonly string[]): string
  /** Six base64url characters that stand for one reference of one retailer in access profiles; under the oldest version, as ordinals are. */
  referenceTag(retailerId: string, reference: string): string
  /** The names that accessors have at a time, epoch milliseconds; while no version is new, there is one. */
  accessorNames(at: number): AccessorNames
}

/** Hashes one accessor under one version. */
export type AccessorName = (...parts: readonly string[]) => string

/**
 * The names that an accessor has over a rotation. A new version names nobody for its first 30 days, in which it is recorded alongside; when
 * it takes over it knows as much as profiles keep.
 */
export type AccessorNames = {
  /** The one that findings, restrictions and the ledger use. */
  readonly current: AccessorName
  /** Those that will take over, the next first. */
  readonly next: readonly AccessorName[]
  /** Those that were current until less than 30 days ago, the latest first; `until` in epoch milliseconds. */
  readonly former: readonly { readonly name: AccessorName; readonly until: number }[]
}

const secretVersions = z
  .looseObject({ activeFrom: z.record(z.string().regex(/^\d{1,6}$/), z.iso.datetime()) })
  .transform((secret, context) => {
    const versions: { number: number; activeFrom: number; secret: string }[] = []
    for (const [number, activeFrom] of Object.entries(secret.activeFrom)) {
      const value = secret[number]
      if (typeof value === "string" && value.length >= 32)
        versions.push({ number: Number(number), activeFrom: Date.parse(activeFrom), secret: value })
      else context.addIssue({ code: "custom", path: [number], message: "a version needs a secret of 32 characters" })
    }
    if (versions.length === 0) context.addIssue({ code: "custom", message: "there is no version" })
    return versions.sort((one, other) => other.number - one.number)
  })

/** The secret of the keyed hashes is not what it must be. Names rules, never a value. */
export class KeyedHashSecretInvalid extends Error {
  override name = "KeyedHashSecretInvalid"
  constructor(reasons: readonly string[]) {
    super(`The keyed-hash secret is invalid: ${reasons.join(", ")}`)
  }
}

/** While profiles still remember the old names, accessors are recorded under both versions. */
const dualWriteMilliseconds = detectorMemoryDays * dayMilliseconds

const ordinalOffsets = 2n ** 40n - 10n ** 12n

/**
 * Keyed hashes from the secret's JSON text: `{"activeFrom": {"1": "1970-01-01T00:00:00Z"}, "1": "<at least 32 random characters>"}`.
 *
 * @param now decides which versions are active; before any is, the oldest serves.
 * @throws KeyedHashSecretInvalid
 */
export function keyedHash(secretJson: string, now: () => Date): KeyedHash {
  const versions = parseSecret(secretJson).map((version) => ({ ...version, keys: new Map<HashPurpose, KeyObject>() }))
  type Version = (typeof versions)[number]
  const oldest = versions[versions.length - 1]
  if (oldest === undefined) throw new KeyedHashSecretInvalid(["there is no version"])

  function keyOf(version: Version, purpose: HashPurpose): KeyObject {
    const known = version.keys.get(purpose)
    if (known !== undefined) return known
    // As a key object: from plain bytes, Node 24 takes eight times as long for each hash.
    const key = createSecretKey(Buffer.from(hkdfSync("sha256", version.secret, "", `wayseal ${purpose}`, 32)))
    version.keys.set(purpose, key)
    return key
  }
  function digest(version: Version, purpose: HashPurpose, parts: readonly string[]): Buffer {
    const hmac = createHmac("sha256", keyOf(version, purpose))
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part)
    return hmac.digest()
  }
  const newest = (): Version => {
    const at = now().getTime()
    return versions.find((version) => version.activeFrom <= at) ?? oldest
  }
  const offsets = new Map<string, number>()

  return {
    hash: (purpose, ...parts) => digest(newest(), purpose, parts).toString("base64url"),
    hashes(purpose, ...parts) {
      const first = newest()
      return [first, ...versions.filter((version) => version !== first)].map((version) =>
        digest(version, purpose, parts).toString("base64url"),
      )
    },
    blindOrdinal(retailerId, ordinal) {
      let offset = offsets.get(retailerId)
      if (offset === undefined) {
        const bytes = digest(oldest, "ordinal-offset", [retailerId]).readBigUInt64BE()
        offset = Number(bytes % ordinalOffsets)
        offsets.set(retailerId, offset)
      }
      return offset + ordinal
    },
    lastingHash: (purpose, ...parts) => digest(oldest, purpose, parts).toString("base64url"),
    referenceTag: (retailerId, reference) =>
      digest(oldest, "reference-tag", [retailerId, reference]).toString("base64url").slice(0, 6),
    accessorNames(at) {
      const takesOverAt = (version: Version) =>
        version === oldest ? Number.NEGATIVE_INFINITY : version.activeFrom + dualWriteMilliseconds
      const name =
        (version: Version): AccessorName =>
        (...parts) =>
          digest(version, "accessor", parts).toString("base64url")
      const place = versions.findIndex((version) => takesOverAt(version) <= at)
      const newer = versions.slice(0, place).reverse()
      const former = versions.slice(place + 1).map((version, index) => {
        const until = Math.min(...versions.slice(0, place + 1 + index).map(takesOverAt))
        return { name: name(version), until }
      })
      return {
        current: name(versions[place] ?? oldest),
        next: newer.filter((version) => version.activeFrom <= at).map(name),
        former: former.filter(({ until }) => at < until + dualWriteMilliseconds),
      }
    },
  }
}

function parseSecret(json: string) {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new KeyedHashSecretInvalid(["it is not JSON"])
  }
  const parsed = secretVersions.safeParse(value)
  if (!parsed.success)
    throw new KeyedHashSecretInvalid(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`))
  return parsed.data
}
