import { DateTime } from "luxon"
import type { Content, Part } from "../../base/platform/tagged-pdf/content.ts"
import { type FontFiles, openFonts, writeTaggedPdf } from "../../base/platform/tagged-pdf/tagged-pdf.ts"
import type { DossierDocument } from "./document.ts"
import { heading, looks, ofLetter, paragraph, sectionContents } from "./pdf-blocks.ts"
import { amberBar, amberTint, line } from "./pdf-colours.ts"
import { chosenOf, languageOf, letterhead, localeOf, type PageSize, type Rendering, runningText } from "./rendering.ts"

/** Paper in points. */
const paper: Readonly<Record<PageSize, readonly [number, number]>> = { LETTER: [612, 792], A4: [595.28, 841.89] }
const margins = { side: 54, top: 56, bottom: 44 }

/** Renders a dossier as a PDF that screen readers can read. The same dossier gives the same bytes. */
export function makeRenderDossierPdf(fontFiles: FontFiles): Rendering {
  const fonts = openFonts(fontFiles)
  return async (dossier, options = {}) => {
    const { first, chosen, title } = chosenOf(dossier, options)
    return writeTaggedPdf(
      {
        title,
        ...(first.kind === "notice" ? {} : { subject: first.subtitle }),
        author: "Wayseal",
        language: localeOf(languageOf(first)),
        madeAt: DateTime.fromISO(dossier.preparedAt).toJSDate(),
        paper: paper[options.pageSize ?? "LETTER"],
        margins,
        footer: looks.muted,
        parts: chosen.map((document, index) => ({
          ...partOf(document, index === 0 ? chosen.slice(1) : []),
          running: runningText(dossier, document),
        })),
      },
      fonts,
    )
  }
}

/** What is above the title of an internal document. The title of any other says what it is. */
const internalWords: Readonly<Record<DossierDocument["language"], string>> = { en: "INTERNAL", fr: "INTERNE" }

/** A document. The first of several has a table of contents after its first section. */
function partOf(document: DossierDocument, others: readonly DossierDocument[]): Part {
  const [opening, ...rest] = document.sections
  const setting = document.envelope === undefined ? undefined : ofLetter
  const contents = [
    ...headOf(document),
    ...(opening === undefined ? [] : sectionContents(opening, setting)),
    ...(others.length === 0 ? [] : tableOfContents(others, document.language === "en")),
    ...rest.flatMap((section) => sectionContents(section, setting)),
  ]
  return { language: localeOf(languageOf(document)), contents }
}

/** The head of a document. A notice is a letter: its sender and its title, and nothing of its making. */
function headOf({ id, audience, language, title, subtitle, envelope, warnings = [] }: DossierDocument): Content[] {
  const titled = { kind: "text", tag: "H1", text: title, destination: id } as const
  if (envelope !== undefined)
    return [
      { ...paragraph({ text: letterhead(envelope), look: looks.subtitle }, 0), keep: true },
      { ...titled, look: looks.letterTitle, before: 4 },
    ]
  return [
    ...(audience === "internal"
      ? [{ ...paragraph({ text: internalWords[language], look: looks.kind }, 0), keep: true }]
      : []),
    { ...titled, look: looks.title, before: 2 },
    paragraph({ text: subtitle, look: looks.subtitle }, 2),
    ...(warnings.length === 0 ? [] : [callout(warnings)]),
  ]
}

const callout = (warnings: readonly string[]): Content => ({
  kind: "callout",
  before: 8,
  fill: amberTint,
  bar: amberBar,
  paragraphs: warnings.map((text) => ({ text, look: looks.warning })),
})

/** Title, addressee, page. */
const tableOfContents = (documents: readonly DossierDocument[], english: boolean): Content[] => [
  heading(english ? "In this dossier" : "Dans ce dossier"),
  {
    kind: "contents",
    before: 6,
    rule: line,
    entries: documents.map(({ id, title, subtitle }) => ({
      title: { text: title, look: looks.plain },
      detail: { text: subtitle, look: looks.muted },
      destination: id,
    })),
  },
]
