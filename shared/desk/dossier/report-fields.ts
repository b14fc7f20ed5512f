import { say } from "../../base/platform/bilingual.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import type { Law, Rule } from "../law/law.ts"
import type { RegulatorForm } from "../law/regulator-form.ts"
import { type Answer, known } from "./answer.ts"
import { answerTo } from "./content-answers.ts"
import { comesFrom } from "./fact-sources.ts"
import { missingFact, withheldFact } from "./missing-facts.ts"
import { reportId, unknownRow } from "./outgoing.ts"
import type { BoundRule, Perspective } from "./perspective.ts"

/** One field of a report to a regulator, for an officer who copies our value into the regulator's own form. */
export type ReportField = {
  /** `form`: the regulator's own form asks for it. `provision`: the law does, in an item of its own. */
  readonly askedIn: "form" | "provision"
  /** The form's heading above the field, in the form's own words. */
  readonly under?: string
  /** Our translation of that heading, if the reader's language is another. */
  readonly underTranslation?: string
  /** In the form's own words, or the item of the provision in the language of the reader. */
  readonly field: string
  /** Our translation of the form's words, if the reader's language is another. */
  readonly translation?: string
  /** The provision that asks for it. */
  readonly section?: string
  readonly values: readonly string[]
  /** `yours`: the exchange has no fact for it, such as for a choice that the form offers. */
  readonly standing: "known" | "unknown" | "missing" | "yours"
  readonly comesFrom: string
  /** Of a missing value: the calls, or the fields of the parties file, that set it. */
  readonly setBy?: readonly string[]
}

/** A report to a regulator, field by field: first those of its form as far as it was read, in the form's order. */
export type FieldsOfReport = BoundRule & {
  /** Id of the report's document. */
  readonly document: string
  readonly fields: readonly ReportField[]
}

/** The fields of each report to a regulator that the rules ask for. Only the party itself reads them. */
export const reportFields = (view: Perspective, rules: readonly BoundRule[]): readonly FieldsOfReport[] =>
  rules
    .filter(({ rule }) => rule.kind === "tellRegulator")
    .map(({ law, rule }) => ({ law, rule, document: reportId(law, rule), fields: fieldsOf(view, law, rule) }))

function fieldsOf(view: Perspective, law: Law, rule: Rule): readonly ReportField[] {
  const { regulatorForm: form, content } = rule
  const asked = new Set(form?.fields.flatMap(({ sources }) => sources))
  return [
    ...(form === undefined ? [] : form.fields.map((field) => fieldOfForm({ view, law, rule, form }, field))),
    ...content.filter(({ source }) => !asked.has(source)).map((item) => fieldOfProvision(view, law, rule, item)),
    ...unknownField(view, rule),
  ]
}

/** Why more may have been shown, where no item asks what was shown, which would say it. */
function unknownField(view: Perspective, rule: Rule): ReportField[] {
  const comes = comesFrom("information", view.language)
  return unknownRow(view, rule).map(({ label, values, standing }) => ({
    askedIn: "provision",
    field: label,
    values,
    standing,
    comesFrom: comes,
  }))
}

type OfForm = BoundRule & { readonly view: Perspective; readonly form: RegulatorForm }

function fieldOfForm(
  { view, law, rule, form }: OfForm,
  { words, under, sources }: RegulatorForm["fields"][number],
): ReportField {
  const { language } = view
  return {
    askedIn: "form",
    ...(under === undefined ? {} : { under: under[form.language] }),
    ...(under === undefined || language === form.language ? {} : { underTranslation: under[language] }),
    field: words[form.language],
    ...(language === form.language ? {} : { translation: words[language] }),
    ...valueFrom(
      view,
      sources.map((source) => ({
        asked: { id: source, label: words, source },
        answer: answer(view, law, rule, source),
      })),
    ),
  }
}

function fieldOfProvision(view: Perspective, law: Law, rule: Rule, item: ContentItem): ReportField {
  return {
    askedIn: "provision",
    field: item.label[view.language],
    section: item.section[view.language],
    ...valueFrom(view, [{ asked: item, answer: answer(view, law, rule, item.source) }]),
  }
}

/** Our answer to one item. The sample of the notice stands in the report itself. */
function answer(view: Perspective, law: Law, rule: Rule, source: ContentSource): Answer {
  if (source !== "sampleNotice") return answerTo({ source }, view, law, rule)
  const document = reportId(law, rule)
  return known(
    say(
      view.language,
      `It is in the document ${document}, after the report.`,
      `Il est dans le document ${document}, après le rapport.`,
    ),
  )
}

type Answered = { readonly asked: Pick<ContentItem, "id" | "label" | "source">; readonly answer: Answer }

/** What answers one field: one item, several, or none. */
function valueFrom(view: Perspective, answered: readonly Answered[]) {
  const { language } = view
  if (answered.length === 0) {
    return {
      values: [say(language, "Yours to answer.", "À vous de répondre.")],
      standing: "yours",
      comesFrom: say(
        language,
        "The exchange has no fact for it",
        "La plateforme d’échange n’a aucun fait pour ce champ",
      ),
    } as const
  }
  const withheld = answered.flatMap(({ asked, answer: { withheld: kinds } }) =>
    kinds.map((what) => withheldFact(asked, what, language).sentence),
  )
  const open = answered.filter(({ answer: given }) => given.standing === "missing" || given.withheld.length > 0)
  const setBy = [...new Set(open.map(({ asked }) => missingFact(asked, language).setBy))]
  return {
    values: [...answered.flatMap(({ answer: { values } }) => values), ...withheld],
    standing: standingOf(answered),
    comesFrom: [...new Set(answered.map(({ asked }) => comesFrom(asked.source, language)))].join("; "),
    ...(setBy.length === 0 ? {} : { setBy }),
  }
}

/** A field is as incomplete as its most incomplete part. */
function standingOf(answered: readonly Answered[]): Answer["standing"] {
  const standings = new Set(
    answered.map(({ answer: given }) => (given.withheld.length > 0 ? "missing" : given.standing)),
  )
  if (standings.has("missing")) return "missing"
  return standings.has("unknown") ? "unknown" : "known"
}
