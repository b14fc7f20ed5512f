import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { english, type PageWords } from "./page-words-en.ts"
import { french } from "./page-words-fr.ts"

export type { PageWords } from "./page-words-en.ts"

const words: Readonly<Record<DocumentLanguage, PageWords>> = { en: english, fr: french }

export const wordsIn = (language: DocumentLanguage): PageWords => words[language]
