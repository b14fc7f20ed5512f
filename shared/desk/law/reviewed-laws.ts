import { hashOfRule } from "./hash-of-rule.ts"
import type { Law } from "./law.ts"
import type { LawReview } from "./law-review.ts"

/** The laws, each rule with its reviews, the earliest first. */
export const reviewedLaws = (laws: readonly Law[], reviews: readonly LawReview[]): readonly Law[] =>
  laws.map((law) => ({
    ...law,
    rules: law.rules.map((rule) => {
      const own = reviews.filter((review) => review.law === law.id && review.rule === rule.id)
      if (own.length === 0) return rule
      const current = hashOfRule(law, rule)
      const ofRule = own.map(({ law: _law, rule: _rule, ...review }) => ({
        ...review,
        ofThisText: review.hash === current,
      }))
      return { ...rule, reviews: ofRule.sort((one, other) => (one.on < other.on ? -1 : 1)) }
    }),
  }))

/** The law without its reviews: they name people, and what counsel said of a text can change after it is stored. */
export const withoutReviews = (law: Law) => ({ ...law, rules: law.rules.map(({ reviews: _, ...rule }) => rule) })

/** The reviews that these laws have. */
export const reviewsIn = (laws: readonly Law[]): readonly LawReview[] =>
  laws.flatMap((law) =>
    law.rules.flatMap((rule) =>
      rule.reviews.map(({ ofThisText: _, ...review }) => ({ ...review, law: law.id, rule: rule.id })),
    ),
  )
