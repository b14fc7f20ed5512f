/**
 * Evaluates one profile: which charts crossed their thresholds, when and on what evidence. It is a pure function of the
 * entries and of the retailers' profiles. A threshold counts as crossed if the sum reached it at any entry. So proof
 * that comes late lowers later scores, but the result does not depend on who evaluates when.
 */
import { classPolicies } from "../class-policy.ts"
import { evaluateAccessor } from "./evaluate-accessor.ts"
import { evaluateBlock } from "./evaluate-block.ts"
import { evaluateCodes } from "./evaluate-guess.ts"
import type { EvaluationInput, Finding } from "./finding.ts"

/**
 * @returns at most one finding for each chart and series: the one of higher severity, then of the earliest
 *   crossing. In a miss block, an entry of outcome `hit` is a canary touch: a planted number that was never issued.
 */
export const evaluate = (input: EvaluationInput): Finding[] => {
  const policy = classPolicies[input.accessorClass]
  if (!policy.scored || input.entries.length === 0) return []
  const best = new Map<string, Finding>()
  for (const finding of candidatesOf(input)) {
    if (finding === null) continue
    const slot = `${finding.chart}|${finding.series ?? ""}`
    const held = best.get(slot)
    if (held === undefined || precedes(finding, held)) best.set(slot, finding)
  }
  return [...best.values()]
}

const candidatesOf = (input: EvaluationInput): readonly (Finding | null)[] => {
  const { key } = input
  switch (key.kind) {
    case "block":
    case "missBlock":
      return evaluateBlock(input, { series: key.series, misses: key.kind === "missBlock" })
    case "codeBlock":
      return [evaluateCodes(input, key.series)]
    default:
      return evaluateAccessor(input, classPolicies[input.accessorClass])
  }
}

const precedes = (a: Finding, b: Finding): boolean =>
  a.severity === b.severity ? a.crossedAt < b.crossedAt : a.severity === "alert"
