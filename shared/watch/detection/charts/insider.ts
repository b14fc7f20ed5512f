/** I: does a member of a carrier's staff look up more parcels without a case than the work asks for? */
import { daySeconds } from "../../../base/platform/instants.ts"
import type { Contact } from "../profiles/access-profile.ts"
import { insiderPerDay } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type InsiderParameters = {
  /** Lookups without a case per second in ordinary work and in misuse; `insiderPerDay` unless given. */
  readonly ordinaryRate?: number
  readonly attackRate?: number
  readonly thresholds?: Thresholds
}

/** @param entries all scored entries of the credential; a lookup for a case is strongly proven and does not count */
export const insider = (entries: readonly Contact[], parameters: InsiderParameters = {}): ChartResult => {
  const [ordinaryPerDay, attackPerDay] = insiderPerDay
  const ordinaryRate = parameters.ordinaryRate ?? ordinaryPerDay / daySeconds
  const attackRate = parameters.attackRate ?? attackPerDay / daySeconds
  const excursion = makeExcursion(parameters.thresholds)
  const perEntry = Math.log(attackRate / ordinaryRate)
  let previousAt: number | null = null
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined || entry.proof === "strong") continue
    if (previousAt !== null) excursion.decay((attackRate - ordinaryRate) * (entry.at - previousAt))
    previousAt = entry.at
    excursion.add(index, perEntry)
  }
  return excursion.result()
}
