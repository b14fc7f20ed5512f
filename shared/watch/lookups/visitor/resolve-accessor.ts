import type { NetworkKind, SubjectKind } from "../../../base/contracts/words.ts"
import type { AccessorName, KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Accessor, AccessorRotation } from "../../detection/accessor.ts"
import { browserFamily } from "../../detection/visitor/browser-family.ts"
import { networkOf, prefixOf } from "../../detection/visitor/client-network.ts"
import type { VisitorCookie } from "./visitor-cookie.ts"

/** A visitor in raw values. They live no longer than the call that hashes them. */
export type Visitor = {
  readonly address: string
  readonly networkKind?: NetworkKind | undefined
  readonly userAgent?: string | undefined
  /**
   * Party that reports the visitor or asks for it. Its word counts for its own tool and lookups alone. So every name
   * that it gives, the network's too, differs from the names that others give.
   */
  readonly vouchedBy?: string | undefined
  readonly account?: string | undefined
  /** A session of the vouching party that existed before this lookup. */
  readonly session?: string | undefined
  readonly staff?: string | undefined
  readonly partner?: string | undefined
  /** A cookie of the hub that existed before this lookup. */
  readonly cookie?: VisitorCookie | undefined
}

/** Fingerprints of an accessor. Callers that know its class add it. */
export type ResolvedAccessor = Omit<Accessor, "accessorClass">

const fingerprintLength = 22

/**
 * Fingerprints of a visitor. The subject is the account, else the credential, else a cookie or session that existed
 * before, else the network and browser family.
 * @param at time of the lookup, ISO; the same lookup has the same fingerprints whenever it is reported
 * @returns undefined when the address is not valid
 */
export function resolveAccessor(keyedHash: KeyedHash, visitor: Visitor, at: string): ResolvedAccessor | undefined {
  const network = networkOf(visitor.address)
  if (network === undefined) return undefined
  const { account, staff, partner, cookie, session, vouchedBy = "" } = visitor
  const vouching = vouchedBy === "" ? [] : [vouchedBy]

  function subjectOf(): SubjectName {
    if (account !== undefined) return ["account", vouchedBy, account]
    if (staff !== undefined) return ["staff", vouchedBy, staff]
    if (partner !== undefined) return ["partner", vouchedBy, partner]
    if (cookie !== undefined) return ["cookie", cookie.id]
    if (session !== undefined) return ["cookie", vouchedBy, session]
    return ["anonymous", ...vouching, network ?? "", browserFamily(visitor.userAgent)]
  }

  const kind = visitor.networkKind ?? "unknown"
  return {
    ...nameAccessor(keyedHash, subjectOf(), { kind, vouching, name: network, prefix: prefixOf(visitor.address) }, at),
    ...(vouchedBy === "" ? {} : { vouchedBy }),
    ...(cookie === undefined ? {} : { cookieMintedAt: cookie.mintedAt }),
  }
}

/** Fingerprints of a party that looks up shipments with its own credential. */
export function resolveParty(keyedHash: KeyedHash, partyId: string, address: string, at: string): ResolvedAccessor {
  const network = { kind: "unknown", vouching: [], name: networkOf(address) ?? "unknown" } as const
  return nameAccessor(keyedHash, ["partner", partyId], network, at)
}

/** The name of a subject: its kind and what distinguishes it within the kind. */
type SubjectName = readonly [SubjectKind, ...string[]]

/** A network's kind and name, its IPv6 prefix, and the party that names them, if any. */
type NetworkName = {
  readonly kind: NetworkKind
  readonly vouching: readonly string[]
  readonly name: string
  readonly prefix?: string | undefined
}

/**
 * Hashes subject and network under the secret that named accessors at that time, and under the others while a secret
 * rotates.
 */
function nameAccessor(keyedHash: KeyedHash, subject: SubjectName, network: NetworkName, at: string): ResolvedAccessor {
  const { current, next, former } = keyedHash.accessorNames(Date.parse(at))
  const under = (name: AccessorName) => ({
    subject: name(...subject).slice(0, fingerprintLength),
    ...nameNetwork(name, network, network.vouching),
  })
  const then = under(current)
  const rotation: AccessorRotation = {
    next: next.map(under),
    former: former.map(({ name, until }) => ({ ...under(name), until: new Date(until).toISOString() })),
  }
  return {
    subject: { kind: subject[0], fingerprint: then.subject },
    network: {
      kind: network.kind,
      fingerprint: then.network,
      ...(then.prefix === undefined ? {} : { prefix: then.prefix }),
      ...hubNamesOf([current, ...next, ...former.map(({ name }) => name)], network),
    },
    ...(next.length + former.length === 0 ? {} : { rotation }),
  }
}

/** @param vouching the party that names them; empty for the hub itself */
function nameNetwork(name: AccessorName, { name: network, prefix }: NetworkName, vouching: readonly string[]) {
  return {
    network: name("network", ...vouching, network).slice(0, fingerprintLength),
    ...(prefix === undefined ? {} : { prefix: name("prefix", ...vouching, prefix).slice(0, fingerprintLength) }),
  }
}

/** The hub's own names for a network that a party names, and for its prefix; empty if no party names it. */
function hubNamesOf(
  names: readonly AccessorName[],
  network: NetworkName,
): Pick<Accessor["network"], "hubNames" | "hubPrefixes"> {
  if (network.vouching.length === 0) return {}
  const own = names.map((name) => nameNetwork(name, network, []))
  const hubPrefixes = own.flatMap(({ prefix }) => prefix ?? [])
  return { hubNames: own.map((one) => one.network), ...(hubPrefixes.length === 0 ? {} : { hubPrefixes }) }
}
