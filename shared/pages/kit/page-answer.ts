import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import type { HttpAnswer, HttpDocument } from "../../base/platform/http-route.ts"
import { preferredLanguage } from "../../base/platform/preferred-language.ts"
import { pageHeaders } from "./page-headers.ts"

type Headers = Readonly<Record<string, string>>

/** Other parameters, such as those that mail programs add to links, change nothing. */
export const languageQuery = z.looseObject({
  lang: z
    .enum(documentLanguages)
    .optional()
    .catch(undefined)
    .meta({ description: "Language of the page. Without it, that of `accept-language`" }),
})

/** The language that a visitor chose, or else the first of the browser's that there is. */
export const languageOf = (headers: Headers, chosen?: DocumentLanguage): DocumentLanguage =>
  chosen ?? preferredLanguage(headers["accept-language"], documentLanguages) ?? "en"

/** A page in the visitor's language. */
export function pageAnswer(
  status: number,
  headers: Headers,
  make: (language: DocumentLanguage) => HttpDocument,
  chosen?: DocumentLanguage,
): HttpAnswer {
  const language = languageOf(headers, chosen)
  return {
    status,
    headers: { ...pageHeaders(headers), "content-language": language, vary: "accept-language" },
    body: make(language),
  }
}
