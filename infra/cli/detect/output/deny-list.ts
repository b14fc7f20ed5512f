/** The addresses of walkers, in the form of the program that is to refuse them. */
import type { Access, Fingerprint } from "../../../../shared/watch/detection/access.ts"
import type { CollectedLookups } from "../collect-lookups.ts"
import type { Walker } from "../walkers/walker.ts"

export const denyFormats = ["nginx", "waf", "crowdsec"] as const
export type DenyFormat = (typeof denyFormats)[number]

export type DeniedAddress = {
  readonly fingerprint: Fingerprint
  /** An address, or the network or prefix of an IPv6 address. Raw. */
  readonly address: string
  readonly records: number
  /** Sessions, accounts and browsers on this address that are not part of the walk. */
  readonly otherSessions: number
}

/**
 * The addresses that were found as networks. A walker that was found by its session alone may share its address with
 * anybody, and host names cannot be refused by address.
 */
export const deniedAddresses = (
  walkers: readonly Walker[],
  { lookups, printed }: Pick<CollectedLookups, "lookups" | "printed">,
): readonly DeniedAddress[] => {
  const found = new Map(
    walkers.flatMap((walker) => walker.foundNetworks.map((network): [Fingerprint, Walker] => [network, walker])),
  )
  const sessions = sessionsOf(new Set(found.keys()), lookups)
  return [...found].flatMap(([fingerprint, walker]) => {
    const address = printed.address(fingerprint)
    if (address === undefined || !/^[\d.]+$|:/.test(address)) return []
    const own = new Set(walker.lookups.map(({ subject }) => subject.fingerprint))
    const others = [...(sessions.get(fingerprint) ?? [])].filter((subject) => !own.has(subject))
    return [{ fingerprint, address, records: walker.records, otherSessions: others.length }]
  })
}

const sessionsOf = (networks: ReadonlySet<Fingerprint>, lookups: Iterable<Access>) => {
  const sessions = new Map<Fingerprint, Set<Fingerprint>>()
  for (const { network, subject } of lookups) {
    for (const name of [network.fingerprint, network.prefix]) {
      if (name === undefined || !networks.has(name)) continue
      sessions.set(name, (sessions.get(name) ?? new Set()).add(subject.fingerprint))
    }
  }
  return sessions
}

const isVersion6 = ({ address }: DeniedAddress): boolean => address.includes(":")

export type DenyFile = { readonly file: string; readonly text: string; readonly addresses: number }

/**
 * The files to write. AWS WAF keeps the addresses of each version in a set of their own, so IPv6 addresses are in a
 * second file.
 */
export const denyFiles = (file: string, denied: readonly DeniedAddress[], format: DenyFormat): readonly DenyFile[] => {
  const fileOf = (name: string, ones: readonly DeniedAddress[]): DenyFile => ({
    file: name,
    text: denyList(ones, format),
    addresses: ones.length,
  })
  const version6 = denied.filter(isVersion6)
  if (format !== "waf" || version6.length === 0) return [fileOf(file, denied)]
  const version4 = denied.filter((one) => !isVersion6(one))
  return [fileOf(file, version4), fileOf(file.replace(/(\.[^./]*)?$/, ".ipv6$1"), version6)]
}

const denyList = (denied: readonly DeniedAddress[], format: DenyFormat): string => {
  if (format === "nginx") return denied.map(nginxLine).join("")
  const value = format === "waf" ? denied.map(ipSetAddress) : denied.map(decision)
  return `${JSON.stringify(value, null, 2)}\n`
}

const nginxLine = ({ address, records, otherSessions }: DeniedAddress): string =>
  `deny ${address}; # ${records} records; other sessions that used it: ${otherSessions}\n`

/** One of the addresses that `aws wafv2 update-ip-set --addresses file://...` takes: always a network. */
const ipSetAddress = ({ address }: DeniedAddress): string => (address.includes("/") ? address : `${address}/32`)

/** What `cscli decisions import` takes. */
const decision = ({ address, records }: DeniedAddress) => ({
  duration: "24h",
  reason: `wayseal: ${records} records`,
  scope: address.includes("/") ? "range" : "ip",
  type: "ban",
  value: address,
})
