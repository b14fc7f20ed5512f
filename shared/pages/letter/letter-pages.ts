import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import { senderIn } from "../../base/contracts/words-of-notice.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { letterPath } from "../../desk/letters/letter-mail.ts"
import type { Party } from "../../parties/party.ts"
import { type Html, html } from "../kit/html.ts"
import { hidden, letterDocument } from "./letter-frame.ts"
import { wordsIn } from "./letter-words.ts"

/**
 * The first page, the same for everybody: mail programs and scanners that follow a link see this alone. Without a
 * script, the code from the mail is typed in.
 */
export function startPage(language: DocumentLanguage): HttpDocument {
  const words = wordsIn(language)
  return letterDocument({
    language,
    title: words.startTitle,
    content: html`<p>${words.startIntro}</p>
<p>${words.startRecorded}</p>
<form method="post" action="${letterPath}">
${hidden({ lang: language })}<p class="field">
<label for="token">${words.code}</label>
<span class="hint" id="token-hint">${words.codeHint}</span>
<input id="token" name="token" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" \
aria-describedby="token-hint" required>
</p>
<button>${words.open}</button>
</form>`,
  })
}

/** The one page for a link that is unknown, has ended, was revoked or was used to answer, in both languages. */
export function closedPage(language: DocumentLanguage): HttpDocument {
  const others = documentLanguages.filter((each) => each !== language)
  return letterDocument({
    language,
    title: wordsIn(language).closedTitle,
    content: html`<p>${wordsIn(language).closedIntro}</p>
${others.map((each) => html`<p lang="${each}">${wordsIn(each).closedTitle}. ${wordsIn(each).closedIntro}</p>\n`)}`,
  })
}

/** How the party for which the hub asks is named. A discreet one goes by the sender of its notices. */
export function askerInWords(asker: Party | undefined, language: DocumentLanguage): string {
  const name = asker?.discreet === false ? asker.alias : senderIn(asker?.documents ?? {}, language)
  return name ?? wordsIn(language).someRetailer
}

/** What came of an answer. */
export function answeredPage(
  language: DocumentLanguage,
  outcome: "answered" | "late" | "answeredBefore",
): HttpDocument {
  const words = wordsIn(language)
  const { title, text } = {
    answered: { title: words.answeredTitle, text: words.answeredIntro },
    late: { title: words.lateTitle, text: words.lateIntro },
    answeredBefore: { title: words.beforeTitle, text: words.beforeIntro },
  }[outcome]
  return notePage(language, title, text)
}

/** What came of a confirmation, with the way back to the letter. */
export function acknowledgedPage(language: DocumentLanguage, token: string): HttpDocument {
  const words = wordsIn(language)
  const back = html`<form method="post" action="${letterPath}">
${hidden({ token, lang: language })}<button>${words.back}</button>
</form>`
  return notePage(language, words.acknowledgedTitle, words.acknowledgedIntro, back)
}

export function crossSitePage(language: DocumentLanguage): HttpDocument {
  const { crossSiteTitle, crossSiteIntro } = wordsIn(language)
  return notePage(language, crossSiteTitle, crossSiteIntro)
}

/** The answer to what failed, or came while others changed the case. */
export function busyPage(language: DocumentLanguage): HttpDocument {
  const { busyTitle, busyIntro } = wordsIn(language)
  return notePage(language, busyTitle, busyIntro)
}

/** The answer to a form that is larger than a function takes. */
export function tooLargePage(language: DocumentLanguage): HttpDocument {
  const { errorTitle, fileTooLarge } = wordsIn(language)
  return notePage(language, errorTitle, `${fileTooLarge}.`)
}

function notePage(language: DocumentLanguage, title: string, text: string, more?: Html): HttpDocument {
  return letterDocument({ language, title, content: html`<p>${text}</p>\n${more}` })
}
