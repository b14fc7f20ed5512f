import * as z from "zod"
import { tokenKeyOf } from "../../shared/watch/detection/accessor-token.ts"
import { walkerKeyOf } from "../../shared/watch/detection/announcements/announced-walker.ts"
import { type Anomaly, anomalyRow } from "../../shared/watch/detection/anomalies/anomaly.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import { allRows } from "./rows-of-world.ts"
import type { World } from "./world.ts"

const announced = z.looseObject({
  anomalyId: z.string(),
  revision: z.number(),
  severity: z.string(),
  accessorTokens: z.array(z.string()).default([]),
})

/**
 * A party receives each walker as one anomaly, whose revisions have no gap and one event id each. It learns that it is
 * an alert; and the carrier whose tool it is, every token that it has to refuse.
 */
export function anomalyViolationsOf(world: World, expected: readonly string[]): Violations {
  const rows = allRows(world).flatMap(({ table, row }) => (table === "Anomalies" ? [anomalyRow.parse(row)] : []))
  const announcements = rows.filter(({ shadow, behindRestriction }) => !shadow && behindRestriction !== true)
  return world.parties.all.flatMap(({ id }) => {
    const events = received(world, id, "AccessAnomalyDetected")
    if (!expected.includes(id)) return events.length > 0 ? [`${id} received an anomaly of other parties`] : []
    const own = announcements.filter((row) => row.retailerId === id || row.carrierIds.includes(id))
    const walkers = Map.groupBy(own, (anomaly) => walkerKeyOf({ anomaly, partyId: id }))
    return [...walkers.values()].flatMap((anomalies) => walkerViolationsOf(world, id, anomalies))
  })
}

/** @param anomalies the anomalies of one walker that a party may receive */
function walkerViolationsOf(world: World, partyId: string, anomalies: readonly Anomaly[]): Violations {
  const ids = new Set(anomalies.map(({ anomalyId }) => anomalyId))
  const events = received(world, partyId, "AccessAnomalyDetected").flatMap(({ id, data }) => {
    const parsed = announced.parse(data)
    return ids.has(parsed.anomalyId) ? [{ id, ...parsed }] : []
  })
  const found: Violations = []
  const names = new Set(events.map(({ anomalyId }) => anomalyId)).size
  if (names !== 1) found.push(`${partyId} received one walker as ${names} anomalies`)
  const revisions = Map.groupBy(events, ({ revision }) => revision)
  for (const [revision, same] of revisions) {
    if (distinctIds(same) !== 1) found.push(`${partyId} received a revision under ${distinctIds(same)} ids`)
    if (revision > revisions.size) found.push(`${partyId} received revision ${revision} and not all before it`)
  }
  const alerts = anomalies.filter(({ severity }) => severity === "alert")
  if (alerts.length > 0 && !events.some(({ severity }) => severity === "alert"))
    found.push(`${partyId} did not receive that a walker is an alert`)
  const tokens = events.flatMap(({ accessorTokens }) => accessorTokens)
  const known = new Set(tokens.map((token) => tokenKeyOf(world.stores.hashes, partyId, token)))
  const toRefuse = alerts.filter(({ reportedBy }) => reportedBy === partyId).flatMap((one) => one.accessorTokens)
  if (toRefuse.some(({ tokenKey }) => !known.has(tokenKey)))
    found.push(`${partyId} did not receive a token that it has to refuse`)
  return found
}
