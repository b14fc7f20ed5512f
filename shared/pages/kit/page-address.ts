import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Pair } from "../../base/platform/bilingual.ts"

/** Where the recipient's page is on the hub's host, and the style of all pages below it. */
export const pagePath = "/t"

/** An address of a page in a language. */
export const withLanguage = (path: string, language: DocumentLanguage): string =>
  `${path}${path.includes("?") ? "&" : "?"}lang=${language}`

/** Each language of the pages by its own name. */
export const languageNames: Pair = { en: "English", fr: "Français" }
