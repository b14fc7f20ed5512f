import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"

/** By chart: the alert threshold of the detector itself, and the least and the most that a retailer may choose. */
export type UsualThresholds = Readonly<Record<string, { usual: number; least: number; most: number }>>

const levelsByChart = z.record(
  boundedString(64),
  z.object({ notice: z.number().optional(), alert: z.number().optional() }).optional(),
)

/** What is wrong with a retailer's thresholds, in sentences that name the field, the rule and the mend. */
export function thresholdProblems(thresholds: unknown, usual: UsualThresholds, field: string): readonly string[] {
  return Object.entries(levelsByChart.parse(thresholds)).flatMap(([chart, levels]) => {
    const { notice, alert } = levels ?? {}
    if (notice !== undefined && alert !== undefined && notice > alert)
      return [`${field}.${chart}.notice must not be above ${field}.${chart}.alert`]
    const own = usual[chart]
    if (own === undefined || alert === undefined) return []
    return alert < own.least || alert > own.most
      ? [`${field}.${chart}.alert must be from ${own.least} to ${own.most}; ${own.usual} is usual`]
      : []
  })
}
