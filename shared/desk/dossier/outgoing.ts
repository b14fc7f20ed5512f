import type { ClockEvent } from "../../base/contracts/legal-words.ts"
import { day, say } from "../../base/platform/bilingual.ts"
import { inZone, rulesInForce } from "../duties/due-time.ts"
import type { PartyFacts } from "../facts.ts"
import { asDerived } from "../facts-of-case.ts"
import type { Law, Rule } from "../law/law.ts"
import { clockEventInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { DossierDocument, FactRow, MissingFact, Section } from "./document.ts"
import { fact } from "./fact-row.ts"
import { completenessInWords } from "./findings-in-words.ts"
import { missingAuthority, missingFact, titleOf, withheldFact } from "./missing-facts.ts"
import { buildNotice } from "./notice.ts"
import type { Perspective } from "./perspective.ts"

/** The id of the report under a law, or of one of its stages. */
export const reportId = ({ id }: Pick<Law, "id">, { stage }: Pick<Rule, "stage">): string =>
  ["report", id, ...(stage === undefined ? [] : [stage])].join("-")

/**
 * The report to a regulator under one rule: the items that the rule requires, in its order, without personal data. A
 * sample of the notice follows it where the law asks for one.
 */
export const buildReport = (officer: Perspective, law: Law, rule: Rule): DossierDocument => {
  const view = inLanguageOfRegulator(officer, law)
  const { language } = view
  const { rows } = filled(view, law, rule)
  const sample = sampleOf(officer, law, rule)
  const missing = [...missingInReport(officer, law, rule), ...sample.flatMap((notice) => notice.missing)]
  return {
    id: reportId(law, rule),
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

/** The officer's side of a case in the language in which the regulator takes reports. Unless known, the officer's. */
export function inLanguageOfRegulator(
  officer: Perspective,
  { reportLanguages = [officer.language] }: Law,
): Perspective {
  const [first = officer.language] = reportLanguages
  return reportLanguages.includes(officer.language) ? officer : { ...officer, language: first }
}

/** What a report still needs, in the language of the officer who prepares it. */
export const missingInReport = (officer: Perspective, law: Law, rule: Rule): MissingFact[] => [
  ...missingAuthority(rule, officer.language),
  ...filled(officer, law, rule).missing,
]

/** Who reports, when and under what. A law can ask for the sender among its items: then it stands there. */
export function referenceOf({ language, viewer, preparedAt }: Perspective, law: Law, rule: Rule): FactRow[] {
  const namesSender = rule.content.some(({ source }) => source === "organisation" || source === "senderAndContact")
  return [
    ...(namesSender ? [] : [fact(say(language, "From", "De"), viewer.name)]),
    fact(say(language, "Date", "Date"), day(preparedAt, viewer.timeZone, language)),
    fact(say(language, "Our reference", "Notre référence"), viewer.caseAlias),
    fact(say(language, "Law", "Loi"), law.name[language]),
    fact(say(language, "Provision", "Disposition"), rule.citation.section[language]),
  ]
}

/** The notice that the report encloses, in the first language of the law's notices. */
const sampleOf = (view: Perspective, law: Law, rule: Rule): readonly DossierDocument[] => {
  const [language] = law.noticeLanguages
  const notice = rulesInForce(asDerived(view.viewer), law).find(({ kind }) => kind === "tellIndividuals")
  const isAsked = rule.content.some(({ source }) => source === "sampleNotice")
  return isAsked && notice !== undefined && language !== undefined ? [buildNotice({ language }, view, law, notice)] : []
}

/** The entry in the party's own register of breaches. */
export const buildRegisterEntry = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer, preparedAt } = view
  const { rows, missing } = filled(view, law, rule)
  const kept = retentionInWords(view, law, rule)
  const on = day(preparedAt, viewer.timeZone, language)
  return {
    id: `register-${law.id}`,
    kind: "registerEntry",
    audience: "outgoing",
    language,
    title: titleOf(rule.title[language], missing, language),
    subtitle: say(
      language,
      `Entry ${viewer.caseAlias}, ${law.shortName.en}, as of ${on}`,
      `Inscription ${viewer.caseAlias}, ${law.shortName.fr}, au ${on}`,
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
  return { rows: [...rows, ...unknownRow(view, rule)], missing }
}

/** Why more may have been shown, where the rule has no item about what was shown, which would say it. */
export function unknownRow(view: Perspective, { content }: Rule): FactRow[] {
  const hours = completenessInWords(view)
  if (hours.length === 0 || content.some(({ source }) => source === "information")) return []
  return [fact(say(view.language, "What is not known", "Ce qu’on ignore"), ...hours)]
}

/** How long the entry is kept, if that is established, and until when if its event is on record. */
function retentionInWords({ viewer, language }: Perspective, law: Law, { retention }: Rule): string | undefined {
  switch (retention?.kind) {
    case "atLeast": {
      const { months, from, section } = retention
      const event = clockEventInWords(from, language)
      const since = eventOf(viewer, law, from)
      if (since === undefined)
        return say(
          language,
          `Keep for ${months} months from ${event} (${section.en}).`,
          `À conserver ${months} mois à compter de ${event} (${section.fr}).`,
        )
      const end = inZone(since, viewer.timeZone).plus({ months }).toISO() ?? since
      const until = day(end, viewer.timeZone, language)
      return say(
        language,
        `Keep at least until ${until}: ${months} months from ${event} (${section.en}).`,
        `À conserver au moins jusqu’au ${until} : ${months} mois à compter de ${event} (${section.fr}).`,
      )
    }
    case "unstated":
      return say(
        language,
        `The law names no time (${retention.section.en}). The organization’s own schedule decides.`,
        `La loi ne fixe aucune durée (${retention.section.fr}). Le calendrier de l’organisation décide.`,
      )
    case undefined:
      return undefined
  }
}

/** When an event of a retention was, if it is one that happens once and is on record. */
function eventOf(viewer: PartyFacts, law: Law, event: ClockEvent): string | undefined {
  switch (event) {
    case "awareness":
      return viewer.awareAt
    case "determination":
      return viewer.determinedAt
    case "discovery":
      return viewer.discoveredAt
    case "report":
      return viewer.reported[law.id]?.at
    case "individualsNotified":
    case "growth":
      return undefined
  }
}
