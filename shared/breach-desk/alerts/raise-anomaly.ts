import { accessAnomalyDetected } from "../../contracts/access-anomaly-detected.ts"
import { derivedId, hubAudience } from "../../contracts/envelope.ts"
import { accessId, accessorToken } from "../../contracts/fields.ts"
import { operatorOf } from "../../contracts/words.ts"
import { keysOfCrossed } from "../../detection/accessor.ts"
import type { Anomaly } from "../../detection/anomalies/anomaly.ts"
import type { Restrictions } from "../../detection/restrictions/restriction.ts"
import { restrictionOfAnomaly } from "../../detection/restrictions/restriction-of-anomaly.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { findingFor } from "../visibility.ts"

/** A carrier is told at most so many of the lookups that contributed, the latest. */
export const accessIdsTold = 500
const tokensTold = 100

/**
 * Acts on a recorded anomaly: restricts again whom the detecting function may have crashed before restricting, and announces
 * the anomaly to its retailer, which hears of its own part alone, to the carriers it touches and, when it is an alert, to the hub, which opens a case. A finding in
 * shadow is announced to nobody. Safe to repeat: the events' ids are derived.
 */
export function makeRaiseAnomaly(options: {
  restrictions: Pick<Restrictions, "restrict">
  disclosures: Pick<Disclosures, "ofAccessor">
  parties: PartyDirectory
  publisher: EventPublisher
}): (anomaly: Anomaly) => Promise<"announced" | "shadow"> {
  const { restrictions, disclosures, parties, publisher } = options

  /**
   * Through whose parcels the accessor went during the episode, from the ledger; blocks of numbers have no accessor. Of a finding in a
   * carrier's own tool no other carrier hears: it would read whose tool it was.
   */
  async function seen(anomaly: Anomaly) {
    const { accessorKey, from, crossedAt, tool } = anomaly
    const carrierIds = new Set<string>()
    const byReporter = new Map<string, string[]>()
    const keys = /^(subject|network)#/.test(accessorKey) ? keysOfCrossed(anomaly) : []
    for (const key of keys) {
      for await (const one of disclosures.ofAccessor(key, from, crossedAt)) {
        // Strangers share a network: what its recipients proved to be theirs is no part of the anomaly and nobody else's news.
        if (one.provenForExposure && accessorKey.startsWith("network#")) continue
        if (operatorOf(tool) !== undefined && one.tool !== tool) continue
        carrierIds.add(one.carrierId)
        const { reportedBy } = one
        if (reportedBy !== undefined) byReporter.set(reportedBy, [...(byReporter.get(reportedBy) ?? []), one.accessId])
      }
    }
    return { carrierIds, byReporter }
  }

  function eventTo(
    anomaly: Anomaly,
    audience: string,
    forCarrier: { accessIds?: string[]; accessorTokens?: string[] },
  ) {
    const { anomalyId, tool, detectedAt } = anomaly
    const { chart, severity, score, threshold, from, crossedAt, evidence } = findingFor(anomaly, audience)
    const { references, hits, misses, challengeFailed } = evidence
    const counts = { references, hits, misses, challengeFailed }
    return outgoing(
      accessAnomalyDetected,
      { anomalyId, chart, severity, score, threshold, counts, firstAt: from, lastAt: crossedAt, tool, ...forCarrier },
      {
        id: derivedId("access-anomaly-detected", anomalyId, audience),
        occurredAt: detectedAt,
        correlationId: derivedId("anomaly", anomalyId),
        audience,
      },
    )
  }

  return async (anomaly) => {
    if (anomaly.shadow) return "shadow"
    const restriction = restrictionOfAnomaly(anomaly)
    if (restriction !== undefined) await restrictions.restrict(restriction)

    const { carrierIds, byReporter } = await seen(anomaly)
    const reporters = anomaly.reportedBy === undefined ? [] : [anomaly.reportedBy]
    const audiences = new Set([anomaly.retailerId, ...anomaly.carrierIds, ...carrierIds, ...reporters])
    const events: OutgoingEvent[] = []
    for (const audience of [...audiences].sort()) {
      const party = parties.byId(audience)
      if (party === undefined) continue
      const reported = party.kind === "carrier" && party.id === anomaly.reportedBy
      const ids = reported ? [...new Set([...(byReporter.get(party.id) ?? []), ...anomaly.accessIds])] : []
      const accessIds = ids.filter((id) => accessId.safeParse(id).success)
      const tokens = reported ? anomaly.accessorTokens.filter((token) => accessorToken.safeParse(token).success) : []
      events.push(
        eventTo(anomaly, audience, {
          ...(accessIds.length === 0 ? {} : { accessIds: accessIds.slice(-accessIdsTold) }),
          ...(tokens.length === 0 ? {} : { accessorTokens: tokens.slice(-tokensTold) }),
        }),
      )
    }
    if (anomaly.severity === "alert") events.push(eventTo(anomaly, hubAudience, {}))
    await publisher.publish(events)
    return "announced"
  }
}
