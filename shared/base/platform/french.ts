/** Not before "y" and "h": names such as "Yukon Express" and "Harbour Books" begin with a consonant's sound. */
const vowel = /^[aeiouàâäéèêëîïôöùûüœæ]/i

const shortened = /(?<=^|[\s(«\u00a0’])(d|qu|l|jusqu|lorsqu|puisqu)(?:e|a) $/i
const beforeArticle = /(?<=^|[\s(«\u00a0’])(de|à) $/i
const contracted: Readonly<Record<string, string>> = {
  "de le": "du ",
  "de les": "des ",
  "à le": "au ",
  "à les": "aux ",
}

/**
 * A French text and what follows it, joined as French is written: "d’un détaillant", "qu’Amazon", "du transporteur". A
 * name with an article of its own keeps it: "de Le Colis".
 */
export function joinFrench(before: string, value: string): string {
  const [, article, noun] = /^(le|les) (.*)$/s.exec(value) ?? []
  const word = beforeArticle.exec(before)?.[1]
  if (article !== undefined && noun !== undefined && word !== undefined) {
    const short = contracted[`${word.toLowerCase()} ${article}`] ?? ""
    const isCapital = word !== word.toLowerCase()
    return `${before.slice(0, -word.length - 1)}${isCapital ? short.charAt(0).toUpperCase() + short.slice(1) : short}${noun}`
  }
  return vowel.test(value) ? `${before.replace(shortened, "$1’")}${value}` : `${before}${value}`
}

/** A French template, whose values are joined to the words before them: french`l’outil de ${name}`. */
export const french = (texts: TemplateStringsArray, ...values: readonly string[]): string =>
  texts.reduce((text, next, place) => `${joinFrench(text, values[place - 1] ?? "")}${next}`)

/** A text with gaps such as `{name}`, filled. @param valueFor throws, or returns what stands for a gap */
export const fillFrench = (text: string, valueFor: (name: string) => string): string =>
  text
    .split(/\{(\w+)\}/)
    .reduce((filled, part, place) => (place % 2 === 0 ? `${filled}${part}` : joinFrench(filled, valueFor(part))), "")

/** First words of the names of authorities that are feminine. */
const feminine: ReadonlySet<string> = new Set(["Autorité", "Commission"])

/** The name of an authority with its article: "la Commission d’accès", "l’Autorité de contrôle", "le Commissariat". */
export const withArticle = (authority: string): string =>
  joinFrench(feminine.has(authority.split(" ", 1)[0] ?? "") ? "la " : "le ", authority)
