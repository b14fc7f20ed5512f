import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import { HttpDocument } from "../../base/platform/http-route.ts"
import { Html, html } from "../kit/html.ts"
import { languageNames, pagePath, withLanguage } from "../kit/page-address.ts"
import { wordsIn } from "./page-words.ts"

/** What is in the frame of a page. */
export type Page = {
  readonly language: DocumentLanguage
  readonly title: string
  /** Below the heading. */
  readonly content: Html
  /** What the visitor sent. The switch of the language sends it again. Without it, the switch leads to the form. */
  readonly sent?: ReadonlyMap<string, string> | undefined
  /** The path of the form, with its query: it can name a retailer or a carrier. */
  readonly path?: string | undefined
}

/** A whole page. It has no style and no script of its own, and loads nothing from elsewhere. */
export function pageDocument({ language, title, content, sent, path = pagePath }: Page): HttpDocument {
  const words = wordsIn(language)
  const { text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${pagePath}/style.css">
<script src="${pagePath}/open-link.js" defer></script>
</head>
<body>
<a class="skip" href="#main">${words.skipToContent}</a>
<header>
<nav aria-label="${words.chooseLanguage}"><ul>
${documentLanguages.map((each) => html`<li>${switchTo(each, language, { sent, path })}</li>\n`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${content}
</main>
<form id="link" method="post" action="${pagePath}" hidden>
<input type="hidden" name="lang" value="${language}">
<input type="hidden" name="linkToken" value="">
</form>
</body>
</html>
`
  return new HttpDocument("text/html; charset=utf-8", text)
}

function switchTo(
  each: DocumentLanguage,
  current: DocumentLanguage,
  { sent, path }: { sent: ReadonlyMap<string, string> | undefined; path: string },
): Html {
  const name = languageNames[each]
  if (each === current) return html`<span lang="${each}" aria-current="true">${name}</span>`
  if (sent === undefined)
    return html`<a lang="${each}" hreflang="${each}" href="${withLanguage(path, each)}">${name}</a>`
  return html`<form method="post" action="${pagePath}">
${hiddenInputs(new Map([...sent, ["lang", each]]))}<button class="plain" lang="${each}">${name}</button>
</form>`
}

const hiddenInputs = (values: ReadonlyMap<string, string>): readonly Html[] =>
  [...values].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)

/** Lines of HTML that were made elsewhere, from escaped text. */
export const ready = (lines: readonly string[]): Html => new Html(lines.join("\n"))
