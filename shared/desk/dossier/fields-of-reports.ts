import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { dateOnly, pair, say } from "../../base/platform/bilingual.ts"
import type { Rule } from "../law/law.ts"
import { formReadingOf } from "../law/regulator-form.ts"
import { languageInWords } from "./codes-in-words.ts"
import type { Block, Section } from "./document.ts"
import { whereInWords } from "./missing-facts.ts"
import type { BoundRule, Perspective } from "./perspective.ts"
import { type FieldsOfReport, type ReportField, reportFields } from "./report-fields.ts"

/**
 * Each report to a regulator field by field, for an officer who copies it into the regulator's own form: what the form
 * asks, our value and where the value comes from. Only the party itself reads it.
 */
export const fieldsOfReports = (view: Perspective, rules: readonly BoundRule[]): readonly Section[] =>
  reportFields(view, rules).map((report) => sectionOf(view.language, report))

function sectionOf(language: DocumentLanguage, { law, rule, fields }: FieldsOfReport): Section {
  const ofForm = fields.filter(({ askedIn }) => askedIn === "form")
  const ofProvision = fields.filter(({ askedIn }) => askedIn === "provision")
  return {
    heading: say(
      language,
      `Field by field: ${rule.title.en} (${law.shortName.en})`,
      `Champ par champ : ${rule.title.fr} (${law.shortName.fr})`,
    ),
    blocks: [
      { kind: "paragraph", tone: "muted", text: formInWords(rule, language) },
      ...groupsOf(ofForm).flatMap((group): Block[] => [...headingOf(group), tableOf(group, language)]),
      ...(ofForm.length === 0 || ofProvision.length === 0 ? [] : [beyondForm(language)]),
      ...(ofForm.length > 0 && ofProvision.length === 0 ? [] : [tableOf(ofProvision, language)]),
    ],
  }
}

/** Fields that stand below one heading of the form, in its order. */
function groupsOf(fields: readonly ReportField[]): ReportField[][] {
  const groups: ReportField[][] = []
  for (const field of fields) {
    const latest = groups.at(-1)
    if (latest !== undefined && latest[0]?.under === field.under) latest.push(field)
    else groups.push([field])
  }
  return groups
}

const headingOf = ([first]: readonly ReportField[]): Block[] =>
  first?.under === undefined
    ? []
    : [{ kind: "paragraph", tone: "plain", text: [first.under, ...inBrackets(first.underTranslation)].join(" ") }]

const inBrackets = (translation: string | undefined) => (translation === undefined ? [] : [`(${translation})`])

const beyondForm = (language: DocumentLanguage): Block => ({
  kind: "paragraph",
  tone: "plain",
  text: say(
    language,
    "The law, or the regulator elsewhere, asks for this too. The form did not show it as far as it was read.",
    "La loi, ou l’autorité ailleurs, le demande aussi. Le formulaire ne le montrait pas, dans la mesure où il a été lu.",
  ),
})

const tableOf = (fields: readonly ReportField[], language: DocumentLanguage): Block => ({
  kind: "table",
  columns: [
    { label: say(language, "Field", "Champ"), width: 125, align: "left" },
    { label: say(language, "Our value", "Notre valeur"), align: "left" },
    { label: say(language, "Where it comes from", "D’où elle vient"), width: 95, align: "left" },
  ],
  rows: fields.map(({ field, translation, section, values, comesFrom, setBy = [] }) => [
    [field, ...inBrackets(translation), ...(section === undefined ? [] : [section])].join("\n"),
    values.join("\n"),
    [...new Set([comesFrom, ...setBy.map((call) => whereInWords(call, language))])].join("\n"),
  ]),
  empty: say(language, "The law lists no contents.", "La loi n’énumère aucun contenu."),
})

const notRead = pair(
  "Form not read: the regulator’s own form may ask for more, in another order. The fields stand in the order of the provision.",
  "Formulaire non lu : celui de l’autorité peut demander davantage, dans un autre ordre. Les champs suivent l’ordre de la disposition.",
)

/** How far the regulator's form was read, from which copy and when, and where the report is made. */
export function formInWords({ regulatorForm: form, to }: Rule, language: DocumentLanguage): string {
  const where =
    to.howToReach === undefined
      ? []
      : [say(language, `Where to report: ${to.howToReach}`, `Où déclarer : ${to.howToReach}`)]
  if (form === undefined) return [notRead[language], ...where].join(" ")
  const whole = formReadingOf(form) === "whole"
  const copy = say(
    language,
    `“${form.name[form.language]}”, read on ${dateOnly(form.readOn, "en")} at ${form.url}`,
    `« ${form.name[form.language]} », lu le ${dateOnly(form.readOn, "fr")} à ${form.url}`,
  )
  return [
    whole
      ? say(language, `Form read to its end: ${copy}.`, `Formulaire lu en entier : ${copy}.`)
      : say(language, `Form read in part: ${copy}.`, `Formulaire lu en partie : ${copy}.`),
    form.copy[language],
    ...(form.unread === undefined ? [] : [say(language, `Not read: ${form.unread.en}`, `Non lu : ${form.unread.fr}`)]),
    ...(form.language === language
      ? []
      : [
          say(
            language,
            `The fields are in the words of the form, in ${languageInWords(form.language, "en")}. The translation in brackets is ours.`,
            `Les champs sont dans les mots du formulaire, en ${languageInWords(form.language, "fr")}. La traduction entre parenthèses est la nôtre.`,
          ),
        ]),
    say(
      language,
      "Compare it with the form of today before you copy.",
      "Comparez avec le formulaire d’aujourd’hui avant de copier.",
    ),
    ...where,
  ].join(" ")
}
