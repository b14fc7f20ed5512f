import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { accessorClass, networkKind, partyId, subjectKind } from "../../base/contracts/words.ts"

/** A keyed hash, or `<carrierId>:<fingerprint>` if the carrier made it. Never a raw address, account or signature. */
export const fingerprint = boundedString(160).min(8)

const names = { subject: fingerprint, network: fingerprint, prefix: fingerprint.optional() }

/** Other names of an accessor while the secret that names accessors rotates. */
export const accessorRotation = z.object({
  next: z.array(z.object(names)).meta({ description: "Names that take over within 30 days" }),
  former: z
    .array(z.object({ ...names, until: z.iso.datetime() }))
    .meta({ description: "Names it went by until less than 30 days ago, the latest first" }),
})

export type AccessorRotation = z.infer<typeof accessorRotation>

export const accessor = z.object({
  subject: z.object({ kind: subjectKind, fingerprint }),
  network: z.object({
    kind: networkKind,
    fingerprint,
    hubNames: z.array(fingerprint).optional().meta({
      description: "Names of the network in lookups that the hub sees itself, where a party names the network",
    }),
    prefix: fingerprint
      .optional()
      .meta({ description: "Of the IPv6 /48 that the network is in; absent where it is not known" }),
    hubPrefixes: z.array(fingerprint).optional().meta({ description: "The same for the prefix as `hubNames`" }),
  }),
  vouchedBy: partyId
    .optional()
    .meta({ description: "The party that names the visitor; absent where the hub saw the visitor itself" }),
  cookieMintedAt: z.iso.datetime().optional(),
  accessorClass,
  rotation: accessorRotation.optional().meta({ description: "Absent while no secret rotates" }),
})

export type Accessor = z.infer<typeof accessor>

/**
 * Key of an accessor in restrictions, anomalies and the ledger, such as `subject#<fingerprint>`. Anomalies that show no
 * accessor have the key of a block of numbers or of a retailer. Restrictions of numbers have the key of a neighbourhood
 * of blocks, and cases also have keys of attacks by many accessors.
 */
export const accessorKey = boundedString(256)
  .regex(/^(subject|network|prefix|block|missBlock|codeBlock|neighbourhood|retailer|attack)#.{3,200}$/)
  .meta({ title: "Accessor key", examples: ["subject#mY3fOq1k9sJ2"] })

const accessorKeyKinds = [
  "subject",
  "network",
  "prefix",
  "block",
  "missBlock",
  "codeBlock",
  "neighbourhood",
  "retailer",
  "attack",
] as const
export type AccessorKeyKind = (typeof accessorKeyKinds)[number]

/**
 * What an accessor key names.
 *
 * @throws RangeError if it is not an accessor key (the message does not repeat it)
 */
export function keyKind(accessorKey: string): AccessorKeyKind {
  const kind = accessorKeyKinds.find((one) => accessorKey.startsWith(`${one}#`))
  if (kind === undefined) throw new RangeError("not an accessor key")
  return kind
}

/** The accessor key of the visitor. */
export function subjectKey(accessor: { subject: { fingerprint: string } }): string {
  return `subject#${accessor.subject.fingerprint}`
}

/** The accessor key of the visitor's network. */
export function networkKey(accessor: { network: { fingerprint: string } }): string {
  return `network#${accessor.network.fingerprint}`
}

/** The accessor key of the IPv6 prefix that the visitor's network is in, if it is known. */
export function prefixKey({ network }: { network: { prefix?: string | undefined } }): string | undefined {
  return network.prefix === undefined ? undefined : `prefix#${network.prefix}`
}

type Named = Pick<Accessor, "subject" | "network" | "rotation">

/**
 * Every accessor key under which the visitor may be restricted: the current one, and others while a secret rotates.
 */
export function subjectKeys(accessor: Named): string[] {
  return [subjectKey(accessor), ...otherNames(accessor).map(({ subject }) => `subject#${subject}`)]
}

/** The same for the network of the visitor, as the party names it that vouches for the visitor, if any. */
export function networkKeys(accessor: Named): string[] {
  return [networkKey(accessor), ...otherNames(accessor).map(({ network }) => `network#${network}`)]
}

/** The same for the IPv6 prefix of the network. None where it is not known. */
export function prefixKeys(accessor: Named): string[] {
  const prefixes = [accessor.network.prefix, ...otherNames(accessor).map(({ prefix }) => prefix)]
  return prefixes.flatMap((prefix) => (prefix === undefined ? [] : [`prefix#${prefix}`]))
}

/**
 * Keys of the network that a party named, and of its prefix, in lookups that the hub sees itself. None if no party
 * named it.
 */
export function hubNetworkKeys({ network }: Pick<Accessor, "network">): string[] {
  const { hubNames = [], hubPrefixes = [] } = network
  return [...hubNames.map((name) => `network#${name}`), ...hubPrefixes.map((name) => `prefix#${name}`)]
}

/**
 * Every key under which a restriction of the network or of its prefix refuses the visitor. The hub's own evidence
 * counts for the lookups of every party, a party's evidence for its own.
 */
export function refusedNetworkKeys(accessor: Named): string[] {
  return [...networkKeys(accessor), ...prefixKeys(accessor), ...hubNetworkKeys(accessor)]
}

/**
 * The keys that an accessor had at a time, epoch milliseconds. A finding from that time keeps them, so that it is not
 * found again under another name.
 */
export function keysAt(accessor: Named, at: number): { subject: string; network: string; prefix: string | undefined } {
  const then = accessor.rotation?.former.findLast(({ until }) => at < Date.parse(until))
  if (then === undefined) {
    return { subject: subjectKey(accessor), network: networkKey(accessor), prefix: prefixKey(accessor) }
  }
  return {
    subject: `subject#${then.subject}`,
    network: `network#${then.network}`,
    prefix: prefixKey({ network: then }),
  }
}

/**
 * All keys of the accessor that an anomaly is about: the key it names, and others of the same kind while a secret
 * rotates.
 */
export function keysOfCrossed(anomaly: { accessorKey: string; otherKeys?: readonly string[] | undefined }): string[] {
  const { accessorKey, otherKeys = [] } = anomaly
  const kind = keyKind(accessorKey)
  return [accessorKey, ...otherKeys.filter((key) => keyKind(key) === kind)]
}

function otherNames({ rotation }: Named): AccessorRotation["next"] {
  return rotation === undefined ? [] : [...rotation.next, ...rotation.former]
}
