import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Law, Rule } from "../law/law.ts"

/** The law and section, in the characters and the length that events allow. */
export function citationOf(
  law: Pick<Law, "shortName">,
  rule: Pick<Rule, "citation">,
  language: DocumentLanguage = "en",
): string {
  const citation = `${law.shortName[language]} ${rule.citation.section[language]}`
  return citation.replace(/[^\p{L}\p{N} .,;:()/'’§°–-]/gu, "").slice(0, 200)
}
