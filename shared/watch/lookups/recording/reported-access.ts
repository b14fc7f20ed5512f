import { checkEach, type Problem } from "../../../base/contracts/problem.ts"
import { oldestAccessDays } from "../../../base/contracts/retention.ts"
import { toolOf } from "../../../base/contracts/tool-name.ts"
import {
  type TrackingAccess,
  trackingAccess,
  type trackingAccessed,
} from "../../../base/contracts/tracking-accessed.ts"
import type { LookupOutcome } from "../../../base/contracts/words.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { orderTombstoneKey } from "../../../intake/tracking/erasures.ts"
import type { TrackingRecord } from "../../../intake/tracking/joined-record.ts"
import { parcelIdsOf } from "../../../intake/tracking/parcel-ids.ts"
import { referenceRecordId } from "../../../intake/tracking/record-ids.ts"
import { orderReferenceKeys } from "../../../intake/tracking/record-proofs.ts"
import type { ReferenceFormat, Retailer } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { ReceivedEvent } from "../../../parties/received-event.ts"
import { networkKey, prefixKey, subjectKey } from "../../detection/accessor.ts"
import { type SealedToken, sealToken } from "../../detection/accessor-token.ts"
import { canProve } from "../../detection/class-policy.ts"
import { blockKey } from "../../detection/retailers/number-blocks.ts"
import { existedBefore } from "../../detection/visitor/existed-before.ts"
import {
  asRepeat,
  type Disclosure,
  disclosedPrefix,
  disclosureExpiry,
  disclosureSortKey,
  type LedgerKey,
  provenForExposure,
  type Statement,
} from "../ledger/disclosure.ts"
import type { Canaries } from "../references/canaries.ts"
import { describeLookedUp, type LookedUp } from "../references/looked-up.ts"
import { clockToleranceMilliseconds } from "../reporting/clock-tolerance.ts"
import { type HeavyReaders, type ReaderTraits, registrarIds } from "../visitor/heavy-readers.ts"
import { type ResolvedAccessor, resolveAccessor } from "../visitor/resolve-accessor.ts"
import type { ObservedAccess } from "./access-observer.ts"

/** A reported access that passed the checks, with its index in the event. */
export type AcceptedAccess = {
  readonly index: number
  readonly access: TrackingAccess
  readonly asked: Asked
  /** The visitor, with fingerprints in place of raw values. */
  readonly resolved: ResolvedAccessor
}

type Asked =
  | { by: "orderReference"; retailer: Retailer; orderReference: string }
  | { by: "trackingNumber"; carrierId: string; format: ReferenceFormat | undefined; trackingNumber: string }

const oldestMilliseconds = oldestAccessDays * dayMilliseconds

/** What checking accesses needs. */
export type CheckAccessTools = {
  parties: Pick<PartyDirectory, "carrierById" | "retailerByAlias">
  keyedHash: KeyedHash
}

/** Checks each access of an event by itself, and names the problems of the others by index. */
export async function acceptAccesses(
  tools: CheckAccessTools,
  { party, data, receivedAt }: Pick<ReceivedEvent<typeof trackingAccessed>, "party" | "data" | "receivedAt">,
): Promise<{ accepted: AcceptedAccess[]; problems: Problem[] }> {
  const checked = checkEach(trackingAccess, data.accesses, "data.accesses")
  const problems = [...checked.problems]
  const accepted: AcceptedAccess[] = []
  for (const entry of checked.good) {
    const result = await acceptAccess(tools, party.id, receivedAt, entry)
    if ("rule" in result) problems.push(result)
    else accepted.push(result)
  }
  return { accepted, problems }
}

/** Checks an access beyond its schema. */
async function acceptAccess(
  { parties, keyedHash }: CheckAccessTools,
  carrierId: string,
  receivedAt: string,
  { index, value: access }: { index: number; value: TrackingAccess },
): Promise<AcceptedAccess | Problem> {
  const age = Date.parse(receivedAt) - Date.parse(access.at)
  if (age < -clockToleranceMilliseconds) return { path: "data.accesses[].at", rule: "tooBig", index }
  if (age > oldestMilliseconds) return { path: "data.accesses[].at", rule: "tooSmall", index }
  if (Date.parse(access.lastAt ?? access.at) - Date.parse(receivedAt) > clockToleranceMilliseconds)
    return { path: "data.accesses[].lastAt", rule: "tooBig", index }
  const asked = await askedFor(parties, carrierId, access.reference)
  if (asked === undefined) {
    return { path: "data.accesses[].reference.retailerAlias", rule: "unknownParty", index }
  }
  const resolved = resolveReported(keyedHash, carrierId, access)
  if (resolved === undefined) return { path: "data.accesses[].accessor.ip", rule: "format", index }
  return { index, access, asked, resolved }
}

/** Undefined when no retailer has the alias. */
async function askedFor(
  parties: CheckAccessTools["parties"],
  carrierId: string,
  reference: TrackingAccess["reference"],
): Promise<Asked | undefined> {
  if (reference.kind === "trackingNumber") {
    const format = (await parties.carrierById(carrierId))?.trackingNumbers?.format
    return { by: "trackingNumber", carrierId, format, trackingNumber: reference.trackingNumber }
  }
  const retailer = await parties.retailerByAlias(reference.retailerAlias)
  return retailer && { by: "orderReference", retailer, orderReference: reference.orderReference }
}

/** A reported access with fingerprints in place of raw values. */
export type ReportedAccess = {
  /** Its index in the event. */
  readonly index: number
  readonly observed: ObservedAccess
  readonly lookedUp: LookedUp
  readonly records: readonly TrackingRecord[]
  readonly access: Pick<TrackingAccess, "accessId" | "lastAt" | "fields"> & { readonly token?: SealedToken }
  /** The shipment was erased, so the ledger takes nothing more about it. The detector still counts the lookup. */
  readonly isErased: boolean
}

/** The keys under which an erasure may have left a tombstone of what was asked for. */
export function tombstoneKeysOf(hashes: KeyedHash, { asked }: Pick<AcceptedAccess, "asked">): string[] {
  return asked.by === "trackingNumber"
    ? parcelIdsOf(hashes, asked.carrierId, asked.trackingNumber)
    : orderReferenceKeys(hashes, asked.retailer, asked.orderReference).map(orderTombstoneKey)
}

/**
 * Hashes the reference, and seals the token. A reference of another carrier's parcel counts as unknown, so that the
 * reporting carrier learns nothing about it.
 */
export async function reportAccess(
  using: {
    keyedHash: KeyedHash
    sealer: Pick<Sealer, "seal">
    canaries: Canaries
    heavyReaders: HeavyReaders
    parties: Pick<PartyDirectory, "byIds">
  },
  carrierId: string,
  { index, access, asked, resolved, isErased }: AcceptedAccess & { isErased: boolean },
  found: readonly TrackingRecord[],
): Promise<ReportedAccess> {
  const records = found.filter((record) => record.carrierId === carrierId)
  const lookedUp = describeLookedUp(using, asked, records)
  const { accessId, lastAt, accessor, accessorToken: token, fields } = access
  const traits: ReaderTraits = {
    registrars: [lookedUp.retailerId, carrierId],
    employer: carrierId,
    subjectKind: resolved.subject.kind,
    address: accessor.kind === "raw" ? accessor.ip : undefined,
    credentials: accessor.kind === "raw" ? [accessor.account] : [accessor.subject],
  }
  const classes = using.heavyReaders.classOf(traits, await using.parties.byIds(registrarIds(traits)))
  return {
    index,
    observed: {
      at: access.at,
      accessor: { ...resolved, accessorClass: classes.accessorClass },
      networkClass: classes.networkClass,
      quotaPerHour: classes.quotaPerHour,
      retailerId: lookedUp.retailerId,
      tag: lookedUp.tag,
      series: lookedUp.series,
      ordinal: lookedUp.ordinal,
      outcome: outcomeOf(asked, records, access),
      proof: canProve(access.outcome, classes.accessorClass) ? access.proof : "none",
      deliveryPoint: access.outcome === "hit" ? lookedUp.deliveryPoint : undefined,
      canary: lookedUp.canary,
    },
    lookedUp,
    records,
    isErased,
    access: {
      accessId,
      lastAt,
      fields,
      ...(token === undefined ? {} : { token: await sealToken(using, carrierId, token) }),
    },
  }
}

/**
 * What the detector counts. A retailer's order without a parcel of this carrier is a miss, whatever the carrier says.
 * A proven one counts nowhere as a guess: the visitor's order was not announced. The carrier knows the numbers of its
 * other customers, which are on no exchange, better than the hub.
 */
function outcomeOf(asked: Asked, records: readonly TrackingRecord[], access: TrackingAccess): LookupOutcome {
  return asked.by === "orderReference" && records.length === 0 ? "miss" : access.outcome
}

/** Undefined when the address is not valid. */
function resolveReported(
  keyedHash: KeyedHash,
  carrierId: string,
  access: TrackingAccess,
): ResolvedAccessor | undefined {
  const { accessor } = access
  if (accessor.kind === "fingerprints") {
    return {
      subject: { kind: accessor.subjectKind, fingerprint: `${carrierId}:${accessor.subject}` },
      network: { kind: accessor.networkKind, fingerprint: `${carrierId}:${accessor.network}` },
      vouchedBy: carrierId,
    }
  }
  const { account, accountKind = "customer", session, sessionStartedAt } = accessor
  return resolveAccessor(
    keyedHash,
    {
      address: accessor.ip,
      userAgent: accessor.userAgent,
      vouchedBy: carrierId,
      account: accountKind === "customer" ? account : undefined,
      partner: accountKind === "partner" ? account : undefined,
      staff: accountKind === "staff" ? account : undefined,
      session: existedBefore(sessionStartedAt, access.at) ? session : undefined,
    },
    access.at,
  )
}

/** The shipments that an access showed, or would have shown. */
function shownBy(carrierId: string, { lookedUp, records }: ReportedAccess) {
  if (records.length > 0) {
    return records.map(({ recordId, retailerId = carrierId, shipmentId }) => ({ recordId, retailerId, shipmentId }))
  }
  const { retailerId, referenceKey } = lookedUp
  return retailerId === undefined
    ? [{ recordId: referenceKey, retailerId: carrierId, shipmentId: undefined }]
    : [{ recordId: referenceRecordId(carrierId, referenceKey), retailerId, shipmentId: undefined }]
}

/** Where the ledger holds this access, if it was reported before without proof and as showing something. */
export function unprovenPlacesOf(carrierId: string, reported: ReportedAccess): LedgerKey[] {
  const { observed, access } = reported
  const { at } = observed
  return shownBy(carrierId, reported).map(({ recordId }) => ({
    subject: subjectKey(observed.accessor),
    sortKey: disclosureSortKey({ at, accessId: access.accessId, recordId, proof: "none", provenForExposure: false }),
  }))
}

/** What must be the same in every report of an access. */
export function statementOf({ observed, access }: ReportedAccess): Statement {
  const { fields, token } = access
  return { fields, tokenKey: token?.tokenKey, proof: observed.proof, network: networkKey(observed.accessor) }
}

/**
 * The ledger items of an access: one for each parcel whose fields it showed. A reference that the hub has no record of
 * yet is kept under its key, because the carrier did show something. The retailer that claims it later finds it there.
 * A repeat shares an item with the others of its day, as does an access that unites repeats.
 */
export function disclosuresOf(
  carrierId: string,
  reported: ReportedAccess,
  judged: { failedChallenges: number; hasAnomaly: boolean; isRepeat: boolean },
): Disclosure[] {
  const { observed, access } = reported
  const proven = provenForExposure({ proof: observed.proof, ...judged })
  const lookups = lookupsIn(carrierId, reported, proven)
  return judged.isRepeat || access.lastAt !== undefined ? lookups.map(asRepeat) : lookups
}

function lookupsIn(carrierId: string, reported: ReportedAccess, proven: boolean): Disclosure[] {
  const { observed, access, isErased } = reported
  const { accessId, lastAt } = access
  const { at, accessor, series, ordinal, proof } = observed
  const [first, ...others] = access.fields
  if (first === undefined || isErased) return []
  return shownBy(carrierId, reported).map(({ recordId, retailerId, shipmentId }) => ({
    subject: subjectKey(accessor),
    sortKey: disclosureSortKey({ at, accessId, recordId, proof, provenForExposure: proven }),
    accessId,
    at,
    ...(lastAt === undefined ? {} : { lastAt }),
    network: networkKey(accessor),
    ...disclosedPrefix(proof, prefixKey(accessor)),
    recordId,
    retailerId,
    ...(shipmentId === undefined ? {} : { shipmentId }),
    carrierId,
    ...(proven || series === undefined || ordinal === undefined ? {} : { block: blockKey(series, ordinal, carrierId) }),
    tool: toolOf(carrierId),
    proof,
    provenForExposure: proven,
    fields: [first, ...others],
    ...(access.token === undefined ? {} : { tokenKey: access.token.tokenKey }),
    reportedBy: carrierId,
    expiresAt: disclosureExpiry(at),
  }))
}
