import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import { moment } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { fill } from "../../desk/alerts/mail-words.ts"
import type { ReadView } from "../../desk/documents/read-view.ts"
import { regulatorInWords } from "../../desk/dossier/views-in-words.ts"
import { viewPath } from "../../desk/regulator-views/view-link.ts"
import { type Html, html } from "../kit/html.ts"
import { sectionInHtml } from "./blocks-in-html.ts"
import { hidden, linkedDocument } from "./letter-frame.ts"
import { viewWordsIn } from "./view-words.ts"

/** The first page, the same for everybody: programs that follow a link see this alone. */
export function viewStartPage(language: DocumentLanguage): HttpDocument {
  const words = viewWordsIn(language)
  return linkedDocument({
    language,
    path: viewPath,
    title: words.startTitle,
    content: html`<p>${words.startIntro}</p>
<p>${words.startRecorded}</p>
<form method="post" action="${viewPath}">
${hidden({ lang: language })}${codeField("token", words.code, words.codeHint)}<button>${words.open}</button>
</form>`,
  })
}

const codeField = (name: string, label: string, hint: string): Html => html`<p class="field">
<label for="${name}">${label}</label>
<span class="hint" id="${name}-hint">${hint}</span>
<input id="${name}" name="${name}" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" \
aria-describedby="${name}-hint" required>
</p>
`

/** The one page for a link that is unknown, has ended or was revoked, in both languages. */
export function viewClosedPage(language: DocumentLanguage): HttpDocument {
  const others = documentLanguages.filter((each) => each !== language)
  const { closedTitle: title, closedIntro } = viewWordsIn(language)
  const inOthers = others.map((each) => {
    const words = viewWordsIn(each)
    return html`<p lang="${each}">${words.closedTitle}. ${words.closedIntro}</p>\n`
  })
  return linkedDocument({ language, path: viewPath, title, content: html`<p>${closedIntro}</p>\n${inOthers}` })
}

type Opened = {
  readonly language: DocumentLanguage
  readonly token: string
  readonly read: ReadView
  /** The other code that was entered does not fit. */
  readonly isOtherWrong?: boolean
}

/** A party's side of a case, for the regulator. */
export function viewPage({ language, token, read: { view, side }, isOtherWrong = false }: Opened): HttpDocument {
  const words = viewWordsIn(language)
  const { partyName: party, timeZone } = side
  const title = fill(words.title, { party, case: side.caseAlias })
  const end = moment(view.endsAt, timeZone, language)
  const regulator = regulatorInWords(view.regulator, language)
  return linkedDocument({
    language,
    path: viewPath,
    sent: { token },
    title: isOtherWrong ? `${words.errorTitle}: ${title}` : title,
    content: html`${isOtherWrong ? errorOf(words.besideFault) : undefined}
<p>${fill(words.openedFor, { party, regulator, end })}</p>
<p>${fill(words.asOf, { party, time: moment(side.preparedAt, timeZone, language) })}</p>
<p>${fill(words.limits, { party })}</p>
${view.besideOf === undefined ? undefined : besideForm(language, token, party)}
${side.sections.map((section) => sectionInHtml(section))}<p>${fill(words.howToCheck, { party })}</p>`,
  })
}

/** The first thing that a reader of the page comes to. */
const errorOf = (text: string): Html => html`<div class="errors" role="alert" tabindex="-1" autofocus>
<p>${text}</p>
</div>`

function besideForm(language: DocumentLanguage, token: string, party: string): Html {
  const words = viewWordsIn(language)
  return html`<h2>${words.besideTitle}</h2>
<form method="post" action="${viewPath}">
${hidden({ token, lang: language })}${codeField("other", words.otherCode, fill(words.besideIntro, { party }))}\
<button>${words.besideButton}</button>
</form>`
}

export function viewCrossSitePage(language: DocumentLanguage): HttpDocument {
  const { crossSiteTitle, crossSiteIntro } = viewWordsIn(language)
  return notePage(language, crossSiteTitle, crossSiteIntro)
}

/** The answer to what failed, or came while others changed the case. */
export function viewBusyPage(language: DocumentLanguage): HttpDocument {
  const { busyTitle, busyIntro } = viewWordsIn(language)
  return notePage(language, busyTitle, busyIntro)
}

const notePage = (language: DocumentLanguage, title: string, text: string): HttpDocument =>
  linkedDocument({ language, path: viewPath, title, content: html`<p>${text}</p>` })
