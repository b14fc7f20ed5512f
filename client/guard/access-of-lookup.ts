import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto"
import type { LookupOutcome, NetworkKind, Proof } from "../../shared/base/contracts/words.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { canProve } from "../../shared/watch/detection/class-policy.ts"
import { browserFamily } from "../../shared/watch/detection/visitor/browser-family.ts"
import { networkMatcher, networkOf, prefixOf } from "../../shared/watch/detection/visitor/client-network.ts"
import { existedBefore } from "../../shared/watch/detection/visitor/existed-before.ts"
import { lastNumber } from "../access-logs/references/place-of-reference.ts"
import type { FindReference } from "../access-logs/references/reference-places.ts"
import type { NumberIndex, NumberScope } from "../proof-map/number-index.ts"
import { type AskedLookup, AskedWrongly } from "./asked-lookup.ts"

/** How requests become lookups. */
export type LookupRules = {
  readonly findReference: FindReference
  /** What the tool asks for before it shows anything. */
  readonly proof: Proof
  /** Whether the last digit of a reference is a check digit. */
  readonly hasCheckDigit: boolean
  /** Networks in CIDR notation that many people share. */
  readonly mobileNetworks: readonly string[]
  /** Networks in CIDR notation that are not judged, such as those of partners and of monitoring. */
  readonly exemptNetworks: readonly string[]
  /** For which numbers the hub says that strangers need proof. */
  readonly proofMap: NumberIndex | undefined
  /** Under which names become hashes. By default it is random, so that nothing outlives the guard. */
  readonly namesKey?: KeyObject | undefined
}

/** A lookup before its outcome is known. */
export type NamedLookup = {
  /** Names the visitor and the reference, to find the lookup again when its outcome is reported. */
  readonly id: number
  /** Names the account or session with the reference, to remember a proof. Many people may share any other name. */
  readonly provenKey: string | undefined
  /** Of the restrictions in the hub's map that the reference is in. */
  readonly scopes: readonly NumberScope[]
  /** The access, once its outcome is known, and what the tool says was proven and where the parcel goes. */
  access(outcome: LookupOutcome, told?: Pick<AskedLookup, "proof" | "place">): Access
}

type LookupReader = (asked: AskedLookup, at: number) => NamedLookup | undefined

/** Longer references are no references, so that nobody fills the memory. */
const longestReference = 64
/** Values remembered at a time, of browsers and of sessions each. */
const rememberedValues = 100_000
const wholeNumberBytes = 6
/** As profiles keep a destination. */
const placeBytes = 4
const tagBytes = 9

/**
 * Turns requests into lookups of the detector. Addresses, accounts, sessions and references become keyed hashes, so
 * that the memory of the guard names nobody.
 *
 * @param sessions remembers when each session was first seen
 * @returns for a request at a time in epoch seconds its lookup; undefined where it is none, or is not judged
 * @throws AskedWrongly where the request has no address
 */
export function lookupReader(rules: LookupRules, sessions = sessionStarts()): LookupReader {
  const hash = keyedHash(rules.namesKey)
  const numberOf = (...parts: readonly string[]): number => hash(parts).readUIntBE(0, wholeNumberBytes)
  const pointOf = (place: string): number => hash(["place", place]).readUIntBE(0, placeBytes)
  const isExempt = isIn(rules.exemptNetworks)
  const [networkNamed, subjectOf] = [networkNamer(rules, numberOf), subjectNamer(numberOf, sessions)]
  const shortTag = (...parts: readonly string[]): string => hash(parts).toString("base64url", 0, tagBytes)

  return (asked, at) => {
    const reference = rules.findReference(asked.target)?.value
    if (reference === undefined || reference.length > longestReference) return undefined
    const address = asked.address?.trim() ?? ""
    const name = networkOf(address)
    if (name === undefined) throw new AskedWrongly("A request has no address of a visitor, or several.")
    if (isExempt(address)) return undefined
    const visitor = { subject: subjectOf(asked, name, at), network: networkNamed(address, name) }
    const plain = reference.toUpperCase().replace(/[\s-]/g, "")
    const tag = shortTag("reference", plain)
    const { account = "", session = "", userAgent = "" } = asked
    return {
      id: numberOf("lookup", name, account, session, userAgent, plain),
      provenKey: provenKeyOf(asked, plain, shortTag),
      scopes: rules.proofMap?.scopesOf(reference, at) ?? [],
      access: (outcome, { proof = asked.proof, place } = {}) => ({
        at: Math.floor(at),
        ...visitor,
        accessorClass: "public",
        networkClass: "public",
        retailer: 0,
        series: 0,
        tag,
        ordinal: ordinalOf(plain, rules.hasCheckDigit),
        outcome,
        proof: canProve(outcome, "public") ? proofClass(proof ?? rules.proof) : "none",
        deliveryPoint: outcome === "hit" && place !== undefined ? pointOf(place) : null,
        canary: false,
      }),
    }
  }
}

function provenKeyOf(
  { account, session }: AskedLookup,
  reference: string,
  tag: (...parts: readonly string[]) => string,
): string | undefined {
  if (account !== undefined) return tag("proven", "account", account, reference)
  return session === undefined ? undefined : tag("proven", "session", session, reference)
}

type NumberOf = (...parts: readonly string[]) => number

export const isIn = (networks: readonly string[]): ((address: string) => boolean) => {
  const matchers = networks.map(networkMatcher)
  return (address) => matchers.some((contains) => contains(address))
}

/** Names the network of an address. */
function networkNamer({ mobileNetworks }: Pick<LookupRules, "mobileNetworks">, numberOf: NumberOf) {
  const isMobile = isIn(mobileNetworks)
  return (address: string, name: string): Access["network"] => {
    const prefix = prefixOf(address)
    const kind: NetworkKind = isMobile(address) ? "mobile" : "unknown"
    return {
      kind,
      fingerprint: numberOf("network", name),
      ...(prefix === undefined ? {} : { prefix: numberOf("prefix", prefix) }),
    }
  }
}

/** Names a visitor by account, by a session that is old enough, or by network and browser. */
function subjectNamer(numberOf: NumberOf, sessions: SessionStarts) {
  const familyOf = remembering(browserFamily)
  return (asked: AskedLookup, network: string, at: number): Access["subject"] => {
    const { account, session, userAgent } = asked
    if (account !== undefined) return { kind: "account", fingerprint: numberOf("account", account) }
    if (session !== undefined) {
      const fingerprint = numberOf("cookie", session)
      const startedAt = new Date(sessions.startOf(fingerprint, at) * 1_000).toISOString()
      if (existedBefore(startedAt, new Date(at * 1_000).toISOString())) return { kind: "cookie", fingerprint }
    }
    const family = familyOf((userAgent ?? "").slice(0, longestAgent))
    return { kind: "anonymous", fingerprint: numberOf("anonymous", network, family) }
  }
}

const longestAgent = 512

const proofClass = (proof: Proof): Access["proof"] => (proof === "none" || proof === "postalCode" ? proof : "strong")

const ordinalOf = (reference: string, hasCheckDigit: boolean): number | null => {
  const number = lastNumber(reference)
  if (number === undefined) return null
  return hasCheckDigit ? Math.floor(number / 10) : number
}

function keyedHash(secret = createSecretKey(randomBytes(32))) {
  return (parts: readonly string[]): Buffer => {
    const hmac = createHmac("sha256", secret)
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part)
    return hmac.digest()
  }
}

/** A function that remembers its latest results. */
const remembering = (compute: (value: string) => string): ((value: string) => string) => {
  const known = new Map<string, string>()
  return (value) => {
    const found = known.get(value)
    if (found !== undefined) return found
    if (known.size >= rememberedValues / 10) known.clear()
    const made = compute(value)
    known.set(value, made)
    return made
  }
}

/** When each session was first seen, in epoch seconds. Of many, the older half is forgotten. */
export type SessionStarts = {
  /** When a session was first seen, which is now if it is new. */
  startOf(session: number, at: number): number
  /** Each session with its start, those of the older half first. */
  entries(): Iterable<readonly [session: number, startedAt: number]>
}

export const sessionStarts = (): SessionStarts => {
  let recent = new Map<number, number>()
  let older = new Map<number, number>()
  return {
    startOf(session, at) {
      const known = recent.get(session) ?? older.get(session)
      if (recent.size >= rememberedValues) [older, recent] = [recent, new Map()]
      if (!recent.has(session)) recent.set(session, known ?? at)
      return known ?? at
    },
    *entries() {
      for (const part of [older, recent]) yield* part
    },
  }
}
