import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { letterPath } from "../../desk/letters/letter-mail.ts"
import { type Html, html } from "../kit/html.ts"
import { languageNames, withLanguage } from "../kit/page-address.ts"
import { plainDocument } from "../kit/plain-document.ts"
import { wordsIn } from "./letter-words.ts"

/** Where the script of the page is. */
export const scriptPath = `${letterPath}/open.js`

/** Where an answer is sent. */
export const answerPath = `${letterPath}/answers`

/** A page that a link opens. With what a form sent, the switch of the language sends it again. */
export type OpenedByLink = {
  readonly language: DocumentLanguage
  readonly title: string
  readonly content: Html
  /** Where the forms of the switch go. */
  readonly path: string
  readonly sent?: Readonly<Record<string, string>> | undefined
}

/** A page about a letter. With the token of an open letter, the switch of the language opens it again. */
export const letterDocument = ({
  token,
  ...of
}: Omit<OpenedByLink, "path" | "sent"> & { readonly token?: string }): HttpDocument =>
  linkedDocument({ ...of, path: letterPath, sent: token === undefined ? undefined : { token } })

/** A page that a link opens. */
export function linkedDocument(of: OpenedByLink): HttpDocument {
  const { language, title, content } = of
  const words = wordsIn(language)
  return plainDocument({
    language,
    title,
    head: html`<script src="${scriptPath}" defer></script>\n`,
    body: html`<a class="skip" href="#main">${words.skipToContent}</a>
<header>
<nav aria-label="${words.chooseLanguage}"><ul>
${documentLanguages.map((each) => html`<li>${switchTo(each, of)}</li>\n`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${content}
</main>`,
  })
}

function switchTo(each: DocumentLanguage, { language: current, path, sent }: OpenedByLink): Html {
  const name = languageNames[each]
  if (each === current) return html`<span lang="${each}" aria-current="true">${name}</span>`
  if (sent === undefined)
    return html`<a lang="${each}" hreflang="${each}" href="${withLanguage(path, each)}">${name}</a>`
  return html`<form method="post" action="${path}">
${hidden({ ...sent, lang: each })}<button class="plain" lang="${each}">${name}</button>
</form>`
}

/** Fields that a form sends along. */
export const hidden = (fields: Readonly<Record<string, string>>): readonly Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)
