import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Law, Rule } from "../../law/law.ts"
import { type Pair, pair, say } from "../../platform/bilingual.ts"
import { answerTo } from "./content-answers.ts"
import type { Section } from "./document.ts"
import { sourceInWords } from "./missing-facts.ts"
import type { BoundRule, Perspective } from "./perspective.ts"

/**
 * Each report to a regulator field by field, for an officer who copies it into the regulator's own form: where it is
 * asked, our value and where the value comes from. Only the party itself reads it.
 */
export const fieldsOfReports = (view: Perspective, rules: readonly BoundRule[]): readonly Section[] =>
  rules.filter(({ rule }) => rule.kind === "tellRegulator").map(({ law, rule }) => fieldsOf(view, law, rule))

function fieldsOf(view: Perspective, law: Law, rule: Rule): Section {
  const { language } = view
  return {
    heading: say(
      language,
      `Field by field: ${rule.title.en} (${law.shortName.en})`,
      `Champ par champ : ${rule.title.fr} (${law.shortName.fr})`,
    ),
    blocks: [
      { kind: "paragraph", tone: "muted", text: formInWords(rule.formRead, language) },
      {
        kind: "table",
        columns: [
          { label: say(language, "Field", "Champ"), width: 130, align: "left" },
          { label: say(language, "Our value", "Notre valeur"), align: "left" },
          { label: say(language, "Where it comes from", "D’où elle vient"), width: 120, align: "left" },
        ],
        rows: rule.content.map((item) => [
          `${item.label[language]}\n${item.section[language]}`,
          answerTo(item, view, law, rule).values.join("\n"),
          sourceInWords(item.source, language),
        ]),
        empty: say(language, "The law lists no contents.", "La loi n’énumère aucun contenu."),
      },
    ],
  }
}

const formWords: Readonly<Record<Rule["formRead"], Pair>> = {
  no: pair(
    "Form not read: the regulator’s own form may ask for more, in another order. The fields stand in the order of the provision.",
    "Formulaire non lu : celui de l’autorité peut demander davantage, dans un autre ordre. Les champs suivent l’ordre de la disposition.",
  ),
  inPart: pair(
    "Form read in part: the fields follow the regulator’s own form as far as it was read.",
    "Formulaire lu en partie : les champs suivent celui de l’autorité dans la mesure où il a été lu.",
  ),
}

const formInWords = (formRead: Rule["formRead"], language: DocumentLanguage): string => formWords[formRead][language]
