import { DateTime } from "luxon"
import type { Law } from "../../shared/desk/law/law.ts"
import type { LawReview } from "../../shared/desk/law/law-review.ts"

/** A reading that is looked at again after so long is not looked at again. */
const mostYearsUntilReview = 3

/** The reviews of rules that are not among these laws. Nothing shows them. */
export const reviewsOfNoRule = (laws: readonly Law[], reviews: readonly LawReview[]): readonly LawReview[] =>
  reviews.filter(({ law, rule }) => !laws.some(({ id, rules }) => id === law && rules.some((one) => one.id === rule)))

/**
 * What a deployer should change in the laws and reviews of its stages, a sentence each, though they can be deployed.
 *
 * @param today ISO 8601 date
 */
export function lawsToMend(laws: readonly Law[], reviews: readonly LawReview[], today: string): readonly string[] {
  const latest = DateTime.fromISO(today, { zone: "utc" }).plus({ years: mostYearsUntilReview }).toISODate() ?? today
  const late = laws.flatMap(({ id, rules }) =>
    rules.filter(({ reviewBy }) => reviewBy > latest).map((rule) => ({ id, rule })),
  )
  return [
    ...new Set([
      ...reviewsOfNoRule(laws, reviews).map(
        ({ law, rule }) =>
          `${law}, rule ${rule}: there is no such rule here, so nothing shows its review. ` +
          "Take the review out of stages/law-reviews.yaml, or copy the law into stages/laws.",
      ),
      ...late.map(
        ({ id, rule }) =>
          `${id}, rule ${rule.id}: reviewBy is more than ${mostYearsUntilReview} years ahead, so no document says before ` +
          "that its reading may be out of date. Set it to at most a year after the day on which it was read.",
      ),
    ]),
  ]
}
