/**
 * A regulator's report holds no personal data. What the desk computes has none by construction; what an officer typed
 * might. These rules find the forms that identifiers take in prose; they cannot find a name, so every document that
 * holds prose still asks its reader to check.
 */
export type PersonalDataRule = "emailAddress" | "ipAddress" | "postalCode" | "phoneNumber" | "longNumber"

const rules: readonly (readonly [PersonalDataRule, RegExp])[] = [
  ["emailAddress", /[^\s@]+@[^\s@]+\.[a-z]{2,}/iu],
  ["ipAddress", /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/iu],
  ["postalCode", /\b[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b/iu],
  ["phoneNumber", /(?<!\d)(?:\+?\d{1,3}[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/u],
  ["longNumber", /(?<!\d)(?:\d[ -]?){9,}\d(?!\d)/u],
]

/** Dates and times in ISO form, whose digits would read as one long number. */
const instants = /(?<!\d)\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)?(?!\d)/gu

/** The rules that a text breaks; never the text that breaks them. */
export const findPersonalData = (text: string): readonly PersonalDataRule[] => {
  const undated = text.replaceAll(instants, "(date)")
  return rules.filter(([, pattern]) => pattern.test(undated)).map(([rule]) => rule)
}
