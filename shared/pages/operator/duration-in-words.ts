import type { DocumentLanguage } from "../../base/contracts/words.ts"

const days: Readonly<Record<DocumentLanguage, string>> = { en: "days", fr: "jours" }

/** Seconds in the largest unit that fits: `90 s`, `12 min`, `3 h`, `2 days`. */
export function durationInWords(seconds: number, language: DocumentLanguage = "en"): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} ${days[language]}`
}
