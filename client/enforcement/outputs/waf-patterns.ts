import type { NumberRange } from "../../proof-map/mapped-numbers.ts"
import { patternOf, unreadablePattern } from "../../proof-map/number-patterns.ts"
import type { EnforcementOutput } from "./enforcement-output.ts"
import { keptInSet, type WafSets } from "./waf-sets.ts"

/** Quotas of AWS WAF: expressions in a regex pattern set, and characters of one. */
const mostPatterns = 10
const longestPattern = 200

/** Stands in a set without ranges, lest AWS WAF refuses an empty one. No address of a tool has this text. */
const matchesNothing = "wayseal has no numbers here"

/** Regex pattern sets by their ARNs: where strangers need proof, and where a postal code is not enough. */
type PatternSets = { readonly [Scope in NumberRange["scope"]]?: string | undefined }

/**
 * Keeps ranges of numbers as expressions in regex pattern sets of AWS WAF, which rules of the carrier's own refer to.
 * A set takes nine ranges beside the expression for what cannot be read: those that end last. Where an expression is
 * too long, up to 999 numbers beside each end match too.
 */
export function wafPatterns(sets: PatternSets, load: () => Promise<WafSets>): EnforcementOutput {
  let loaded: Promise<WafSets> | undefined
  return {
    name: "waf numbers",
    async apply(_targets, _now, ranges) {
      loaded ??= load()
      const waf = await loaded
      let [entries, changed] = [0, 0]
      for (const scope of ["neighbourhood", "codeBlock"] as const) {
        const arn = sets[scope]
        if (arn === undefined) continue
        const patterns = ranges.filter((range) => range.scope === scope).flatMap((range) => shortPatternOf(range) ?? [])
        const kept = patterns.slice(0, mostPatterns - 1)
        entries += kept.length
        const wanted = kept.length === 0 ? [matchesNothing] : [unreadablePattern, ...kept]
        if (await keptInSet(waf, arn, wanted)) changed += 1
      }
      const left = ranges.length - entries
      return { sentence: `Regex pattern sets have ${entries} ranges of numbers; ${changed} were changed.`, left }
    },
  }
}

/** As exact as the quota allows. */
const shortPatternOf = (range: NumberRange): string | undefined =>
  [0, 1, 2, 3].map((digits) => patternOf(range, digits)).find((pattern = "") => pattern.length <= longestPattern)
