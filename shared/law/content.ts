import type { ContentItem, ContentSource } from "./law.ts"

/**
 * One required item of a report, notice or register, on one line so that a law file can be compared with the law.
 * @param section as cited in the law, such as "s. 2(1)(a)"
 */
export const asks = (section: string, id: string, source: ContentSource, en: string, fr: string): ContentItem => ({
  id,
  section,
  source,
  label: { en, fr },
})
