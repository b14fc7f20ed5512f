import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { dateOnly, type Pair, pair } from "../../../shared/base/platform/bilingual.ts"
import { hashOfRule } from "../../../shared/desk/law/hash-of-rule.ts"
import { type Law, type Rule, replacedOn } from "../../../shared/desk/law/law.ts"
import {
  awaitsCounsel,
  readingInWords,
  reviewInWords,
  reviewStandingOf,
} from "../../../shared/desk/law/standing-in-words.ts"
import { Html, html } from "../../../shared/pages/kit/html.ts"
import { partsOfPage } from "../documents/page-in-one-file.ts"
import { withoutRules, counselWords as words } from "./counsel-words.ts"
import { type PointText, pointsOfRule } from "./points-of-rule.ts"

/** The page on which a lawyer compares each rule with its clause, as one file that needs no network. */
export async function counselPage(laws: readonly Law[]): Promise<string> {
  const { head, program } = await partsOfPage("counsel-page")
  const messages = Object.entries(words.messages).map(
    ([name, message]) => html`<template data-message="${name}">${both(message)}</template>`,
  )
  return html`${new Html("<!doctype html>")}
<html lang="en" data-language="en">
<head>${new Html(head)}<title>${words.title.en} · ${words.title.fr}</title></head>
<body>
<header>
<p class="languages"><button type="button" lang="en" data-choose="en">English</button>
<button type="button" lang="fr" data-choose="fr">Français</button></p>
<h1>${both(words.title)}</h1>
<p>${both(words.intro)}</p>
<p>${both(words.always)}</p>
<noscript><p>${both(words.needsScript)}</p></noscript>
<form class="tools">
<p><label for="reviewer">${both(words.name)}</label> <input id="reviewer" maxlength="200" autocomplete="name"></p>
<fieldset><legend>${both(words.show)}</legend>${Object.entries(words.filters).map(
    ([filter, label]) =>
      html`<label><input type="radio" name="filter" value="${filter}"${new Html(filter === "all" ? " checked" : "")}> ${both(label)}</label>`,
  )}</fieldset>
<p><button type="button" id="export">${both(words.export)}</button></p>
<p role="status" id="status"></p>
</form>
${messages}
</header>
<main>${laws.map(lawSection)}</main>
${new Html(program)}
</body>
</html>
`.text
}

/** A text in both languages, of which the page shows the one that was chosen. */
const both = (text: Pair): Html =>
  html`${documentLanguages.map((language) => html`<span class="chosen" lang="${language}">${text[language]}</span>`)}`

const lawSection = (law: Law): Html => html`<section class="law">
<h2>${both(law.shortName)}</h2>
<p>${both(law.name)}. ${both(words.binds[law.reach])} ${both(law.binds)}.</p>
${law.read === undefined ? undefined : html`<p>${law.read}</p>`}
${law.rules.length === 0 ? html`<p>${both(withoutRules(law))}</p>` : law.rules.map((rule) => ruleArticle(law, rule))}
</section>`

function ruleArticle(law: Law, rule: Rule): Html {
  const { id, title, note } = rule
  const name = `${law.id}.${id}`
  const verdict = (value: string, label: Pair) =>
    html`<label><input type="radio" name="${name}" value="${value}"> ${both(label)}</label>`
  const review = pair(reviewInWords(rule, "en"), reviewInWords(rule, "fr"))
  return html`<article data-law="${law.id}" data-rule="${id}" data-hash="${hashOfRule(law, rule)}"
 data-standing="${reviewStandingOf(rule)}" data-marked="${String(awaitsCounsel(rule))}">
<h3>${both(title)}</h3>
<div class="sides">
<section><h4>${both(words.clause)}</h4>${clause(law, rule)}</section>
<section><h4>${both(words.wayseal)}</h4>${documentLanguages.map(
    (language) =>
      html`<dl class="chosen" lang="${language}">${pointsOfRule(rule, language).map(
        (point) => html`<dt>${point.name}</dt>${point.texts.map((text) => html`<dd>${pointText(text)}</dd>`)}`,
      )}</dl>`,
  )}</section>
</div>
${awaitsCounsel(rule) && note !== undefined ? html`<p class="marked"><strong>${both(words.marked)}</strong> ${both(note)}</p>` : undefined}
<p class="standing">${both(review)}.</p>
<fieldset><legend>${both(words.review)}</legend>
${verdict("agrees", words.agrees)} ${verdict("differs", words.differs)}
<p><label for="${name}.remark">${both(words.remark)}</label>
<textarea id="${name}.remark" maxlength="4000" rows="3"></textarea></p>
<p><button type="button" class="undo">${both(words.undo)}</button></p></fieldset>
</article>`
}

/** The clause as it was read: section, words in each official language, where they stand, how far they were read. */
function clause(law: Law, rule: Rule): Html {
  const { citation, quoteFrom, inForceFrom, inForceBy } = rule
  const texts = documentLanguages.flatMap((language) => {
    const text = rule.words[language]
    if (text === undefined) return []
    return [
      text === null
        ? html`<p>${both(words.notRead[language])}</p>`
        : html`<blockquote lang="${language}">${text}</blockquote>`,
    ]
  })
  const next = replacedOn(law, rule)
  const inForce = pair(
    [
      `In force from ${dateOnly(inForceFrom, "en")}`,
      ...(inForceBy === undefined ? [] : ["for breaches that were going on then or later"]),
      ...(next === undefined ? [] : [`replaced on ${dateOnly(next, "en")}`]),
    ].join(", "),
    [
      `En vigueur depuis le ${dateOnly(inForceFrom, "fr")}`,
      ...(inForceBy === undefined ? [] : ["pour les atteintes en cours ce jour-là ou par la suite"]),
      ...(next === undefined ? [] : [`remplacé le ${dateOnly(next, "fr")}`]),
    ].join(", "),
  )
  const reading = pair(readingInWords(rule, "en"), readingInWords(rule, "fr"))
  return html`<p><a href="${citation.url}" rel="noreferrer">${both(citation.section)}</a></p>${texts}
<p>${both(reading)}. ${quoteFrom === undefined ? undefined : html`<a href="${quoteFrom}" rel="noreferrer">${both(words.copy)}</a>. `}${both(inForce)}.</p>`
}

const pointText = ({ text, section, url }: PointText): Html =>
  html`${url === undefined ? text : html`<a href="${url}" rel="noreferrer">${text}</a>`}${section === undefined ? undefined : html` <span class="section">(${section})</span>`}`
