import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { HttpAnswer, HttpDocument } from "../../base/platform/http-route.ts"
import { html } from "../kit/html.ts"
import { pageAnswer } from "../kit/page-answer.ts"
import { plainDocument } from "../kit/plain-document.ts"
import type { SignInFailure } from "./identity-provider.ts"
import { failureWords, tryAgain } from "./sign-in-words.ts"

const statuses: Readonly<Record<SignInFailure | "failed", number>> = {
  unknownParty: 404,
  unreachable: 502,
  notBegun: 400,
  otherAddress: 403,
  sharedAddress: 400,
  otherParty: 409,
  declined: 403,
  notProven: 403,
  noRole: 403,
  noOperator: 403,
  failed: 500,
}

/** What a page of a sign-in that failed is made of. */
export type FailedSignIn = {
  readonly failure: SignInFailure | "failed"
  /** Of the request, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the person can begin again. */
  readonly again?: string | undefined
  readonly status?: number
}

/** A page that tells a person why a sign-in failed and what to do next. It has no script and no style of its own. */
export function failurePage({ failure, headers, again, status = statuses[failure] }: FailedSignIn): HttpAnswer {
  return pageAnswer(status, headers, (language) => pageOf(failure, language, again))
}

function pageOf(failure: SignInFailure | "failed", language: DocumentLanguage, again?: string): HttpDocument {
  const { title, reason, next } = failureWords[failure]
  const link = again === undefined ? undefined : html`<p><a href="${again}">${tryAgain[language]}</a></p>`
  return plainDocument({
    language,
    title: title[language],
    body: html`<main>
<h1>${title[language]}</h1>
<p>${reason[language]}</p>
<p>${next[language]}</p>
${link}
</main>`,
  })
}
