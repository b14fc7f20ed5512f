import { mkdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { hashOfRule } from "../../../shared/desk/law/hash-of-rule.ts"
import { type LawReview, lawReviewsSchema, mergedReviews, mostReviews } from "../../../shared/desk/law/law-review.ts"
import { lawReviewsFile, mostBytesOfReviews, readLawReviews } from "../../../shared/desk/law/load-law-reviews.ts"
import { readYaml } from "../../../shared/desk/law/load-yaml.ts"
import { reviewsOfNoRule } from "../../stages/laws-to-mend.ts"
import { counselPage } from "./counsel-page.ts"

export type ReviewOptions = { readonly out?: string; readonly import?: string }

const pageName = "law-review.html"

/**
 * Writes the page for counsel, or adds reviews to those of the stages.
 *
 * @param file the stages' reviews
 * @throws CommandStopped or LawInvalid if a file cannot be used
 */
export async function runReview({ out, import: added }: ReviewOptions, file = lawReviewsFile): Promise<Outcome> {
  if ((out === undefined) === (added === undefined))
    throw new CommandStopped("wrongUsage", "Give --out for a page, or --import for the reviews that counsel exported.")
  return added === undefined ? writePage(out ?? ".") : takeReviews(added, file)
}

async function writePage(folder: string): Promise<Outcome> {
  const page = join(folder, pageName)
  mkdirSync(folder, { recursive: true })
  writeFileSync(page, await counselPage(lawCatalogue))
  return { data: { page }, text: `${page} is for counsel. It opens in a browser, without a network.\n`, status: 0 }
}

function takeReviews(added: string, file: string): Outcome {
  if (statSync(added, { throwIfNoEntry: false })?.isFile() !== true)
    throw new CommandStopped("unusableFile", `${added}: there is no such file.`)
  const reviews = readYaml(added, () => lawReviewsSchema, mostBytesOfReviews)
  const merged = mergedReviews(readLawReviews(file), reviews)
  if (merged.length > mostReviews)
    throw new CommandStopped("unusableFile", `${file} would have more than ${mostReviews} reviews. Remove old ones.`)
  writeFileSync(
    file,
    `# Written by npx wayseal laws review --import. Each review is of one text.\n${stringify(merged)}`,
  )
  const ofNoRule = reviewsOfNoRule(lawCatalogue, merged).map(({ law, rule }) => ({ law, rule }))
  const ofOtherText = reviews
    .filter((review) => ![undefined, review.hash].includes(textOf(review)))
    .map(({ law, rule }) => ({ law, rule }))
  const lines = [
    ...ofOtherText.map(({ law, rule }) => `${law}, rule ${rule}: not of the text that is here.`),
    ...ofNoRule.map(
      ({ law, rule }) => `${law}, rule ${rule}: there is no such rule here, so nothing shows the review.`,
    ),
  ]
  return {
    data: { file, taken: reviews.length, ofOtherText, ofNoRule },
    text: [`${file} has ${reviews.length} of ${merged.length} reviews from ${added}.`, ...lines, ""].join("\n"),
    status: lines.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** The hash of the rule as it is here. `undefined`: it is not here. */
function textOf({ law: lawId, rule: ruleId }: LawReview): string | undefined {
  const law = lawCatalogue.find(({ id }) => id === lawId)
  const rule = law?.rules.find(({ id }) => id === ruleId)
  return law && rule && hashOfRule(law, rule)
}
