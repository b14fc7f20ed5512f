import { hash } from "node:crypto"
import type { Access, Fingerprint } from "../../../shared/detection/access.ts"
import { browserFamily } from "../../../shared/lookups/visitor/browser-family.ts"
import { networkMatcher, networkOf, prefixOf } from "../../../shared/lookups/visitor/client-network.ts"
import type { ReferenceFormat } from "../../../shared/parties/party.ts"
import { deliveryPointOf } from "../../../shared/tracking/delivery-point.ts"
import { normaliseOrderReference, parseOrdinal } from "../../../shared/tracking/order-reference.ts"
import { usualVersion4 } from "./reading/client-address.ts"
import { copyOf } from "./reading/copy-text.ts"

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

/** Numbers values in the order in which they are first seen. */
const makeNumbering = () => {
  const values: string[] = []
  return {
    numberOf: remembering((value) => values.push(value) - 1),
    valueOf: (number: Fingerprint | undefined): string | undefined =>
      typeof number === "number" ? values[number] : undefined,
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
  const networks = makeNumbering()
  const references = makeNumbering()
  const rawReferences = new Map<string, string>()
  const macOf = { network: mac("network"), reference: mac("reference") }
  return {
    networkOf: networkNumbers(networks.numberOf, options.mobileNetworks),
    subjectOf: subjectNumbers(),
    retailerOf: remembering((retailer) => {
      const format = options.retailers.formatOf(retailer)
      return {
        number: options.retailers.numberOf(retailer),
        referenceOf: remembering((reference) => {
          const plain = normaliseOrderReference(reference, format)
          const ordinal = format === undefined ? lastNumber(plain) : parseOrdinal(plain, format)
          const tag = `${references.numberOf(`${retailer}\0${plain}`)}`
          rawReferences.set(tag, reference)
          return { tag, ordinal: ordinal ?? null }
        }),
        pointOf: remembering((value) =>
          deliveryPointOf({ ofRetailer: mac(`point of ${retailer}`)(value), shared: mac("point")(value) }),
        ),
      }
    }),
    printed: {
      address: networks.valueOf,
      network(network) {
        const address = networks.valueOf(network)
        return address === undefined ? String(network) : macOf.network(address)
      },
      rawReference: (tag) => rawReferences.get(tag),
      reference(tag) {
        const value = rawReferences.has(tag) ? references.valueOf(Number(tag)) : undefined
        return value === undefined ? tag : macOf.reference(value)
      },
    },
  }
}

/** The network of an address, as a text. Most addresses need no parser. */
const networkNameOf = (address: string): string =>
  usualVersion4.test(address) ? address : (networkOf(address) ?? address)

const networkNumbers = (numberOf: (network: string) => number, mobileNetworks: readonly string[]) => {
  const mobile = mobileNetworks.map(networkMatcher)
  return remembering((address): Access["network"] => {
    const kind = mobile.some((contains) => contains(address)) ? "mobile" : "unknown"
    const fingerprint = numberOf(networkNameOf(address))
    const prefix = usualVersion4.test(address) ? undefined : prefixOf(address)
    return prefix === undefined ? { kind, fingerprint } : { kind, fingerprint, prefix: numberOf(prefix) }
  })
}

const subjectNumbers = (): Fingerprints["subjectOf"] => {
  let count = 0
  const made = (kind: Access["subject"]["kind"]) =>
    remembering((): Access["subject"] => {
      count += 1
      return { kind, fingerprint: count }
    })
  const [accountOf, sessionOf, anonymousOf] = [made("account"), made("cookie"), made("anonymous")]
  const familyOf = remembering((agent) => browserFamily(agent))
  return ({ account, session, userAgent }, network) => {
    if (account !== undefined) return accountOf(account)
    return session === undefined ? anonymousOf(`${network} ${familyOf(userAgent ?? "")}`) : sessionOf(session)
  }
}

/** Without a known format, the last digits of a reference count as its place in a sequence. */
const lastNumber = (reference: string): number | undefined => {
  const digits = /(\d{4,12})\D*$/.exec(reference)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
