import type { AssessmentLevel } from "./words.ts"

/**
 * Whether the answer to a legal test is no although every factor that was weighed is high. Somebody has to say why, and
 * to stand for it by name.
 */
export const isAgainstFactors = ({
  met,
  factors = [],
}: {
  readonly met: "yes" | "no"
  readonly factors?: readonly { readonly level: AssessmentLevel }[] | undefined
}): boolean => met === "no" && factors.length > 0 && factors.every(({ level }) => level === "high")
