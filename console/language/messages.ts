import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import type english from "../messages/en.json"

/** The key of a message. Both languages have the same keys. */
export type MessageKey = keyof typeof english

export type Messages = Readonly<Record<MessageKey, string>>

/** What the page says in one language. */
export type SpokenLanguage = { readonly language: DocumentLanguage; readonly messages: Messages }

/** Loads what the page says in a language. Nobody waits for the messages of the other one. */
export async function loadLanguage(language: DocumentLanguage): Promise<SpokenLanguage> {
  const { default: messages } =
    language === "en" ? await import("../messages/en.json") : await import("../messages/fr.json")
  return { language, messages }
}
