import * as z from "zod"
import { boundedString } from "../contracts/bounded-string.ts"

/** Alert thresholds of the detector itself, by chart. */
export type UsualThresholds = Readonly<Record<string, number>>

/** Below half of the detector's own threshold innocents are alerted on; above four times it nothing is noticed. */
const range = { least: 0.5, most: 4 }

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
    const [least, most] = [own * range.least, own * range.most]
    return alert < least || alert > most
      ? [`${field}.${chart}.alert must be from ${least} to ${most}; ${own} is usual`]
      : []
  })
}
