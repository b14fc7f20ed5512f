import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Dossier, DossierDocument } from "./document.ts"

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
 * The documents to render, and the title of the file that holds them.
 * @throws Error if the dossier has no such document
 */
export function chosenOf(
  dossier: Dossier,
  { document }: RenderingOptions,
): { readonly first: DossierDocument; readonly chosen: readonly DossierDocument[]; readonly title: string } {
  const chosen = dossier.documents.filter(({ id }) => document === undefined || id === document)
  const [first] = chosen
  if (first === undefined) throw new Error("the dossier has no such document")
  // People receive a notice, and have no use for the party's name of the case.
  return { first, chosen, title: first.kind === "notice" ? first.title : `${dossier.caseAlias} - ${first.title}` }
}

/** Languages as word processors and screen readers name them. */
export const localeOf: Readonly<Record<DocumentLanguage, string>> = { en: "en-CA", fr: "fr-CA" }

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
