import { createHmac, createSecretKey } from "node:crypto"
import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"
import type { NetworkKind } from "../../shared/base/contracts/words.ts"
import { browserFamily } from "../../shared/watch/detection/visitor/browser-family.ts"
import { networkOf } from "../../shared/watch/detection/visitor/client-network.ts"
import { existedBefore } from "../../shared/watch/detection/visitor/existed-before.ts"

type Accessor = TrackingAccess["accessor"]
type RawAccessor = Omit<Extract<Accessor, { kind: "raw" }>, "kind">

/** A visitor as the carrier's own tool saw it. */
export type SeenVisitor = RawAccessor & {
  /** Kind of its connection. By default unknown. */
  readonly networkKind?: NetworkKind
}

/** An accessor that the hub gets in place of raw values. */
export type FingerprintedAccessor = Extract<Accessor, { kind: "fingerprints" }>

/** Turns a visitor into fingerprints, for a lookup at a time (ISO). */
export type FingerprintAccessor = (visitor: SeenVisitor, at: string) => FingerprintedAccessor

/** The address is none. The message does not repeat it. */
export class AddressInvalid extends Error {
  override readonly name = "AddressInvalid"

  constructor() {
    super("ip is neither an IPv4 nor an IPv6 address.")
  }
}

const leastKeyBytes = 32
const length = 22

/**
 * Makes fingerprints of visitors where the lookups happened, so that no address, account or session leaves the carrier.
 * The hub compares them and cannot turn them back. They have the hub's own form: HMAC-SHA-256 over parts with their
 * lengths, in base64url, 22 characters (132 bits). As at the hub, the subject is the account, else a session that
 * existed before the lookup, else the network and the family of the browser. An IPv6 address counts as its /64.
 *
 * @param key at least 32 random bytes that nobody but the carrier has. With another key every visitor is a new one, so
 * keep it: the detector remembers visitors for 30 days
 * @throws RangeError for a shorter key
 */
export function accessorFingerprints(key: Uint8Array): FingerprintAccessor {
  if (key.length < leastKeyBytes) throw new RangeError(`The key needs at least ${leastKeyBytes} random bytes.`)
  // Given bytes, each HMAC would make a key of them again, which takes eight times as long.
  const secret = createSecretKey(key)
  const fingerprint = (...parts: readonly string[]): string => {
    const hmac = createHmac("sha256", secret)
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part)
    return hmac.digest("base64url").slice(0, length)
  }
  return (visitor, at) => {
    const network = networkOf(visitor.ip)
    if (network === undefined) throw new AddressInvalid()
    const { kind, parts } = subjectOf(visitor, network, at)
    return {
      kind: "fingerprints",
      subject: fingerprint(kind, ...parts),
      subjectKind: kind,
      network: fingerprint("network", network),
      networkKind: visitor.networkKind ?? "unknown",
    }
  }
}

type Subject = { readonly kind: FingerprintedAccessor["subjectKind"]; readonly parts: readonly string[] }

const kindOfAccount = { customer: "account", partner: "partner", staff: "staff" } as const

function subjectOf(visitor: SeenVisitor, network: string, at: string): Subject {
  const { account, accountKind = "customer", session, sessionStartedAt, userAgent } = visitor
  if (account !== undefined) return { kind: kindOfAccount[accountKind], parts: [account] }
  if (session !== undefined && existedBefore(sessionStartedAt, at)) return { kind: "cookie", parts: [session] }
  return { kind: "anonymous", parts: [network, browserFamily(userAgent)] }
}
