import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { readLawReviews } from "../../shared/desk/law/load-law-reviews.ts"
import { lawsToMend } from "./laws-to-mend.ts"

/** What to change today in the laws and reviews of this project's stages, a sentence each. */
export const loadLawsToMend = (): readonly string[] =>
  lawsToMend(lawCatalogue, readLawReviews(), new Date().toISOString().slice(0, 10))
