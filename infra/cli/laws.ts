/** `npx wayseal laws`: gives counsel a page to review the laws on, and takes the reviews. */
import { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { ReviewOptions } from "./laws/run-review.ts"

/** The command `laws`. */
export function lawsCommand(): Command {
  const review = declareCommand<ReviewOptions>({
    name: "review",
    description: "Writes a page on which counsel reviews the laws, or takes the reviews that counsel exported from it.",
    form: (command) =>
      command
        .option("--out <folder>", "where the page goes, as law-review.html")
        .option("--import <file>", "reviews to add to stages/law-reviews.yaml, as JSON or YAML"),
    details: `The page is one file and needs no network. It has each rule beside its clause, with the laws in stages/laws. Counsel
marks agrees or differs, and exports a file. A review counts for the text that was reviewed: once a rule or its clause
changes, documents say that no review of it is recorded. Deploy after an import.`,
    examples: ["npx wayseal laws review --out review", "npx wayseal laws review --import law-reviews-2026-12-02.json"],
    statuses: {
      0: "written, or all reviews are of the laws here",
      1: "taken, but a review is of another text, or of a rule that is not here",
    },
    run: async ({ options }) => (await import("./laws/run-review.ts")).runReview(options),
  })
  return new Command("laws").description("Lets counsel review the laws of the stages.").addCommand(review)
}
