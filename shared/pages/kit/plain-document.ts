import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { HttpDocument } from "../../base/platform/http-route.ts"
import { type Html, html } from "./html.ts"
import { pagePath } from "./page-address.ts"

/** A page for people who sign in. It looks like the recipient's page, and has no script. */
export function plainDocument(of: {
  readonly language: DocumentLanguage
  readonly title: string
  /** Beside what every page has. */
  readonly head?: Html
  readonly body: Html
}): HttpDocument {
  const { language, title, head, body } = of
  const { text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} – Wayseal</title>
<link rel="stylesheet" href="${pagePath}/style.css">
${head}</head>
<body>
${body}
</body>
</html>
`
  return new HttpDocument("text/html; charset=utf-8", text)
}
