import { createHmac, createSecretKey } from "node:crypto"
import { reveals } from "../../../shared/base/contracts/opaque-id.ts"
import { type TrackingAccess, trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { FieldName, Proof } from "../../../shared/base/contracts/words.ts"
import { networkMatcher, networkOf } from "../../../shared/watch/detection/visitor/client-network.ts"
import { accessorFingerprints } from "../../fingerprints/fingerprint-accessor.ts"
import type { LogRecord } from "../formats/log-record.ts"
import { lookupOutcomeOf } from "../lookup-outcome.ts"
import { clientAddress } from "../reading/client-address.ts"
import type { FindReference } from "../references/reference-places.ts"

/** A visitor with the raw values of a log. They stay with the carrier. */
export type LoggedVisitor = {
  /** The IPv4 address, or the /64 of an IPv6 one. */
  readonly network: string
  readonly account?: string | undefined
  readonly session?: string | undefined
  readonly userAgent?: string | undefined
}

/** Keeps whom a token stands for. */
export type NoteVisitor = {
  /** @param at epoch seconds of the lookup */
  note(token: string, visitor: LoggedVisitor, at: number): void
  /** Epoch seconds when a session was first seen. Undefined for one that was not. */
  sessionFirstSeen(session: string): number | undefined
}

/** How the lines of a log become accesses. */
export type ShippingRules = {
  /** The carrier's own key of fingerprints, access ids and tokens. */
  readonly key: Uint8Array
  /** Where the reference is in a request, if the carrier says so. */
  readonly findReference?: FindReference | undefined
  /** The retailer whose order numbers the references are. Without it they are tracking numbers. */
  readonly retailerAlias?: string | undefined
  /** What the tool shows for a reference that it knows, where the tool does not say that it showed the phase alone. */
  readonly fields: readonly FieldName[]
  /** What the tool asks for before that. */
  readonly proof: Proof
  /** Networks in CIDR notation that many people share. */
  readonly mobileNetworks: readonly string[]
  /** Keeps tokens. Without it no access has one, and nothing can be enforced. */
  readonly visitors?: NoteVisitor | undefined
}

/** An access, or why there is none: another request (`other`), a lookup that showed nothing, or a broken rule. */
export type ShippedAccess =
  | { readonly access: TrackingAccess }
  | "other"
  | "showedNothing"
  | { readonly reason: string }

/**
 * Makes the access of a record, in which the visitor is fingerprints and a token. The same record always makes the same
 * access, with the same id, so that the hub counts a log that is shipped twice once. Equal lines of one second are one
 * access.
 */
export function accessShipper(rules: ShippingRules): (record: LogRecord, at: number) => ShippedAccess {
  const fingerprint = accessorFingerprints(rules.key)
  const idOf = idMaker(rules.key)
  const isMobile = rules.mobileNetworks.map(networkMatcher)
  return (record, at) => {
    const asked = referenceOf(record, rules)
    if (asked === undefined || record.method === "OPTIONS") return record.target === undefined ? noReference : "other"
    const outcome = record.event?.outcome ?? lookupOutcomeOf(record) ?? "hit"
    if (outcome === "other") return "showedNothing"
    const ip = clientAddress(record.address ?? "")
    const network = ip === undefined ? undefined : networkOf(ip)
    if (ip === undefined || network === undefined) return { reason: "has no address" }
    const visitor = { network, account: record.account, session: record.session, userAgent: record.userAgent }
    const { account, session, userAgent } = visitor
    const instant = new Date(at * 1_000).toISOString()
    const secrets = [asked.value, ip]
    const parts = [network, account ?? "", session ?? "", userAgent ?? ""]
    const isPhaseAlone = record.shown === "phase"
    const token = rules.visitors === undefined ? undefined : idOf("tok", secrets, parts)
    if (token !== undefined) rules.visitors?.note(token, visitor, at)
    const firstSeen = session === undefined ? undefined : rules.visitors?.sessionFirstSeen(session)
    const networkKind = isMobile.some((contains) => contains(ip)) ? "mobile" : "unknown"
    const sessionStartedAt = firstSeen === undefined ? undefined : new Date(firstSeen * 1_000).toISOString()
    const lookedUp = [String(at), asked.value, outcome, record.method ?? ""]
    const made = trackingAccess.safeParse({
      accessId: idOf("acc", secrets, [...lookedUp, ...parts, ...(isPhaseAlone ? ["phase"] : [])]),
      at: instant,
      reference: asked.reference,
      accessor: fingerprint({ ip, account, session, sessionStartedAt, userAgent, networkKind }, instant),
      ...(token === undefined ? {} : { accessorToken: token }),
      outcome,
      proof: record.proof ?? rules.proof,
      fields: outcome === "hit" ? (isPhaseAlone ? phaseAlone : rules.fields) : [],
    })
    return made.success ? { access: made.data } : { reason: reasonOf(made.error.issues[0]?.path ?? []) }
  }
}

const phaseAlone: readonly FieldName[] = ["existence", "phase"]

const noReference = { reason: "has no reference" }

/** The field that breaks a rule of the contract, without its value. */
const reasonOf = (path: readonly PropertyKey[]): string => `breaks the rule of ${path.map(String).join(".")}`

function referenceOf(record: LogRecord, { findReference, retailerAlias }: ShippingRules) {
  const { reference, target } = record
  const isOwn = reference !== undefined && !(findReference !== undefined && target !== undefined)
  const value = isOwn ? reference : target === undefined ? undefined : findReference?.(target)?.value
  if (value === undefined) return undefined
  const alias = record.retailer ?? retailerAlias
  if (alias !== undefined)
    return { value, reference: { kind: "orderReference", retailerAlias: alias, orderReference: value } as const }
  const trackingNumber = value.toUpperCase().replace(/[\s-]/g, "")
  return { value: trackingNumber, reference: { kind: "trackingNumber", trackingNumber } as const }
}

/** Ids of 128 bits in hexadecimal, so that no part of one looks like a word or an address. */
function idMaker(key: Uint8Array) {
  const secret = createSecretKey(key)
  return (prefix: "acc" | "tok", secrets: readonly string[], parts: readonly string[]): string => {
    for (let attempt = 0; ; attempt += 1) {
      const hmac = createHmac("sha256", secret)
      for (const part of [prefix, String(attempt), ...parts]) hmac.update(`${Buffer.byteLength(part)}:`).update(part)
      const id = `${prefix}_${hmac.digest("hex").slice(0, 32)}`
      // By chance, a short reference is part of an id. The hub refuses such an id.
      if (!reveals(id, secrets)) return id
    }
  }
}
