import { hash } from "node:crypto"
import { usualVersion4 } from "../../../client/access-logs/reading/client-address.ts"
import { copyOf } from "../../../client/access-logs/reading/copy-text.ts"
import { deliveryPointOf } from "../../../shared/intake/tracking/delivery-point.ts"
import { normaliseOrderReference, parseOrdinal } from "../../../shared/intake/tracking/order-reference.ts"
import type { ReferenceFormat } from "../../../shared/parties/party.ts"
import type { Access, Fingerprint } from "../../../shared/watch/detection/access.ts"
import { browserFamily } from "../../../shared/watch/detection/visitor/browser-family.ts"
import { networkMatcher, networkOf, prefixOf } from "../../../shared/watch/detection/visitor/client-network.ts"

type RetailerFormats = {
  /** Number of a retailer in profiles. Makes one for a retailer not seen before. */
  numberOf(retailer: string): number
  formatOf(retailer: string): ReferenceFormat | undefined
}

export type FingerprintOptions = {
  /** Key of the fingerprints. The same key gives the same fingerprints in another run. */
  readonly key: Uint8Array
  readonly retailers: RetailerFormats
  /** Networks in CIDR notation that many people share. */
  readonly mobileNetworks: readonly string[]
}

/** A function that remembers its results. */
const remembering = <Result>(compute: (value: string) => Result): ((value: string) => Result) => {
  const known = new Map<string, Result>()
  return (value) => {
    const found = known.get(value)
    if (found !== undefined) return found
    const own = copyOf(value)
    const made = compute(own)
    known.set(own, made)
    return made
  }
}

/** Raw values that name a visitor. */
export type RawVisitor = {
  readonly account?: string | undefined
  readonly session?: string | undefined
  readonly userAgent?: string | undefined
}

/**
 * Replaces the raw values of a log with numbers, which the detector only compares. What is printed instead of a value
 * is a keyed hash, made when it is printed.
 */
export type Fingerprints = {
  /** @param address an IP address or the name of a host */
  networkOf(address: string): Access["network"]
  subjectOf(visitor: RawVisitor, network: Fingerprint): Access["subject"]
  retailerOf(retailer: string): {
    readonly number: number
    referenceOf(reference: string): { readonly tag: string; readonly ordinal: number | null }
    pointOf(deliveryPoint: string): number
  }
  /** References of retailers whose format is not known: their tags are numbers. */
  withoutFormat(): Iterable<{ readonly tag: number; readonly retailer: string; readonly plain: string }>
  readonly printed: PrintedValues
}

/** What stands for a network or a reference in the output. */
export type PrintedValues = {
  /** The raw address, the network or prefix of an IPv6 address, or a host; undefined for a fingerprint in the log. */
  address(network: Fingerprint): string | undefined
  network(network: Fingerprint): string
  /** The raw reference; undefined if the log has only a tag. */
  rawReference(tag: string): string | undefined
  reference(tag: string): string
}

export const makeFingerprints = (options: FingerprintOptions): Fingerprints => {
  const secret = Buffer.from(options.key).toString("hex")
  // A keyed SHA-256, cut to 72 bits so that it cannot be extended.
  const mac = (purpose: string) => (value: string) =>
    hash("sha256", `${secret}\0${purpose}\0${value}`, "base64url").slice(0, 12)
  const networks = makeNetworks(options.mobileNetworks)
  const references = makeReferences()
  const macOf = { network: mac("network"), reference: mac("reference") }
  return {
    networkOf: networks.networkOf,
    subjectOf: subjectNumbers(),
    retailerOf: remembering((retailer) => {
      const format = options.retailers.formatOf(retailer)
      return {
        number: options.retailers.numberOf(retailer),
        referenceOf: references.ofRetailer(retailer, format),
        pointOf: remembering((value) =>
          deliveryPointOf({ ofRetailer: mac(`point of ${retailer}`)(value), shared: mac("point")(value) }),
        ),
      }
    }),
    withoutFormat: references.withoutFormat,
    printed: {
      address: networks.nameOf,
      network(network) {
        const address = networks.nameOf(network)
        return address === undefined ? String(network) : macOf.network(address)
      },
      rawReference: (tag) => references.named(tag)?.raw,
      reference(tag) {
        const known = references.named(tag)
        return known === undefined ? tag : macOf.reference(`${known.retailer}\0${known.plain}`)
      },
    },
  }
}

type Reference = { readonly tag: string; readonly ordinal: number | null }

/** Numbers the references of all retailers in the order in which they are first seen. */
const makeReferences = () => {
  const raws: string[] = []
  const retailers: string[] = []
  const formats = new Map<string, ReferenceFormat | undefined>()
  return {
    ofRetailer(retailer: string, format: ReferenceFormat | undefined): (reference: string) => Reference {
      formats.set(retailer, format)
      /** By the reference as it is written, and in its one form. Most are written so. */
      const known = new Map<string, Reference>()
      return (reference) => {
        const found = known.get(reference)
        if (found !== undefined) return found
        const raw = copyOf(reference)
        const plain = normaliseOrderReference(raw, format)
        const ordinal = (format === undefined ? undefined : parseOrdinal(plain, format)) ?? null
        const made = known.get(plain) ?? { tag: `${raws.length}`, ordinal }
        if (!known.has(plain)) retailers[raws.push(raw) - 1] = retailer
        known.set(raw, made)
        if (plain !== raw) known.set(plain, made)
        return made
      }
    },
    *withoutFormat() {
      for (const [tag, raw] of raws.entries()) {
        const retailer = retailers[tag] ?? ""
        if (formats.get(retailer) === undefined) yield { tag, retailer, plain: normaliseOrderReference(raw) }
      }
    },
    /** Undefined for a tag that the log itself has. */
    named(tag: string) {
      const number = /^\d+$/.test(tag) ? Number(tag) : -1
      const raw = raws[number]
      const retailer = retailers[number]
      if (raw === undefined || retailer === undefined) return undefined
      return { raw, retailer, plain: normaliseOrderReference(raw, formats.get(retailer)) }
    },
  }
}

/** Numbers networks and prefixes in the order in which they are first seen. */
const makeNetworks = (mobileNetworks: readonly string[]) => {
  const mobile = mobileNetworks.map(networkMatcher)
  const names: string[] = []
  const add = (name: string): number => names.push(name) - 1
  const numberOf = remembering(add)
  const ofAddress = remembering((address): Access["network"] => {
    const kind = mobile.some((contains) => contains(address)) ? "mobile" : "unknown"
    // Most addresses need no parser, and are their own network.
    if (usualVersion4.test(address)) return { kind, fingerprint: add(address) }
    const name = networkOf(address) ?? address
    const fingerprint = usualVersion4.test(name) ? ofAddress(name).fingerprint : numberOf(name)
    const prefix = prefixOf(address)
    return prefix === undefined ? { kind, fingerprint } : { kind, fingerprint, prefix: numberOf(prefix) }
  })
  return {
    networkOf: ofAddress,
    nameOf: (network: Fingerprint): string | undefined => (typeof network === "number" ? names[network] : undefined),
  }
}

const subjectNumbers = (): Fingerprints["subjectOf"] => {
  let count = 0
  const make = (kind: Access["subject"]["kind"]): Access["subject"] => {
    count += 1
    return { kind, fingerprint: count }
  }
  const accountOf = remembering(() => make("account"))
  const sessionOf = remembering(() => make("cookie"))
  const familyOf = remembering((agent) => browserFamily(agent))
  /** By family of browsers and network. */
  const anonymous = new Map<string, Map<Fingerprint, Access["subject"]>>()
  const anonymousOf = (family: string, network: Fingerprint): Access["subject"] => {
    const ofFamily = anonymous.get(family) ?? new Map<Fingerprint, Access["subject"]>()
    anonymous.set(family, ofFamily)
    const made = ofFamily.get(network) ?? make("anonymous")
    ofFamily.set(network, made)
    return made
  }
  return ({ account, session, userAgent }, network) => {
    if (account !== undefined) return accountOf(account)
    return session === undefined ? anonymousOf(familyOf(userAgent ?? ""), network) : sessionOf(session)
  }
}
