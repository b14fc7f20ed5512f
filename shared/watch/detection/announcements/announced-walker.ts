import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { derivedId } from "../../../base/contracts/envelope.ts"
import { severity } from "../../../base/contracts/words.ts"
import { daySeconds, later } from "../../../base/platform/instants.ts"
import { accessorKey, keyKind } from "../accessor.ts"
import type { Anomaly } from "../anomalies/anomaly.ts"
import { vouchingParty } from "../anomalies/voucher.ts"
import { restrictedScopeOf } from "../restrictions/restricted-scope.ts"
import { announcedAgainHours, restrictionHours } from "../thresholds/thresholds.ts"

const announcement = z.object({
  anomalyId: ownString()
    .min(8)
    .meta({ description: "Id under which the party receives the walker: its first anomaly's" }),
  revision: z.int().positive().meta({ description: "Rises with each update that the party receives" }),
})

/** An event about a walker that a party receives. */
export type Announcement = z.infer<typeof announcement>

/** What one party received about one walker. */
export const announcedWalkerRow = z.object({
  walkerKey: ownString()
    .min(8)
    .meta({ description: "Hash of the party, the tool and the walker's network or numbers" }),
  anomalyId: announcement.shape.anomalyId,
  severity,
  crossedAt: z.iso.datetime().meta({ description: "The latest crossing; a walker that comes back later is a new one" }),
  accessorKeys: z
    .array(accessorKey)
    .meta({ description: "Accessors that the party was alerted to, if it refuses them" }),
  tokenKeys: z.array(ownString()).meta({ description: "Their tokens, the latest" }),
  proofRequiredUntil: z.iso.datetime().optional(),
  announced: z
    .array(announcement.extend({ anomalyId: ownString().min(8) }))
    .meta({ description: "The anomalies that made an event, the latest, each with the revision of its event" }),
  version: z.int().positive(),
  expiresAt: z.int().positive(),
})

export type AnnouncedWalker = z.infer<typeof announcedWalkerRow>

/** An anomaly that a party may receive. */
export type AnnouncedAnomaly = {
  readonly anomaly: Anomaly
  readonly partyId: string
  /** The party reported the lookups, so its own tool is to refuse the walker. */
  readonly refuses: boolean
  /** Until when its tool should ask for proof, if it should (ISO). */
  readonly proofRequiredUntil?: string | undefined
}

/** An anomaly within this time of a walker's last one is the same walker's: as long as it is restricted. */
const sameWalkerMilliseconds = restrictionHours * 3_600_000

/** A later time until which to ask for proof is news if it is later by this. */
const laterProofMilliseconds = announcedAgainHours * 3_600_000

/** A row is kept this long after the latest anomaly was found. An anomaly is announced within minutes. */
const keptSeconds = 7 * daySeconds

/** Most anomalies, accessors and tokens that a row keeps. One that was forgotten is at worst announced again. */
const keptAtMost = 1_000

/**
 * The key of what a party received about the walker of an anomaly. The charts and keys of one accessor have one key:
 * its network, or the wider prefix of that. An anomaly that shows no accessor is of the numbers of its retailer. Each
 * notice about a retailer's volume is one of its own.
 */
export function walkerKeyOf({ anomaly, partyId }: Pick<AnnouncedAnomaly, "anomaly" | "partyId">): string {
  return derivedId("walker", partyId, anomaly.tool, vouchingParty(anomaly) ?? "", nameOf(anomaly))
}

function nameOf({ anomalyId, accessorKey: key, network, otherKeys = [] }: Anomaly): string {
  switch (keyKind(key)) {
    case "subject":
    case "network":
      return otherKeys.find((one) => keyKind(one) === "prefix") ?? network ?? key
    case "prefix":
      return key
    case "block":
    case "missBlock":
    case "codeBlock":
      // Without the number of the block: whoever goes on comes to the next one.
      return key.slice(0, key.lastIndexOf("#"))
    case "neighbourhood":
    case "retailer":
    case "attack":
      return anomalyId
  }
}

/**
 * Whether a party receives an anomaly: if it is the first of its walker, or changes what the party has to do. That is
 * an alert after a notice; and for a party that refuses the walker, an alert with an accessor that it does not know, or
 * with a later time until which to ask for proof. A repeated call comes to the same announcement.
 *
 * @param current what the party received about the walker; none if nothing
 * @returns the row to write, if it changes, and the event to send, if there is one
 */
export function announce(
  current: AnnouncedWalker | undefined,
  found: AnnouncedAnomaly,
): { row?: AnnouncedWalker; announcement?: Announcement } {
  const { anomalyId, crossedAt } = found.anomaly
  const known = current !== undefined && isSameWalker(current, crossedAt) ? current : undefined
  const before = known?.announced.find((one) => one.anomalyId === anomalyId)
  if (known !== undefined && before !== undefined) return { announcement: { ...before, anomalyId: known.anomalyId } }
  const version = (current?.version ?? 0) + 1
  if (known !== undefined && !isNews(known, found)) {
    // A walker that goes on stays the same one.
    const goesOn = Date.parse(crossedAt) > Date.parse(known.crossedAt)
    return goesOn ? { row: { ...known, crossedAt, version, expiresAt: expiryOf(found.anomaly) } } : {}
  }
  const revision = (known?.announced.at(-1)?.revision ?? 0) + 1
  const row = { ...rowWith(known, found), version }
  const announced = latest([...row.announced, { anomalyId, revision }])
  return { row: { ...row, announced }, announcement: { anomalyId: row.anomalyId, revision } }
}

function isSameWalker(current: AnnouncedWalker, crossedAt: string): boolean {
  return Date.parse(crossedAt) <= Date.parse(current.crossedAt) + sameWalkerMilliseconds
}

function isNews(known: AnnouncedWalker, { anomaly, refuses, proofRequiredUntil }: AnnouncedAnomaly): boolean {
  if (anomaly.severity !== "alert") return false
  if (known.severity !== "alert") return true
  return refuses && (namesNewAccessor(known, anomaly) || isLaterProof(known.proofRequiredUntil, proofRequiredUntil))
}

/** A carrier that gives no tokens knows an accessor by its accesses. */
function namesNewAccessor(known: AnnouncedWalker, { accessorKey: key, accessorTokens }: Anomaly): boolean {
  if (accessorTokens.length > 0) return accessorTokens.some(({ tokenKey }) => !known.tokenKeys.includes(tokenKey))
  return restrictedScopeOf(key) !== undefined && !known.accessorKeys.includes(key)
}

function isLaterProof(known: string | undefined, until: string | undefined): boolean {
  if (until === undefined) return false
  return known === undefined || Date.parse(until) >= Date.parse(known) + laterProofMilliseconds
}

/** What a party knows of a walker once it receives an anomaly. */
function rowWith(known: AnnouncedWalker | undefined, found: AnnouncedAnomaly): Omit<AnnouncedWalker, "version"> {
  const { anomaly, refuses } = found
  const proofRequiredUntil = found.proofRequiredUntil ?? known?.proofRequiredUntil
  const refused = refuses && anomaly.severity === "alert"
  const tokenKeys = refused ? anomaly.accessorTokens.map(({ tokenKey }) => tokenKey) : []
  return {
    walkerKey: walkerKeyOf(found),
    anomalyId: known?.anomalyId ?? anomaly.anomalyId,
    severity: known?.severity === "alert" ? "alert" : anomaly.severity,
    crossedAt: later(known?.crossedAt ?? anomaly.crossedAt, anomaly.crossedAt),
    accessorKeys: latest([...(known?.accessorKeys ?? []), ...(refused ? [anomaly.accessorKey] : [])]),
    tokenKeys: latest([...(known?.tokenKeys ?? []), ...tokenKeys]),
    ...(proofRequiredUntil === undefined ? {} : { proofRequiredUntil }),
    announced: known?.announced ?? [],
    expiresAt: expiryOf(anomaly),
  }
}

const expiryOf = ({ detectedAt }: Anomaly): number => Math.floor(Date.parse(detectedAt) / 1000) + keptSeconds

const latest = <Entry>(entries: readonly Entry[]): Entry[] => [...new Set(entries)].slice(-keptAtMost)

/** What parties received about walkers. */
export type AnnouncedWalkers = {
  /** Notes what a party receives of an anomaly, see {@link announce}. Of two anomalies at once, one comes first. */
  announce(found: AnnouncedAnomaly): Promise<Announcement | undefined>
}

/** Other writers kept changing one walker's row. A retry of the whole change succeeds. */
export class WalkerContended extends Error {
  override name = "WalkerContended"
  constructor() {
    super("What a party received about a walker kept being changed by others")
  }
}
