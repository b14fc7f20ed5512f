import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import english from "../messages/en.json" with { type: "json" }
import french from "../messages/fr.json" with { type: "json" }

/** The key of a message. Both languages have the same keys. */
export type MessageKey = keyof typeof english

export const messages: Readonly<Record<DocumentLanguage, Readonly<Record<MessageKey, string>>>> = {
  en: english,
  fr: french,
}
