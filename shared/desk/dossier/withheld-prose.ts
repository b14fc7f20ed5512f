import { sentenceList } from "../../base/platform/bilingual.ts"
import { personalDataInWords } from "./codes-in-words.ts"
import { findPersonalData } from "./personal-data.ts"
import type { Perspective } from "./perspective.ts"

/** An officer's prose. If it seems to hold personal data: no text, and what it seems to hold. */
export const withheldProse = (
  view: Perspective,
  text: string,
): { readonly text?: string; readonly withheld: readonly string[] } => {
  const found = findPersonalData(text)
  if (found.length === 0) return { text, withheld: [] }
  return {
    withheld: [
      sentenceList(
        found.map((rule) => personalDataInWords(rule, view.language)),
        view.language,
      ),
    ],
  }
}
