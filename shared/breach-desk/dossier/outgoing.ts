import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Law, Rule } from "../../law/law.ts"
import { say } from "../../platform/bilingual.ts"
import { clockEventInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { DossierDocument, FactRow, Section } from "./document.ts"
import { fact } from "./fact-row.ts"
import { missingFact, titleOf, withheldFact } from "./missing-facts.ts"
import { buildNotice } from "./notice.ts"
import type { Perspective } from "./perspective.ts"

/** The id of the report under a law. A law asks for one report at most. */
export const reportId = ({ id }: Pick<Law, "id">): string => `report-${id}`

/**
 * The report to a regulator under one rule: the items that the rule requires, in its order, without personal data. A
 * sample of the notice follows it where the law asks for one.
 */
export const buildReport = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language } = view
  const { rows, missing: open } = filled(view, law, rule)
  const sample = sampleOf(view, law, rule)
  const missing = [...open, ...sample.flatMap((notice) => notice.missing)]
  return {
    id: reportId(law),
    kind: "regulatorReport",
    audience: "outgoing",
    language,
    title: titleOf(rule.title[language], missing, language),
    subtitle: say(language, `To: ${rule.to.name.en}`, `À : ${rule.to.name.fr}`),
    law: law.id,
    rule: rule.id,
    missing,
    sections: [
      {
        heading: say(language, "Reference", "Référence"),
        blocks: [{ kind: "facts", rows: referenceOf(view, law, rule) }],
      },
      { heading: say(language, "Report", "Rapport"), blocks: [{ kind: "facts", rows }] },
      ...sample.flatMap(({ title, sections }): Section[] => [
        {
          heading: say(language, "Sample of the notice", "Exemplaire de l’avis"),
          blocks: [{ kind: "paragraph", text: title, tone: "plain" }],
        },
        ...sections,
      ]),
    ],
  }
}

/** What the report is about: the case, the law and the provision that asks for it. */
export const referenceOf = ({ language, viewer }: Perspective, law: Law, rule: Rule): FactRow[] => [
  fact(say(language, "Case", "Dossier"), viewer.caseAlias),
  fact(say(language, "Law", "Loi"), law.name[language]),
  fact(say(language, "Provision", "Disposition"), rule.citation.section[language], rule.citation.url),
]

/** The notice that the report encloses, in the first language of the law's notices. */
const sampleOf = (view: Perspective, law: Law, rule: Rule): readonly DossierDocument[] => {
  const [language] = law.noticeLanguages
  const notice = law.rules.find(({ kind }) => kind === "tellIndividuals")
  const isAsked = rule.content.some(({ source }) => source === "sampleNotice")
  return isAsked && notice !== undefined && language !== undefined ? [buildNotice(language, view, law, notice)] : []
}

/** The entry in the party's own register of breaches. */
export const buildRegisterEntry = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer } = view
  const { rows, missing } = filled(view, law, rule)
  const kept = retentionInWords(rule.retention, language)
  return {
    id: `register-${law.id}`,
    kind: "registerEntry",
    audience: "outgoing",
    language,
    title: titleOf(rule.title[language], missing, language),
    subtitle: say(
      language,
      `Entry ${viewer.caseAlias}, ${law.shortName.en}`,
      `Inscription ${viewer.caseAlias}, ${law.shortName.fr}`,
    ),
    law: law.id,
    rule: rule.id,
    missing,
    sections: [
      ...(kept === undefined
        ? []
        : [
            {
              heading: say(language, "Retention", "Conservation"),
              blocks: [{ kind: "paragraph" as const, text: kept, tone: "plain" as const }],
            },
          ]),
      { heading: say(language, "Entry", "Inscription"), blocks: [{ kind: "facts", rows }] },
    ],
  }
}

/** The items that a rule requires, in its order, and which of them nobody has stated. */
export function filled(view: Perspective, law: Law, rule: Rule) {
  const { language } = view
  const answers = rule.content.map((item) => ({ item, answer: answerTo(item, view, law, rule) }))
  const rows = answers.map(
    ({ item, answer }): FactRow => ({
      label: item.label[language],
      values: answer.values,
      standing: answer.standing,
      section: item.section[language],
    }),
  )
  const missing = answers.flatMap(({ item, answer }) => {
    if (answer.withheld.length > 0) return answer.withheld.map((what) => withheldFact(item, what, language))
    return answer.standing === "missing" ? [missingFact(item, language)] : []
  })
  return { rows, missing }
}

/** How long the entry is kept, if that is established. */
function retentionInWords(retention: Rule["retention"], language: DocumentLanguage): string | undefined {
  switch (retention?.kind) {
    case "atLeast":
      return say(
        language,
        `Keep for ${retention.months} months from ${clockEventInWords(retention.from, "en")} (${retention.section.en}).`,
        `À conserver ${retention.months} mois à compter de ${clockEventInWords(retention.from, "fr")} (${retention.section.fr}).`,
      )
    case "unstated":
      return say(
        language,
        `The law names no time (${retention.section.en}); the organisation’s own schedule decides.`,
        `La loi ne fixe aucune durée (${retention.section.fr}); le calendrier de l’organisation décide.`,
      )
    case undefined:
      return undefined
  }
}
