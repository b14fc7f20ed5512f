/**
 * A regulator's report holds no personal data. Computed facts have none, but an officer's prose might. These rules find
 * the usual forms of identifiers in prose. They cannot find a name, so the party reads a report before it sends it.
 */
export type PersonalDataRule = "emailAddress" | "ipAddress" | "postalCode" | "phoneNumber" | "longNumber"

const rules: readonly (readonly [PersonalDataRule, RegExp])[] = [
  ["emailAddress", /[^\s@]@[^\s@]+\.[a-z]{2}/iu],
  ["ipAddress", /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/iu],
  ["postalCode", /\b[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b/iu],
  ["phoneNumber", /(?<!\d)(?:\+?\d{1,3}[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)/u],
  ["longNumber", /(?<!\d)(?:\d[ -]?){9,}\d(?!\d)/u],
]

/** ISO dates and times. Their digits would look like one long number. */
const instants = /(?<!\d)\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)?(?!\d)/gu

/** The rules that a text breaks. The result never holds the text. */
export const findPersonalData = (text: string): readonly PersonalDataRule[] => {
  const undated = text.replaceAll(instants, "(date)")
  return rules.filter(([, pattern]) => pattern.test(undated)).map(([rule]) => rule)
}
