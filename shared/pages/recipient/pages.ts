import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled } from "../../base/platform/bilingual.ts"
import type { HttpDocument } from "../../base/platform/http-route.ts"
import { type Html, html } from "../kit/html.ts"
import { pagePath, withLanguage } from "../kit/page-address.ts"
import { type FieldError, type FormKind, formParameter, type TypedField } from "./lookup-form.ts"
import { pageDocument } from "./page-frame.ts"
import { type PageWords, wordsIn } from "./page-words.ts"

/** How one field is typed in. */
type Input = {
  readonly name: TypedField
  readonly hint: `${TypedField}Hint`
  readonly autocomplete: "off" | "postal-code"
  readonly most: number
  readonly isOptional?: true
}

const number = { autocomplete: "off", most: 64 } as const

const proofInputs: readonly Input[] = [
  { name: "postalCode", hint: "postalCodeHint", autocomplete: "postal-code", most: 16 },
  { name: "houseNumber", hint: "houseNumberHint", autocomplete: "off", most: 32, isOptional: true },
]

/** A form: its fields and words, and the link to the other one. */
type Form = {
  readonly inputs: readonly Input[]
  readonly title: "formTitle" | "numberFormTitle"
  readonly intro: "formIntro" | "numberFormIntro"
  readonly other: { readonly words: "haveTrackingNumber" | "haveOrderNumber"; readonly path: string }
}

const byTrackingNumber = `${pagePath}?${formParameter}=trackingNumber`

const forms: Readonly<Record<FormKind, Form>> = {
  orderNumber: {
    inputs: [
      { name: "retailer", hint: "retailerHint", ...number },
      { name: "reference", hint: "referenceHint", ...number },
      ...proofInputs,
    ],
    title: "formTitle",
    intro: "formIntro",
    other: { words: "haveTrackingNumber", path: byTrackingNumber },
  },
  trackingNumber: {
    inputs: [
      { name: "carrier", hint: "carrierHint", ...number },
      { name: "trackingNumber", hint: "trackingNumberHint", ...number },
      ...proofInputs,
    ],
    title: "numberFormTitle",
    intro: "numberFormIntro",
    other: { words: "haveOrderNumber", path: pagePath },
  },
}

/** A form of this kind, with what a visitor typed or the link's path names. */
type FilledForm = {
  readonly language: DocumentLanguage
  readonly kind: FormKind
  readonly values?: ReadonlyMap<string, string>
}

const pathOf = (kind: FormKind): string => (kind === "orderNumber" ? pagePath : byTrackingNumber)

/** A page with a form, and with what is wrong with its fields. */
export function formPage(
  of: FilledForm & { readonly errors?: readonly FieldError[]; readonly path?: string | undefined },
): HttpDocument {
  const { language, kind, errors = [] } = of
  const words = wordsIn(language)
  const form = forms[kind]
  const title = errors.length === 0 ? words[form.title] : labelled(words.errorTitle, words[form.title], language)
  return pageDocument({
    language,
    title,
    path: of.path ?? pathOf(kind),
    content: html`${errors.length === 0 ? undefined : errorSummary(errors, words)}
<p>${words[form.intro]}</p>
${wayToOther(kind, language)}
<noscript><p>${words.withoutScript}</p></noscript>
${filledForm(of, errors)}`,
  })
}

function wayToOther(kind: FormKind, language: DocumentLanguage): Html {
  const { path, words } = forms[kind].other
  return html`<p><a href="${withLanguage(path, language)}">${wordsIn(language)[words]}</a></p>`
}

function filledForm({ language, kind, values }: FilledForm, errors: readonly FieldError[]): Html {
  const words = wordsIn(language)
  return html`<form method="post" action="${pagePath}">
<input type="hidden" name="lang" value="${language}">
${kind === "orderNumber" ? undefined : html`<input type="hidden" name="${formParameter}" value="${kind}">\n`}\
${forms[kind].inputs.map((input) => field(input, { words, value: values?.get(input.name), errors }))}\
<button>${words.submit}</button>
</form>`
}

/** The first thing that a reader of the page comes to. It takes the focus, which needs no script. */
const errorSummary = (errors: readonly FieldError[], words: PageWords): Html =>
  html`<div class="errors" role="alert" tabindex="-1" autofocus>
<ul>
${errors.map((error) => html`<li><a href="#${error.field}">${messageOf(error, words)}</a></li>\n`)}</ul>
</div>`

function messageOf({ field, reason }: FieldError, words: PageWords): string {
  switch (field) {
    case "retailer":
      return reason === "missing" ? words.retailerMissing : words.retailerWrong
    case "reference":
      return reason === "missing" ? words.referenceMissing : words.referenceWrong
    case "carrier":
      return reason === "missing" ? words.carrierMissing : words.carrierWrong
    case "trackingNumber":
      return reason === "missing" ? words.trackingNumberMissing : words.trackingNumberWrong
    case "postalCode":
      return reason === "missing" ? words.postalCodeMissing : words.postalCodeWrong
    case "houseNumber":
      return words.houseNumberWrong
    case "linkToken":
      return words.linkTokenWrong
  }
}

function field(
  { name, hint, autocomplete, most, isOptional }: Input,
  of: { words: PageWords; value: string | undefined; errors: readonly FieldError[] },
): Html {
  const { words, value = "" } = of
  const error = of.errors.find((one) => one.field === name)
  const described = error === undefined ? `${name}-hint` : `${name}-hint ${name}-error`
  const capitals = name === "retailer" || name === "carrier" ? "words" : "characters"
  const state = html`${error === undefined ? undefined : html` aria-invalid="true"`}${
    isOptional === true ? undefined : html` required`
  }`
  return html`<p class="field">
<label for="${name}">${words[name]}</label>
<span class="hint" id="${name}-hint">${words[hint]}</span>
${error === undefined ? undefined : html`<strong id="${name}-error">${messageOf(error, words)}</strong>\n`}<input \
id="${name}" name="${name}" value="${value}" maxlength="${String(most)}" inputmode="text" \
autocomplete="${autocomplete}" autocapitalize="${capitals}" spellcheck="false" aria-describedby="${described}"${state}>
</p>
`
}

/** The one page for everything that shows no parcel. Beside what was typed, it is the same for all of it. */
export function missPage(of: FilledForm): HttpDocument {
  const { language, kind } = of
  const words = wordsIn(language)
  const hints = [words.missCheck, words.missHouse, words.missLink, words.missWait, words.missAsk]
  return pageDocument({
    language,
    title: words.missTitle,
    path: pathOf(kind),
    content: html`<p>${words.missIntro}</p>
<ul>
${hints.map((hint) => html`<li>${hint}</li>\n`)}</ul>
${wayToOther(kind, language)}
${filledForm(of, [])}`,
  })
}

/** The answer to a form of another website, which is not looked up. */
export function crossSitePage(language: DocumentLanguage): HttpDocument {
  const words = wordsIn(language)
  return noticePage(language, words.crossSiteTitle, words.crossSiteIntro)
}

/** The answer to what failed or could not be read. */
export function failedPage(language: DocumentLanguage): HttpDocument {
  const words = wordsIn(language)
  return noticePage(language, words.failedTitle, words.failedIntro)
}

const noticePage = (language: DocumentLanguage, title: string, text: string): HttpDocument =>
  pageDocument({
    language,
    title,
    content: html`<p>${text}</p>
<p><a href="${pagePath}?lang=${language}">${wordsIn(language).startAgain}</a></p>`,
  })
