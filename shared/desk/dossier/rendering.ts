import { say } from "../../base/platform/bilingual.ts"
import { type Block, type Dossier, type DossierDocument, dossierDocumentSchema } from "./document.ts"

export type PageSize = "LETTER" | "A4"

export type RenderingOptions = {
  /** Letter by default. Formats without pages ignore it. */
  readonly pageSize?: PageSize
  /** Id of the one document to render. All of them by default. */
  readonly document?: string
}

/**
 * Renders a whole dossier, or one of its documents, as a file.
 * @throws Error if the dossier has no such document
 */
export type Rendering = (dossier: Dossier, options?: RenderingOptions) => Promise<Uint8Array>

/**
 * The documents to render, with spaces at which no line ends, and the title of the file that holds them.
 * @throws Error if the dossier has no such document
 */
export function chosenOf(
  dossier: Dossier,
  { document }: RenderingOptions,
): { readonly first: DossierDocument; readonly chosen: readonly DossierDocument[]; readonly title: string } {
  const chosen = dossier.documents.filter(({ id }) => document === undefined || id === document).map(typeset)
  const [first] = chosen
  if (first === undefined) throw new Error("the dossier has no such document")
  // People receive a notice, and have no use for the party's name of the case.
  return { first, chosen, title: first.kind === "notice" ? first.title : `${dossier.caseAlias} - ${first.title}` }
}

/**
 * Where no line ends: before a colon and within guillemets, which French sets apart; within a date or a time; and
 * between a section and its sign. Canadian French has no space before the other signs.
 */
const unbroken: readonly RegExp[] = [
  / (?=[:»%])/g,
  /(?<=«) /g,
  /(?<=\d|1er) (?=\p{L}+ \d{4}\b)/gu,
  /(?<=\d) (?=h\b)|(?<=\d h) (?=\d\d)/g,
  /(?<=\d\d:\d\d|\d[ \u00a0]h(?:[ \u00a0]\d\d)?) (?=\([A-Z])/g,
  /(?<=\d\d:\d\d) (?=[A-Z]{3}|-\d\d:)/g,
  /(?<=\b(?:arts?|ss?|ch|c|r)\.|§) (?=\S)/g,
]

/** The text with a no-break space wherever no line ends. */
export const withUnbrokenSpaces = (text: string): string =>
  unbroken.reduce((spaced, pattern) => spaced.replace(pattern, "\u00a0"), text)

const typeset = (document: DossierDocument): DossierDocument =>
  dossierDocumentSchema.parse(
    JSON.parse(JSON.stringify(document), (_key, value) =>
      typeof value === "string" ? withUnbrokenSpaces(value) : value,
    ),
  )

/** What each page says besides its number: a draft that it is one, an internal document too. A final notice nothing. */
export function runningText({ caseAlias }: Dossier, { audience, kind, language, missing }: DossierDocument): string {
  if (audience === "internal")
    return say(language, `Case ${caseAlias}, confidential`, `Dossier ${caseAlias}, confidentiel`)
  const draft = missing.length === 0 ? [] : [say(language, "Draft: do not send", "Projet : ne pas envoyer")]
  return [...draft, ...(kind === "notice" ? [] : [caseAlias])].join(" – ")
}

/**
 * Whether a paragraph stays with what follows it in its section: because it opens that, as a remark in grey does with
 * any block, or because the last lines, such as the name and number of a person, would stand alone on the next page.
 */
export function staysWith(
  { tone }: Extract<Block, { kind: "paragraph" }>,
  following: readonly { readonly kind: string }[],
): boolean {
  const [next] = following
  if (next === undefined) return false
  const areLastLines = following.length <= 3 && following.every(({ kind }) => kind === "paragraph")
  return areLastLines || tone === "muted" || ["list", "facts", "table"].includes(next.kind)
}

/** What stands above the title of a letter: its sender and its date. */
export const letterhead = ({ sender, date }: NonNullable<DossierDocument["envelope"]>): string =>
  date === undefined ? sender : `${sender} – ${date}`

/** Languages as word processors and screen readers name them. */
export const localeOf = (language: string): string => locales.get(language) ?? language

const locales: ReadonlyMap<string, string> = new Map([
  ["en", "en-CA"],
  ["fr", "fr-CA"],
])

/** The language of what a document says. */
export const languageOf = ({ language, furtherLanguage = language }: DossierDocument): string => furtherLanguage

/** Long hashes in groups, so that people can compare them aloud. */
export const groupedHash = (value: string): string =>
  /^[0-9a-f]{64}$/.test(value) ? (value.match(/.{8}/g) ?? [value]).join(" ") : value

/** The lines of a text, without control characters and lone surrogates, which no file of XML can hold. */
export const linesOf = (text: string): readonly string[] =>
  text
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/[\p{Cc}\ufffe\uffff]+/gu, " "))

export const inOneLine = (text: string): string => linesOf(text).join(" ")
