import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { lawId } from "../../base/contracts/words.ts"
import { verdictObject } from "./law.ts"

const whyItDiffers = {
  path: ["remark"],
  message: "write what differs",
}

/** A review of one rule by the counsel of the stage. It is of the text that has this hash, and of no other. */
const lawReviewSchema = verdictObject
  .extend({
    law: lawId,
    rule: boundedString(128).regex(/^[a-z][a-z0-9-]*$/),
    hash: boundedString(64).regex(
      /^[0-9a-f]{64}$/,
      "write the hash of the page of reviews: 64 digits and letters a to f",
    ),
  })
  .refine(({ verdict, remark }) => verdict === "agrees" || remark !== undefined, whyItDiffers)

export type LawReview = z.infer<typeof lawReviewSchema>

/** So many reviews a stage keeps: all rules, by several lawyers, for years. */
export const mostReviews = 5_000

/** The reviews of a stage, in one file. */
export const lawReviewsSchema = z.array(lawReviewSchema).max(mostReviews)

/** What makes two reviews one: the later of the two replaces the other. */
const keyOf = ({ law, rule, hash, reviewer }: LawReview): string => JSON.stringify([law, rule, hash, reviewer])

/** Reviews with others added to them. A reviewer has one verdict on a text: the one that was added last. */
export const mergedReviews = (kept: readonly LawReview[], added: readonly LawReview[]): readonly LawReview[] => [
  ...new Map([...kept, ...added].map((review) => [keyOf(review), review])).values(),
]
