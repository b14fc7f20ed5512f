import type { Clock } from "../../../base/platform/clock.ts"
import { expiringMap } from "../../../base/platform/expiring-map.ts"
import { keyKind } from "../../detection/accessor.ts"
import type { Anomalies, Anomaly } from "../../detection/anomalies/anomaly.ts"
import { type Restrictions, restrictsAt } from "../../detection/restrictions/restriction.ts"
import { restrictionOfAnomaly } from "../../detection/restrictions/restriction-of-anomaly.ts"
import type { RetailerKnowledge } from "../../detection/retailers/retailer-knowledge.ts"
import type { AccessFinding, AccessObserver, Raised } from "./access-observer.ts"
import { anomaliesOf } from "./anomalies-of.ts"

type Found = {
  readonly anomaly: Anomaly
  readonly foundAt: string
  /** Whether this very access keeps the score over its threshold. */
  readonly isOverThreshold: boolean
}

export type RaiseAnomaliesOptions = {
  anomalies: Pick<Anomalies, "raise">
  restrictions: Pick<Restrictions, "restrict" | "of">
  retailers: RetailerKnowledge
  clock: Clock
  /** For how long an anomaly need not be recorded again. */
  rememberedMilliseconds: number
  /** Called when a subject is restricted, with the time at which it crossed its threshold, epoch seconds. */
  onSubjectRestricted: (accessorKey: string, crossedAtSeconds: number) => void
}

/** Makes the function that records the anomalies of findings and restricts because of them. */
export function makeRaiseAnomalies(options: RaiseAnomaliesOptions): AccessObserver["raise"] {
  const { anomalies, restrictions, retailers, clock, onSubjectRestricted } = options
  const raisedBefore = expiringMap(options.rememberedMilliseconds)

  async function raiseOne({ anomaly, isOverThreshold }: Found): Promise<Raised> {
    const now = clock()
    if (raisedBefore.get(anomaly.anomalyId, now) === undefined) {
      const isBehind = await isBehindRestriction(restrictions, anomaly, now.toISOString())
      await anomalies.raise(isBehind ? { ...anomaly, behindRestriction: true } : anomaly)
    }
    const asked = restrictionOfAnomaly(anomaly, now.toISOString(), isOverThreshold)
    const restriction = asked === undefined ? undefined : await restrictions.restrict(asked)
    raisedBefore.set(anomaly.anomalyId, 0, now)
    if (restriction?.scope === "subject" && restrictsAt(restriction, now.toISOString())) {
      onSubjectRestricted(anomaly.accessorKey, Date.parse(anomaly.crossedAt) / 1000)
    }
    return { anomaly, restriction }
  }

  return async (findings, context) => {
    const distinct = new Map<string, Found>()
    for (const found of findings) {
      const isOverThreshold = isOverThresholdNow(found, retailers)
      for (const anomaly of anomaliesOf(found, context(found), retailers, clock())) {
        // A chart found with a notice and an alert is raised as an alert alone, so that a repeat, which finds both at
        // once, raises the same.
        const chart = [anomaly.accessorKey, anomaly.retailerId, anomaly.chart].join("|")
        const known = distinct.get(chart)
        if (known === undefined || precedes(anomaly, found, known)) {
          distinct.set(chart, { anomaly, foundAt: found.access.at, isOverThreshold })
        }
      }
    }
    const raised: Raised[] = []
    for (const one of distinct.values()) raised.push(await raiseOne(one))
    return raised
  }
}

/**
 * Whether the network of a visitor is restricted, which its parties know already. Somebody who collects cookies there
 * makes one anomaly after the other. Accounts and credentials are news, because nobody has them for nothing.
 */
async function isBehindRestriction(
  restrictions: Pick<Restrictions, "of">,
  { accessorKey, subjectKind, network, otherKeys = [] }: Anomaly,
  at: string,
): Promise<boolean> {
  if (keyKind(accessorKey) !== "subject" || network === undefined) return false
  if (subjectKind !== "cookie" && subjectKind !== "anonymous") return false
  const rows = await restrictions.of([network, ...otherKeys.filter((key) => keyKind(key) !== "subject")])
  return rows.some((row) => restrictsAt(row, at))
}

/** Whether an anomaly is raised rather than the known one: an alert before a notice, then the earlier access. */
function precedes({ severity }: Anomaly, { access }: AccessFinding, known: Found): boolean {
  if (severity !== known.anomaly.severity) return severity === "alert"
  return access.at < known.foundAt
}

/** Whether the score is over its threshold after this very access, which belongs to what the chart looks at. */
function isOverThresholdNow({ access, finding, isNews }: AccessFinding, retailers: RetailerKnowledge): boolean {
  const isConcerned = finding.series === null || finding.series === retailers.numberOf(access.series)
  return isNews && isConcerned && finding.score >= finding.threshold
}
