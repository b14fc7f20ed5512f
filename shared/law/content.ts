import type { Bilingual, ContentItem, ContentSource } from "./law.ts"

/**
 * One required item of a report, notice or register, in the order in which the law lists it.
 *
 * @param section as the law cites it, such as "s. 2(1)(a)"
 */
export const asks = (section: string, id: string, source: ContentSource, label: Bilingual): ContentItem => ({
  id,
  section,
  source,
  label,
})
