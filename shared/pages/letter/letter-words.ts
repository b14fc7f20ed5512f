import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { english, type LetterWords } from "./letter-words-en.ts"
import { french } from "./letter-words-fr.ts"

export type { LetterWords } from "./letter-words-en.ts"

const words: Readonly<Record<DocumentLanguage, LetterWords>> = { en: english, fr: french }

/** The words of the page in a language. */
export const wordsIn = (language: DocumentLanguage): LetterWords => words[language]
