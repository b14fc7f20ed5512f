import type { Bilingual, ContentItemInput, ContentSource } from "./law.ts"

/** A section of a statute, as each language cites it: s. 3 in English, art. 3 in French. */
export const section = (provision: string): Bilingual => ({ en: `s. ${provision}`, fr: `art. ${provision}` })

/**
 * One required item of a report, notice or register, in the order in which the law lists it.
 *
 * @param cited the provision; one string if both languages cite it alike
 */
export const asks = (
  cited: string | Bilingual,
  id: string,
  source: ContentSource,
  label: Bilingual,
): ContentItemInput => ({ id, section: cited, source, label })
