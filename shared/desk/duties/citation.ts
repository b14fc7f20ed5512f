import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Law, Rule } from "../law/law.ts"

/**
 * The law and section. Some laws are named by a section of their own: of "N.Y. GBL § 899-aa" a rule cites
 * "§ 899-aa(3)", and together they are "N.Y. GBL § 899-aa(3)".
 */
export function provisionOf(
  { shortName }: Pick<Law, "shortName">,
  { citation }: { readonly citation: Pick<Rule["citation"], "section"> },
  language: DocumentLanguage,
  between = " ",
): string {
  const name = withPlainSpaces(shortName[language])
  const section = withPlainSpaces(citation.section[language])
  const [own] = name.match(/§ \S+$/) ?? []
  return own !== undefined && section.startsWith(own)
    ? `${name}${section.slice(own.length)}`
    : `${name}${between}${section}`
}

const withPlainSpaces = (text: string): string => text.replaceAll("\u00a0", " ")

/** The same, in the characters and the length that events allow. */
export const citationOf = (
  law: Pick<Law, "shortName">,
  rule: Pick<Rule, "citation">,
  language: DocumentLanguage = "en",
): string =>
  provisionOf(law, rule, language)
    .replace(/[^\p{L}\p{N} .,;:()/'’§°–-]/gu, "")
    .slice(0, 200)
