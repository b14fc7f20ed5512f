import { type DocumentLanguage, documentLanguages } from "../contracts/words.ts"
import { type HttpAnswer, HttpDocument } from "../platform/http-route.ts"
import { preferredLanguage } from "../platform/preferred-language.ts"
import { html } from "../recipient-page/html.ts"
import { pagePath } from "../recipient-page/page-frame.ts"
import { pageHeaders } from "../recipient-page/page-headers.ts"
import type { SignInFailure } from "./identity-provider.ts"
import { signInPath } from "./return-path.ts"
import { failureWords, tryAgain } from "./sign-in-words.ts"

const statuses: Readonly<Record<SignInFailure | "failed", number>> = {
  unknownParty: 404,
  unreachable: 502,
  notBegun: 400,
  declined: 403,
  notProven: 403,
  noRole: 403,
  failed: 500,
}

/** What a page of a sign-in that failed is made of. */
export type FailedSignIn = {
  readonly failure: SignInFailure | "failed"
  /** Of the request, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly partyId?: string | undefined
  readonly status?: number
}

/** A page that tells a person why a sign-in failed and what to do next. It has no script and no style of its own. */
export function failurePage({ failure, headers, partyId, status = statuses[failure] }: FailedSignIn): HttpAnswer {
  const language = preferredLanguage(headers["accept-language"], documentLanguages) ?? "en"
  return {
    status,
    headers: { ...pageHeaders(headers), "content-language": language, vary: "accept-language" },
    body: pageOf(failure, language, partyId),
  }
}

function pageOf(failure: SignInFailure | "failed", language: DocumentLanguage, partyId?: string): HttpDocument {
  const { title, reason, next } = failureWords[failure]
  const again =
    partyId === undefined
      ? undefined
      : html`<p><a href="${signInPath}?party=${encodeURIComponent(partyId)}">${tryAgain[language]}</a></p>`
  const { text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title[language]} – Wayseal</title>
<link rel="stylesheet" href="${pagePath}/style.css">
</head>
<body>
<main>
<h1>${title[language]}</h1>
<p>${reason[language]}</p>
<p>${next[language]}</p>
${again}
</main>
</body>
</html>
`
  return new HttpDocument("text/html; charset=utf-8", text)
}
