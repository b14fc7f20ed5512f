import { attemptsLetter } from "./attempts-letter.ts"
import { letterOf } from "./letter-of-message.ts"
import { type CaseLinks, mailReader } from "./mail-reader.ts"
import type { LetterWriter } from "./send-alerts.ts"

/** Writes the letters of alerts, each in the language and time zone of its party. */
export const letterWriter = (links: CaseLinks): LetterWriter => ({
  ofMessage: (message, party) => letterOf(message, mailReader(party, links)),
  ofAttempts: (day, attempts, party) => attemptsLetter(mailReader(party, links), day, attempts),
})
