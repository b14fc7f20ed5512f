import { derivedId } from "../../base/contracts/envelope.ts"
import { keyKind } from "../../watch/detection/accessor.ts"
import type { Anomaly } from "../../watch/detection/anomalies/anomaly.ts"
import { findingFor } from "../../watch/detection/anomalies/finding-for.ts"
import { type VoucherKind, voucherKindOf, vouchingParty } from "../../watch/detection/anomalies/voucher.ts"
import { blocksOf, neighbouringBlocks } from "../../watch/detection/retailers/number-blocks.ts"
import { attackHours } from "../../watch/detection/thresholds/thresholds.ts"
import { attemptExpiry, attemptIdOf, attemptKeys, attemptsListOf } from "../cases/attempt-rows.ts"
import { caseKeys, type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import type { AnomalyOfCase, AttemptRow, CaseItem, CaseKey, CaseRow, Finder, PartyRow } from "../cases/case-rows.ts"
import { findingData } from "../cases/finding-data.ts"
import { keysOfAnomaly } from "../exposures/attribution.ts"
import type { TimelineData } from "../timeline.ts"

const spanMilliseconds = attackHours * 3_600_000

/**
 * Keys of an attack by many accessors: one key for the hour in which an anomaly crossed, and one for each hour beside
 * it. Anomalies of one retailer and tool that cross within an hour share a key, so that somebody who uses many
 * addresses or cookies opens one case.
 *
 * Only names that cost nothing count: networks, cookies, visitors without one, and every name that a party gives. What
 * a party says never shares a key with what another says or the hub saw.
 * @returns no keys for other anomalies: of accounts, of credentials, and of blocks of numbers
 */
function attackKeys(anomaly: Anomaly): { own: string[]; beside: string[] } {
  const { accessorKey, subjectKind, retailerId, tool, crossedAt } = anomaly
  const kind = keyKind(accessorKey)
  const isOfAccessor = kind === "subject" || kind === "network" || kind === "prefix"
  if (!isOfAccessor) return { own: [], beside: [] }
  const voucher = vouchingParty(anomaly) ?? ""
  const isFree = kind !== "subject" || subjectKind === "cookie" || subjectKind === "anonymous" || voucher !== ""
  if (!isFree) return { own: [], beside: [] }
  const hour = Math.floor(Date.parse(crossedAt) / spanMilliseconds)
  const keyOf = (place: number) => `attack#${derivedId("attack", tool, voucher, retailerId, String(place))}`
  return { own: [keyOf(hour)], beside: [keyOf(hour - 1), keyOf(hour + 1)] }
}

/** What opens a case or adds to one: an anomaly, or the report of a party. */
export type Occasion = {
  /** The pointer that says which case this occasion belongs to. If it is there already, the occasion is a repeat. */
  pointer: ItemKey
  /** Keyed hash of the event, for the pointer. */
  content?: string | undefined
  /** The id of a new case is derived from this. */
  seed: string
  keys: readonly CaseKey[]
  /** What the events of a new case belong to. By default the case. */
  belongsTo?: string | undefined
  /** Other accessor keys. If one of them has an open case, this occasion belongs to that case. */
  neighbours: readonly string[]
  /** Slots for the cases that its reporter may open, if it is a report. */
  slots?: readonly ItemKey[] | undefined
  /** Parties that it brings into the case: of whose shipments something was seen, and the reporter. */
  partyIds: readonly string[]
  /** Parties that may see it once they are in the case. Others come into it when something of theirs was seen. */
  concerned: readonly string[]
  origin: CaseRow["origin"]
  tool: CaseRow["tool"]
  /** Who says that the lookups of an anomaly happened. */
  vouchedBy?: VoucherKind | undefined
  discoveredAt: string
  finder?: Finder | undefined
  /** The party that reported it, when that party learned of it, and when somebody looked. */
  reporter?: (Pick<PartyRow, "reportedLookups"> & { partyId: string; awareAt: string }) | undefined
  /** What the operator says, if the hub itself was breached. */
  atHub?: PartyRow["atHub"]
  closedAtHub?: PartyRow["closedAtHub"]
  chart?: string | undefined
  /** Rows that it adds to the case. */
  items: (caseId: string, at: string) => CaseItem[]
  /** Data of its timeline entry. */
  data: TimelineData
  /** The data for parties that may see less, by party id. */
  dataFor?: Readonly<Record<string, TimelineData>> | undefined
}

/** The parties that an anomaly concerns: those of the numbers, of the parcels and of the tool. */
export function concernedBy({ retailerId, carrierIds, reportedBy }: Anomaly): string[] {
  return [...new Set([retailerId, ...carrierIds, ...(reportedBy === undefined ? [] : [reportedBy])])]
}

/** The accessor keys of an anomaly, with what a case attributes to itself for each. */
export function keysOf(anomaly: Anomaly): CaseKey[] {
  return keysOfAnomaly(anomaly, blocksOf(anomaly.accessorKey))
}

/**
 * An anomaly as an occasion. Of the parties that it concerns, those of whose shipments nothing was seen are no parties
 * of the case. For them it is an attempt.
 *
 * @param shown the parties of whose shipments something was seen
 */
export function occasionOfAnomaly(anomaly: Anomaly, shown: readonly string[]): Occasion {
  const { anomalyId, accessorKey, retailerId, chart, tool, detectedAt } = anomaly
  const attack = attackKeys(anomaly)
  const concerned = concernedBy(anomaly)
  const unshown = concerned.filter((partyId) => !shown.includes(partyId))
  return {
    pointer: pointerKeys.anomaly(anomalyId),
    seed: anomalyId,
    keys: [...keysOf(anomaly), ...attack.own.map((key) => ({ accessorKey: key }))],
    neighbours: [...neighbouringBlocks(accessorKey), ...attack.beside],
    partyIds: shown,
    concerned,
    origin: "anomaly",
    tool,
    vouchedBy: voucherKindOf(anomaly),
    belongsTo: anomalyId,
    discoveredAt: detectedAt,
    finder: { kind: "hub", receivedAt: detectedAt },
    chart,
    items: (caseId, at) => [
      anomalyRow(anomaly, { caseId, partyIds: concerned, joinedAt: at }),
      ...unshown.map((partyId) => attemptRow(anomaly, { caseId, partyId, at })),
    ],
    data: findingData(anomaly, anomaly),
    dataFor: { [retailerId]: findingData(anomaly, findingFor(anomaly, retailerId)) },
  }
}

/** @param of.at when it is recorded. Its day is told of when it is over, so none is recorded for an earlier one */
function attemptRow(
  { anomalyId, accessorKey, tool }: Anomaly,
  { caseId, partyId, at }: { caseId: string; partyId: string; at: string },
): AttemptRow {
  const attemptId = attemptIdOf({ accessorKey, tool })
  return {
    ...attemptKeys.attempt(at.slice(0, 10), partyId, attemptId),
    caseId,
    type: "attempt",
    partyId: attemptsListOf(partyId),
    openedAt: at,
    attemptId,
    anomalyId,
    accessorKey,
    expiresAt: attemptExpiry(at),
  }
}

function anomalyRow(anomaly: Anomaly, of: Pick<AnomalyOfCase, "caseId" | "partyIds" | "joinedAt">): AnomalyOfCase {
  const { anomalyId, accessorKey, retailerId, reportedBy, delegatedBy, retailerFinding, detectedAt, tool } = anomaly
  const { chart, severity, score, threshold, from, crossedAt, evidence, rise } = anomaly
  return {
    ...caseKeys.anomaly(of.caseId, anomaly),
    ...of,
    type: "anomaly",
    anomalyId,
    accessorKey,
    retailerId,
    ...{ chart, severity, score, threshold, from, crossedAt, evidence },
    ...(rise === undefined ? {} : { rise }),
    detectedAt,
    tool,
    ...(reportedBy === undefined ? {} : { reportedBy }),
    ...(delegatedBy === undefined ? {} : { delegatedBy }),
    retailerFinding,
  }
}
