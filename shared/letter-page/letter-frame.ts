import { letterPath } from "../breach-desk/letters/letter-mail.ts"
import { type DocumentLanguage, documentLanguages } from "../contracts/words.ts"
import type { HttpDocument } from "../platform/http-route.ts"
import { type Html, html } from "../recipient-page/html.ts"
import { withLanguage } from "../recipient-page/page-frame.ts"
import { languageNames } from "../recipient-page/page-words.ts"
import { plainDocument } from "../recipient-page/plain-document.ts"
import { wordsIn } from "./letter-words.ts"

/** Where the script of the page is. */
export const scriptPath = `${letterPath}/open.js`

/** Where an answer is sent. */
export const answerPath = `${letterPath}/answers`

/** A page about a letter. With the token of an open letter, the switch of the language opens it again. */
export function letterDocument(of: {
  readonly language: DocumentLanguage
  readonly title: string
  readonly content: Html
  readonly token?: string
}): HttpDocument {
  const { language, title, content, token } = of
  const words = wordsIn(language)
  return plainDocument({
    language,
    title,
    head: html`<script src="${scriptPath}" defer></script>\n`,
    body: html`<a class="skip" href="#main">${words.skipToContent}</a>
<header>
<nav aria-label="${words.chooseLanguage}"><ul>
${documentLanguages.map((each) => html`<li>${switchTo(each, language, token)}</li>\n`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${content}
</main>`,
  })
}

function switchTo(each: DocumentLanguage, current: DocumentLanguage, token: string | undefined): Html {
  const name = languageNames[each]
  if (each === current) return html`<span lang="${each}" aria-current="true">${name}</span>`
  if (token === undefined)
    return html`<a lang="${each}" hreflang="${each}" href="${withLanguage(letterPath, each)}">${name}</a>`
  return html`<form method="post" action="${letterPath}">
${hidden({ token, lang: each })}<button class="plain" lang="${each}">${name}</button>
</form>`
}

/** Fields that a form sends along. */
export const hidden = (fields: Readonly<Record<string, string>>): readonly Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)
