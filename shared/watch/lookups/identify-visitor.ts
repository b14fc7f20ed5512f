import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { Accessor } from "../detection/accessor.ts"
import { existedBefore } from "../detection/visitor/existed-before.ts"
import type { LookUpShipmentOptions, Lookup } from "./lookup.ts"
import { type AskedFor, type LookedUp, nobody } from "./references/looked-up.ts"
import { type ReaderTraits, registrarIds } from "./visitor/heavy-readers.ts"
import { type ResolvedAccessor, resolveAccessor, resolveParty } from "./visitor/resolve-accessor.ts"
import type { VisitorCookie } from "./visitor/visitor-cookie.ts"

/** Fingerprints of the visitor: a party itself, a visitor for whom a party asks, or a visitor of the hub's own page. */
export function identify(
  keyedHash: KeyedHash,
  { caller, sourceIp, userAgent }: Lookup,
  cookie: VisitorCookie | undefined,
  at: string,
): ResolvedAccessor {
  if (caller !== undefined && caller.onBehalfOf === undefined)
    return resolveParty(keyedHash, caller.party.id, sourceIp, at)
  const behalf = caller?.onBehalfOf
  if (caller === undefined || behalf === undefined) {
    return (
      resolveAccessor(keyedHash, { address: sourceIp, userAgent, cookie }, at) ??
      resolveParty(keyedHash, nobody, sourceIp, at)
    )
  }
  const { ip, session, sessionStartedAt } = behalf
  const known = session !== undefined && existedBefore(sessionStartedAt, at)
  const resolved = resolveAccessor(
    keyedHash,
    {
      address: ip,
      userAgent: behalf.userAgent,
      vouchedBy: caller.party.id,
      session: known ? session : undefined,
    },
    at,
  )
  if (resolved === undefined) return resolveParty(keyedHash, caller.party.id, sourceIp, at)
  return known ? { ...resolved, cookieMintedAt: new Date(sessionStartedAt).toISOString() } : resolved
}

/** Adds the classes from the heavy-reader registers of the parties that this lookup concerns. */
export async function classify(
  { heavyReaders, parties }: LookUpShipmentOptions,
  { caller, sourceIp }: Lookup,
  of: { resolved: ResolvedAccessor; lookedUp: LookedUp; found: readonly TrackingRecord[] },
) {
  const { resolved, lookedUp, found } = of
  const delegated = caller?.onBehalfOf !== undefined
  const traits: ReaderTraits = {
    registrars: [lookedUp.retailerId, ...found.map((record) => record.carrierId), caller?.party.id],
    employer: delegated ? undefined : caller?.party.id,
    subjectKind: resolved.subject.kind,
    address: caller?.onBehalfOf?.ip ?? sourceIp,
    credentials: delegated ? [] : [caller?.party.id],
  }
  const { accessorClass, ...others } = heavyReaders.classOf(traits, await parties.byIds(registrarIds(traits)))
  return { accessor: { ...resolved, accessorClass } satisfies Accessor, ...others }
}

/**
 * The lookup as it counts, and the records that it may open. A retailer looks up its own orders alone for visitors of
 * its site. What else it asks for counts as its own lookup of a reference that does not exist, whether it exists or
 * not, so neither the answer nor the calls tell the two apart.
 */
export function ofOwnOrders(
  lookup: Lookup,
  asked: AskedFor,
  found: readonly TrackingRecord[],
): { lookup: Lookup; found: readonly TrackingRecord[] } {
  const { caller } = lookup
  if (caller?.onBehalfOf === undefined || caller.party.kind !== "retailer") return { lookup, found }
  const { onBehalfOf: _visitor, ...itself } = caller
  const own = found.filter(({ retailerId }) => retailerId === itself.party.id)
  const isOwn = own.length > 0 || (asked.by === "orderReference" && asked.retailer.id === itself.party.id)
  return isOwn ? { lookup, found: own } : { lookup: { ...lookup, caller: itself }, found: [] }
}

/** Carriers that an anomaly in this lookup concerns. */
export function carriersOf({ caller }: Lookup, asked: AskedFor, found: readonly TrackingRecord[]): string[] {
  const carriers = found.map((record) => record.carrierId)
  if (asked.by === "trackingNumber" && asked.carrierId !== nobody) carriers.push(asked.carrierId)
  if (caller?.party.kind === "carrier") carriers.push(caller.party.id)
  return carriers
}
