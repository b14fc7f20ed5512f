import type { FormSurvey, ReferenceSurvey } from "./survey-references.ts"

/**
 * - `guessable`: a guesser who knows one reference finds others within a hundred guesses.
 * - `weak`: hits are rare, but a place has too few random bits for a tool that counts no guesses.
 * - `random`: nobody guesses one.
 * - `unknown`: too few references to say.
 */
export type Verdict = "guessable" | "weak" | "random" | "unknown"

/** Bits that `mintReference` asks for at least. */
const randomBits = 80
const guessableHits = 1
/** With fewer, neighbours may be missing from the file. */
const fewest = 100

/** What to think of all references: as of the worst form that has enough of them. */
export function judgeReferences({ forms }: ReferenceSurvey): Verdict {
  const judged = forms.filter(({ distinct }) => distinct >= fewest).map(judgeForm)
  if (judged.length === 0) return "unknown"
  return judged.includes("guessable") ? "guessable" : judged.includes("weak") ? "weak" : "random"
}

function judgeForm({ hitsPer100, entropyBits }: FormSurvey): Verdict {
  if (hitsPer100 >= guessableHits) return "guessable"
  return entropyBits < randomBits ? "weak" : "random"
}
