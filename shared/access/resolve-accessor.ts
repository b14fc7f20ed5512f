import type { Accessor, NetworkKind, SubjectKind } from "../domain/accessor.ts"
import type { KeyedHash } from "../storage/keyed-hash.ts"
import { browserFamily } from "./browser-family.ts"
import { networkOf } from "./client-network.ts"
import type { VisitorCookie } from "./visitor-cookie.ts"

/** Who looked, raw: lives no longer than the call that hashes it. */
export type Visitor = {
  readonly address: string
  readonly networkKind?: NetworkKind | undefined
  readonly userAgent?: string | undefined
  /** Party that vouches for account, session and credential; names of two parties are never the same person. */
  readonly vouchedBy?: string | undefined
  readonly account?: string | undefined
  /** A session of the vouching party that existed before this lookup. */
  readonly session?: string | undefined
  readonly staff?: string | undefined
  readonly partner?: string | undefined
  /** A cookie of the hub that existed before this lookup. */
  readonly cookie?: VisitorCookie | undefined
}

/** Fingerprints of an accessor; class and token are added by whoever knows them. */
export type ResolvedAccessor = Omit<Accessor, "accessorClass" | "token">

const fingerprintLength = 22

/**
 * Fingerprints of a visitor. The subject is the account, else the credential, else a cookie or session that existed before, else the
 * network and browser family.
 *
 * @returns undefined when the address is none.
 */
export function resolveAccessor(keyedHash: KeyedHash, visitor: Visitor): ResolvedAccessor | undefined {
  const network = networkOf(visitor.address)
  if (network === undefined) return undefined
  const fingerprint = (...parts: string[]) => keyedHash.hash("accessor", ...parts).slice(0, fingerprintLength)
  const subject = (kind: SubjectKind, ...parts: string[]) => ({ kind, fingerprint: fingerprint(kind, ...parts) })
  const { account, staff, partner, cookie, session, vouchedBy = "" } = visitor

  function subjectOf(): Accessor["subject"] {
    if (account !== undefined) return subject("account", vouchedBy, account)
    if (staff !== undefined) return subject("staff", vouchedBy, staff)
    if (partner !== undefined) return subject("partner", vouchedBy, partner)
    if (cookie !== undefined) return subject("cookie", cookie.id)
    if (session !== undefined) return subject("cookie", vouchedBy, session)
    return subject("anonymous", network ?? "", browserFamily(visitor.userAgent))
  }

  return {
    subject: subjectOf(),
    network: { kind: visitor.networkKind ?? "unknown", fingerprint: fingerprint("network", network) },
    ...(cookie === undefined ? {} : { cookieMintedAt: cookie.mintedAt }),
  }
}

/** Fingerprints of a party that looks at shipments with its own credential. */
export function resolveParty(keyedHash: KeyedHash, partyId: string, address: string): ResolvedAccessor {
  const fingerprint = (...parts: string[]) => keyedHash.hash("accessor", ...parts).slice(0, fingerprintLength)
  return {
    subject: { kind: "partner", fingerprint: fingerprint("partner", partyId) },
    network: { kind: "unknown", fingerprint: fingerprint("network", networkOf(address) ?? "unknown") },
  }
}
