import { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import { derivedId, hubAudience } from "../../base/contracts/envelope.ts"
import { accessId } from "../../base/contracts/fields.ts"
import { accessIdsPerEvent } from "../../base/contracts/per-event-limits.ts"
import { operatorOf } from "../../base/contracts/tool-name.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { Party, Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { publicName } from "../../parties/public-name.ts"
import { keyKind, keysOfCrossed } from "../detection/accessor.ts"
import { openTokens } from "../detection/accessor-token.ts"
import type { AnnouncedWalkers, Announcement } from "../detection/announcements/announced-walker.ts"
import type { Anomaly } from "../detection/anomalies/anomaly.ts"
import { findingFor } from "../detection/anomalies/finding-for.ts"
import { type VoucherKind, voucherKindOf, vouchingParty } from "../detection/anomalies/voucher.ts"
import { restrictedScopeOf } from "../detection/restrictions/restricted-scope.ts"
import type { Restrictions } from "../detection/restrictions/restriction.ts"
import { isProofAdvised, restrictionOfAnomaly } from "../detection/restrictions/restriction-of-anomaly.ts"
import { restrictionHours } from "../detection/thresholds/thresholds.ts"
import { lastOf } from "../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../lookups/ledger/disclosures.ts"

type RaiseTools = {
  restrictions: Pick<Restrictions, "restrict">
  walkers: AnnouncedWalkers
  disclosures: Pick<Disclosures, "ofAccessor">
  parties: PartyDirectory
  sealer: Pick<Sealer, "unseal">
}

/**
 * Restricts the accessor of a recorded anomaly, and makes the events that announce it: to its retailer its own part
 * alone, to the carriers all of it, and an alert also to the hub, which opens a case. A party receives a walker once,
 * and again under the same `anomalyId` if what it has to do changes. An anomaly in shadow is announced to nobody, and
 * one behind a restricted network to the hub alone, which adds it to the case. Repeating the call makes the same events
 * under the same ids.
 */
export function makeRaiseAnomaly(options: RaiseTools): (anomaly: Anomaly) => Promise<OutgoingEvent[]> {
  return async (anomaly) => {
    if (anomaly.shadow) return []
    // The detecting function may have crashed before it restricted the accessor.
    const restriction = restrictionOfAnomaly(anomaly)
    if (restriction !== undefined) await options.restrictions.restrict(restriction)

    const events = anomaly.behindRestriction === true ? [] : await eventsToParties(options, anomaly)
    if (anomaly.severity === "alert") events.push(eventTo(anomaly, hubAudience, {}))
    return events
  }
}

async function eventsToParties(using: RaiseTools, anomaly: Anomaly): Promise<OutgoingEvent[]> {
  const { walkers, disclosures, parties, sealer } = using
  const { reportedBy, accessorTokens } = anomaly
  const episode = await episodeOf(disclosures, anomaly)
  const retailer = await parties.retailerById(anomaly.retailerId)
  const tokens = reportedBy === undefined ? [] : await openTokens(sealer, reportedBy, accessorTokens)
  const voucherId = vouchingParty(anomaly)
  const voucher = voucherId === undefined ? undefined : await parties.byId(voucherId)
  const events: OutgoingEvent[] = []
  for (const party of await receiversOf(parties, anomaly, episode)) {
    const proof = proofFor(anomaly, party, retailer)
    const { proofRequiredUntil } = proof
    const refuses = party.kind === "carrier" && party.id === reportedBy
    const announcement = await walkers.announce({ anomaly, partyId: party.id, refuses, proofRequiredUntil })
    if (announcement === undefined) continue
    const contributions = refuses ? contributionsOf(anomaly, party.id, { episode, tokens }) : {}
    const named = nameOf(voucher, { of: anomaly, to: party, episode })
    const vouchedBy = { ...voucherKindOf(anomaly), ...named }
    events.push(eventTo(anomaly, party.id, { ...contributions, ...proof, ...announcement, vouchedBy }))
  }
  return events
}

/**
 * The public name of the party that vouches, to a party that may know it: itself, and those of the other kind that deal
 * with it. They do if the tool names the carrier that reported, if the retailer delegated lookups of its own orders, or
 * if the accessor saw parcels of the carrier that delegated.
 */
function nameOf(
  voucher: Party | undefined,
  { of, to, episode }: { of: Anomaly; to: Party; episode: Episode },
): { alias?: string } {
  if (voucher === undefined) return {}
  const isKnown = voucher.id === of.reportedBy || voucher.id === of.retailerId || episode.carrierIds.has(voucher.id)
  const relation = voucher.id === to.id ? "self" : isKnown && voucher.kind !== to.kind ? "counterparty" : "stranger"
  const { alias } = publicName(voucher, relation)
  return alias === undefined ? {} : { alias }
}

/** The carriers whose parcels an accessor looked up, and the ids of its lookups that each carrier reported. */
type Episode = { carrierIds: ReadonlySet<string>; accessIds: ReadonlyMap<string, readonly string[]> }

/** Reads an episode from the ledger. An anomaly of a block of numbers shows no accessor to read. */
async function episodeOf(disclosures: Pick<Disclosures, "ofAccessor">, anomaly: Anomaly): Promise<Episode> {
  const { accessorKey, from, crossedAt, tool } = anomaly
  const carrierIds = new Set<string>()
  const accessIds = new Map<string, string[]>()
  const kind = keyKind(accessorKey)
  const keys = restrictedScopeOf(accessorKey) === undefined ? [] : keysOfCrossed(anomaly)
  for (const key of keys) {
    for await (const one of disclosures.ofAccessor(key, { since: from, until: crossedAt })) {
      // Strangers share a network and a prefix. A proven lookup of one of them is not part of the anomaly.
      if (one.provenForExposure && kind !== "subject") continue
      // A finding in a carrier's own tool names the tool, so no other carrier may receive it.
      if (operatorOf(tool) !== undefined && one.tool !== tool) continue
      // It may have been repeated later in that hour. A repeat does not contribute.
      if (lastOf(one) < from) continue
      carrierIds.add(one.carrierId)
      const { reportedBy } = one
      if (reportedBy !== undefined) accessIds.set(reportedBy, [...(accessIds.get(reportedBy) ?? []), one.accessId])
    }
  }
  return { carrierIds, accessIds }
}

async function receiversOf(parties: PartyDirectory, anomaly: Anomaly, { carrierIds }: Episode): Promise<Party[]> {
  const { retailerId, reportedBy } = anomaly
  const reporter = reportedBy === undefined ? [] : [reportedBy]
  const ids = new Set([retailerId, ...anomaly.carrierIds, ...carrierIds, ...reporter])
  return [...(await parties.byIds([...ids].sort())).values()]
}

/**
 * What of its own tool a carrier learns: which lookups contributed, the latest if there are many, and which tokens to
 * refuse.
 */
type Contributions = { accessIds?: string[]; accessorTokens?: string[] }

function contributionsOf(
  anomaly: Anomaly,
  carrierId: string,
  { episode, tokens }: { episode: Episode; tokens: string[] },
): Contributions {
  const ids = new Set([...(episode.accessIds.get(carrierId) ?? []), ...anomaly.accessIds])
  const accessIds = [...ids].filter((id) => accessId.safeParse(id).success)
  return {
    ...(accessIds.length === 0 ? {} : { accessIds: accessIds.slice(-accessIdsPerEvent) }),
    ...(tokens.length === 0 ? {} : { accessorTokens: tokens }),
  }
}

/** What a carrier is told to ask proof for in its own tool, and until when. */
type ProofAdvice = { proofRequiredUntil?: string; retailerAlias?: string }

/** Nothing unless accessors went through a block of numbers together in the carrier's tool. */
function proofFor(anomaly: Anomaly, party: Party, retailer: Retailer | undefined): ProofAdvice {
  const { severity, reportedBy, detectedAt } = anomaly
  if (party.id !== reportedBy || severity !== "alert" || !isProofAdvised(anomaly)) return {}
  return {
    proofRequiredUntil: new Date(Date.parse(detectedAt) + restrictionHours * 3_600_000).toISOString(),
    ...(retailer === undefined || retailer.discreet ? {} : { retailerAlias: retailer.alias }),
  }
}

/** @param more what this audience receives beside the finding. The hub receives each anomaly under its own id */
function eventTo(
  anomaly: Anomaly,
  audience: string,
  {
    vouchedBy = voucherKindOf(anomaly),
    ...more
  }: Contributions & ProofAdvice & Partial<Announcement> & { vouchedBy?: VoucherKind & { alias?: string } },
): OutgoingEvent {
  const { tool, detectedAt } = anomaly
  const { chart, severity, score, threshold, from, crossedAt, evidence } = findingFor(anomaly, audience)
  const { references, hits, misses, challengeFailed } = evidence
  const counts = { references, hits, misses, challengeFailed }
  const { anomalyId = anomaly.anomalyId, revision = 1 } = more
  const update = revision === 1 ? [] : [revision]
  return outgoing(
    accessAnomalyDetected,
    {
      anomalyId,
      chart,
      severity,
      score,
      threshold,
      counts,
      firstAt: from,
      lastAt: crossedAt,
      tool,
      vouchedBy,
      ...more,
    },
    {
      id: derivedId("access-anomaly-detected", anomalyId, audience, ...update),
      occurredAt: detectedAt,
      audience,
      belongsTo: anomalyId,
    },
  )
}
