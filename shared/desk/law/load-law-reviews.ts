import { existsSync } from "node:fs"
import { join } from "node:path"
import { type LawReview, lawReviewsSchema } from "./law-review.ts"
import { projectFolder } from "./load-law-ids.ts"
import { readYaml } from "./load-yaml.ts"

/** The file in which the stages of a deployer keep what their counsel said of the laws. */
export const lawReviewsFile = join(projectFolder, "stages/law-reviews.yaml")

/** More than 5,000 reviews with remarks of an ordinary length. */
export const mostBytesOfReviews = 5_000_000

/**
 * The reviews in a file; none if there is no such file.
 *
 * @throws LawInvalid
 */
export const readLawReviews = (file: string = lawReviewsFile): readonly LawReview[] =>
  existsSync(file) ? readYaml(file, () => lawReviewsSchema, mostBytesOfReviews) : []
