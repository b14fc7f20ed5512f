import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import { counted, stamp } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { type Html, html } from "../kit/html.ts"
import { languageNames } from "../kit/page-address.ts"
import { plainDocument } from "../kit/plain-document.ts"
import { type StagePlace, sectionOf } from "./operator-parts.ts"
import { hubPath, operatorSignInPath, operatorSignOutPath } from "./operator-paths.ts"
import { nouns, words } from "./operator-words.ts"
import type { StageNow } from "./stage-now.ts"
import { type ReportPart, reportOn } from "./stage-report.ts"

/** How a visitor wants the page. */
export type Wish = {
  readonly language: DocumentLanguage
  /** Whether the browser reads it again each minute. Only when asked, because people need time (WCAG 2.2.1). */
  readonly isRefreshed: boolean
  /** When the session ends, unless its person reads the page again before. The page says so (WCAG 2.2.1). */
  readonly endsAt: Date
}

const style = html`<link rel="stylesheet" href="${hubPath}/style.css">\n`
const refreshSeconds = "60"

/** How the stage is, on one screen. */
export function operatorPage(now: StageNow, place: StagePlace, wish: Wish): HttpDocument {
  const { language, isRefreshed } = wish
  const parts = reportOn(now, place.stage, language)
  const title = `${words.stage[language]} ${place.stage}`
  const refresh = isRefreshed ? html`<meta http-equiv="refresh" content="${refreshSeconds}">\n` : undefined
  return plainDocument({
    language,
    title: `${title}: ${summaryOf(parts, language)}`,
    head: html`${style}${refresh}`,
    body: html`<a class="skip" href="#main">${words.skip[language]}</a>
<header>
<form method="post" action="${operatorSignOutPath}?lang=${language}"><button class="plain">${words.signOut[language]}</button></form>
<nav aria-label="${words.chooseLanguage[language]}"><ul>
${documentLanguages.map((each) => html`<li>${switchTo(each, wish)}</li>\n`)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
<p>${summaryOf(parts, language)}</p>
<p>${words.readAt[language]} ${stamp(now.at.toISOString(), "UTC", language)}.
<a href="${addressOf(wish)}">${words.readAgain[language]}</a>.
${refreshChoice(wish)}</p>
<p>${words.sessionEnds[language]} ${stamp(wish.endsAt.toISOString(), "UTC", language)}. ${words.toStay[language]}</p>
<div class="parts">
${parts.map((part) => sectionOf(part, place, language))}</div>
</main>`,
  })
}

function summaryOf(parts: readonly ReportPart[], language: DocumentLanguage): string {
  const [toDo = 0, unread = 0] = ["toDo", "unread"].map((state) => parts.filter((part) => part.state === state).length)
  if (toDo + unread === 0) return words.healthy[language]
  const told = [
    ...(toDo === 0 ? [] : [counted(toDo, nouns.partToDo, language)]),
    ...(unread === 0 ? [] : [counted(unread, nouns.partUnread, language)]),
  ]
  return `${told.join(", ")}.`
}

const addressOf = ({ language, isRefreshed }: Wish): string =>
  `${hubPath}?lang=${language}${isRefreshed ? "&refresh=minute" : ""}`

const refreshChoice = (wish: Wish): Html => {
  const other = { ...wish, isRefreshed: !wish.isRefreshed }
  const text = wish.isRefreshed ? words.onRequest : words.everyMinute
  const note = wish.isRefreshed ? ` ${words.sessionMayEnd[wish.language]}` : ""
  return html`<a href="${addressOf(other)}">${text[wish.language]}</a>.${note}`
}

function switchTo(each: DocumentLanguage, wish: Wish): Html {
  const name = languageNames[each]
  if (each === wish.language) return html`<span lang="${each}" aria-current="true">${name}</span>`
  return html`<a lang="${each}" hreflang="${each}" href="${addressOf({ ...wish, language: each })}">${name}</a>`
}

/** What an operator sees after signing out. */
export const signedOutPage = (language: DocumentLanguage): HttpDocument =>
  notice(language, {
    title: words.signedOut[language],
    text: words.signedOutHere[language],
    link: html`<a href="${operatorSignInPath}">${words.signIn[language]}</a>`,
  })

/** The answer to what failed or could not be read. */
export const failedPage = (language: DocumentLanguage): HttpDocument =>
  notice(language, {
    title: words.failedTitle[language],
    text: words.failedText[language],
    link: html`<a href="${hubPath}">${words.startAgain[language]}</a>`,
  })

const notice = (language: DocumentLanguage, of: { title: string; text: string; link: Html }): HttpDocument =>
  plainDocument({
    language,
    title: of.title,
    body: html`<main>
<h1>${of.title}</h1>
<p>${of.text}</p>
<p>${of.link}</p>
</main>`,
  })
