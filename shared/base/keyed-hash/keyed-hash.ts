import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto"
import * as z from "zod"
import { boundedString } from "../contracts/bounded-string.ts"
import { detectorMemoryDays } from "../contracts/retention.ts"
import { dayMilliseconds } from "../platform/instants.ts"

/** What a value is hashed for. Each purpose has its own key, so the hashes of two purposes cannot be compared. */
export type HashPurpose =
  | "tracking-number"
  | "order-reference"
  | "link-digest"
  | "postal-proof"
  | "house-proof"
  | "delivery-point"
  | "shared-delivery-point"
  | "shipment-content"
  | "event-id"
  | "accessor"
  | "accessor-token"
  | "reference-tag"
  | "ordinal-offset"
  | "cookie"
  | "case-alias"
  | "erasure"
  | "mail-contact"
  | "settings-command"
  | "officer"
  | "sign-in"
  | "operator"
  | "operator-sign-in"
  | "shop"
  | "shop-order"
  | "shop-company"
  | "shop-fulfilment"
  | "shop-shipment"
  | "shop-link-token"
  | "shop-notice"
  | "report"
  | "ledger-log"

/**
 * HMAC-SHA-256 under a versioned secret. Writers hash new values with the newest active version. Readers try every
 * version.
 */
export type KeyedHash = {
  /** Hash under the newest active version: base64url, 43 characters. The lengths of the parts are hashed too. */
  hash(purpose: HashPurpose, ...parts: readonly string[]): string
  /** Hashes under every version: the newest active one first, then the others, newest first. */
  hashes(purpose: HashPurpose, ...parts: readonly string[]): string[]
  /**
   * Adds the retailer's secret offset. It hides the number and keeps order and gaps. It always uses the oldest version,
   * so that gaps stay the same after a rotation. Below 2^40 for ordinals of up to 12 digits.
   */
  blindOrdinal(retailerId: string, ordinal: number): number
  /** Hash under the oldest version, for values that are compared with values from before a rotation. */
  lastingHash(purpose: HashPurpose, ...parts: readonly string[]): string
  /** Six base64url characters that name one reference of one retailer in access profiles, under the oldest version. */
  referenceTag(retailerId: string, reference: string): string
  /** The names of accessors at a time (epoch milliseconds). Without a current or recent rotation there is one name. */
  accessorNames(at: number): AccessorNames
}

/** Hashes one accessor under one version. */
export type AccessorName = (...parts: readonly string[]) => string

/**
 * The names of an accessor during a rotation. For its first 30 days a new version is recorded beside the current one.
 * When it becomes current, the profiles under both names are equally complete.
 */
export type AccessorNames = {
  /** The name that findings, restrictions and the ledger use. */
  readonly current: AccessorName
  /** Names that become current later, the next one first. */
  readonly next: readonly AccessorName[]
  /** Names that were current less than 30 days ago, the latest first. `until` is in epoch milliseconds. */
  readonly former: readonly { readonly name: AccessorName; readonly until: number }[]
}

const secretVersions = z
  .looseObject({ activeFrom: z.record(boundedString(256).regex(/^\d{1,6}$/), z.iso.datetime()) })
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

/** The secret of the keyed hashes is invalid. The message names rules, never a value. */
export class KeyedHashSecretInvalid extends Error {
  override name = "KeyedHashSecretInvalid"
  constructor(reasons: readonly string[]) {
    super(`The keyed-hash secret is invalid: ${reasons.join(", ")}`)
  }
}

/** How long accessors are recorded under both versions: as long as profiles remember the old names. */
const dualWriteMilliseconds = detectorMemoryDays * dayMilliseconds

const ordinalOffsets = 2n ** 40n - 10n ** 12n

/** One version of the secret, with the keys that were derived from it. */
type Version = ReturnType<typeof parseSecret>[number] & { keys: Map<HashPurpose, KeyObject> }

/**
 * Keyed hashes from the secret's JSON text: `{"activeFrom": {"1": "1970-01-01T00:00:00Z"}, "1": "<at least 32 random
 * characters>"}`.
 *
 * @param now decides which versions are active. Before any version is active, the oldest is used.
 * @throws KeyedHashSecretInvalid
 */
export function keyedHash(secretJson: string, now: () => Date): KeyedHash {
  const versions: Version[] = parseSecret(secretJson).map((version) => ({ ...version, keys: new Map() }))
  const oldest = versions.at(-1)
  if (oldest === undefined) throw new KeyedHashSecretInvalid(["there is no version"])
  const newest = (): Version => {
    const at = now().getTime()
    return versions.find((version) => version.activeFrom <= at) ?? oldest
  }
  const text = (version: Version, purpose: HashPurpose, parts: readonly string[]) =>
    digest(version, purpose, parts).toString("base64url")
  return {
    hash: (purpose, ...parts) => text(newest(), purpose, parts),
    hashes(purpose, ...parts) {
      const first = newest()
      const others = versions.filter((version) => version !== first)
      return [first, ...others].map((version) => text(version, purpose, parts))
    },
    blindOrdinal: ordinalBlinder(oldest),
    lastingHash: (purpose, ...parts) => text(oldest, purpose, parts),
    referenceTag: (retailerId, reference) => text(oldest, "reference-tag", [retailerId, reference]).slice(0, 6),
    accessorNames: (at) => accessorNamesAt(versions, oldest, at),
  }
}

function digest(version: Version, purpose: HashPurpose, parts: readonly string[]): Buffer {
  const hmac = createHmac("sha256", keyOf(version, purpose))
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part)
  return hmac.digest()
}

function keyOf({ keys, secret }: Version, purpose: HashPurpose): KeyObject {
  const known = keys.get(purpose)
  if (known !== undefined) return known
  // A key object, because in Node 24 each hash takes eight times as long with a key of plain bytes.
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", `wayseal ${purpose}`, 32)))
  keys.set(purpose, key)
  return key
}

function ordinalBlinder(oldest: Version): KeyedHash["blindOrdinal"] {
  const offsets = new Map<string, number>()
  return (retailerId, ordinal) => {
    const known = offsets.get(retailerId)
    const offset = known ?? Number(digest(oldest, "ordinal-offset", [retailerId]).readBigUInt64BE() % ordinalOffsets)
    offsets.set(retailerId, offset)
    return offset + ordinal
  }
}

function accessorNamesAt(versions: readonly Version[], oldest: Version, at: number): AccessorNames {
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
