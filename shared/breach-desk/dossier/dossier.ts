import type { DocumentLanguage } from "../../contracts/words.ts"
import type { ContentItem, Law, Rule } from "../../law/law.ts"
import { capital, say } from "../../platform/bilingual.ts"
import type { Duty } from "../duties/duty.ts"
import type { CaseFacts } from "../facts.ts"
import { verifyChain } from "../timeline.ts"
import { dutyFor, dutyWithCodes, viewerIn, visibleDuties } from "../visibility.ts"
import { clockEventInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { Dossier, DossierDocument, FactRow, Section } from "./document.ts"
import { dutyOutcome } from "./duties-in-words.ts"
import type { ChainEvidence } from "./evidence.ts"
import { buildEvidence, rulesOf } from "./evidence.ts"
import { fact } from "./fact-row.ts"
import { buildNotice, lawWarnings } from "./notice.ts"
import type { Perspective } from "./perspective.ts"
import { buildSummary } from "./summary.ts"
import { dueLines } from "./summary-duties.ts"

export type DossierInput = ChainEvidence & {
  readonly facts: CaseFacts
  /** Id of the party that the dossier is for. It holds that party's side only. */
  readonly party: string
  /** Every duty of the case. Duties that the party may not see are left out. */
  readonly duties: readonly Duty[]
  /** The laws of the pack. */
  readonly laws: readonly Law[]
  /** Language of reports and summary. Notices are written in every language that the law lists. */
  readonly language: DocumentLanguage
  /** ISO instant. */
  readonly preparedAt: string
}

/**
 * The dossier of one party: a summary, a report per regulator, notices per law and language, register entries and
 * evidence. The same input gives the same dossier.
 *
 * @throws Error if the party is not in the case
 */
export const buildDossier = (input: DossierInput): Dossier => {
  const viewer = input.facts.parties.find(({ party }) => party === input.party)
  if (viewer === undefined) throw new Error("the party is not a party of this case")
  const sees = viewerIn(input.facts, viewer)
  const duties = visibleDuties(input.duties, sees).map((duty) => dutyFor(sees, duty))
  const view: Perspective = {
    facts: input.facts,
    viewer,
    duties,
    laws: input.laws,
    language: input.language,
    preparedAt: input.preparedAt,
  }
  const rules = rulesOf(viewer, input.laws, duties)
  const ofKind = (kind: Rule["kind"]) => rules.filter(({ rule }) => rule.kind === kind)
  const verdict = verifyChain(input.timeline, input.head)
  return {
    format: "wayseal-dossier/1",
    caseAlias: viewer.caseAlias,
    party: viewer.party,
    preparedAt: input.preparedAt,
    language: input.language,
    documents: [
      buildSummary(view, rules, input, verdict),
      ...ofKind("tellRegulator").map(({ law, rule }) => buildReport(view, law, rule)),
      ...ofKind("tellIndividuals").flatMap(({ law, rule }) =>
        law.noticeLanguages.map((language) => buildNotice({ ...view, language }, law, rule)),
      ),
      ...ofKind("keepRecord").map(({ law, rule }) => buildRegisterEntry(view, law, rule)),
      buildEvidence(view, input, verdict),
    ],
    duties: duties.map((duty) => {
      const { clock, ...rest } = dutyWithCodes(duty, input.facts, viewer)
      const { citation: _citation, ...published } = clock
      return { ...rest, clock: published }
    }),
    timeline: [...input.timeline],
    head: input.head,
    ...(input.headMac === undefined ? {} : { headMac: input.headMac }),
    receivedHeads: [...(input.receivedHeads ?? [])],
  }
}

function filled(items: readonly ContentItem[], view: Perspective, law: Law, rule: Rule) {
  const answers = items.map((item) => ({ item, answer: answerTo(item, view, law, rule) }))
  const rows = answers.map(
    ({ item, answer }): FactRow => ({
      label: item.label[view.language],
      values: answer.values,
      standing: answer.standing,
      section: item.section[view.language],
    }),
  )
  const withheld = answers.flatMap(({ item, answer }) =>
    answer.withheld.map((what) =>
      say(
        view.language,
        `“${item.label.en}” held ${what} and was withheld. Rewrite it without personal information.`,
        `« ${item.label.fr} » contenait ${what} et a été retenu. Récrivez-le sans renseignements personnels.`,
      ),
    ),
  )
  const open = rows.filter(({ standing }) => standing === "toComplete").map(({ label }) => label)
  const missing =
    open.length === 0
      ? []
      : [
          say(
            view.language,
            `To be completed before sending: ${open.join("; ")}.`,
            `À compléter avant l’envoi : ${open.join("; ")}.`,
          ),
        ]
  return { rows, warnings: [...missing, ...withheld] }
}

/** The report to a regulator under one rule: the items that the rule requires, in its order, without personal data. */
export const buildReport = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer } = view
  const { rows, warnings } = filled(rule.content, view, law, rule)
  const duty = view.duties.find(
    (candidate) => candidate.party === viewer.party && candidate.law === law.id && candidate.rule === rule.id,
  )
  return {
    id: `report-${law.id}`,
    kind: "regulatorReport",
    language,
    title: rule.title[language],
    subtitle: say(language, `To: ${rule.to.name.en}`, `À : ${rule.to.name.fr}`),
    law: law.id,
    rule: rule.id,
    warnings: [...warnings, ...lawWarnings(rule, view.preparedAt, language)],
    sections: [
      {
        heading: say(language, "Reference", "Référence"),
        blocks: [
          {
            kind: "facts",
            rows: [
              fact(say(language, "Case", "Dossier"), viewer.caseAlias),
              fact(say(language, "Law", "Loi"), law.name[language]),
              fact(say(language, "Provision", "Disposition"), rule.citation.section[language], rule.citation.url),
              ...(duty === undefined ? [] : [fact(say(language, "Time", "Délai"), ...dueLines(view, duty))]),
              ...(duty === undefined ? [] : [fact(say(language, "State", "État"), capital(dutyOutcome(view, duty)))]),
            ],
          },
        ],
      },
      { heading: say(language, "Report", "Rapport"), blocks: [{ kind: "facts", rows }] },
      ...formSection(rule, language),
    ],
  }
}

const formSection = (rule: Rule, language: DocumentLanguage): readonly Section[] =>
  rule.form.length === 0
    ? []
    : [
        {
          heading: say(language, "Form and manner", "Forme et manière"),
          blocks: [{ kind: "list", items: rule.form.map((line) => line[language]) }],
        },
      ]

/** The entry in the party's own register of breaches. */
export const buildRegisterEntry = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer } = view
  const { rows, warnings } = filled(rule.content, view, law, rule)
  return {
    id: `register-${law.id}`,
    kind: "registerEntry",
    language,
    title: rule.title[language],
    subtitle: say(
      language,
      `Entry ${viewer.caseAlias}, ${law.shortName.en}`,
      `Inscription ${viewer.caseAlias}, ${law.shortName.fr}`,
    ),
    law: law.id,
    rule: rule.id,
    warnings: [...warnings, ...lawWarnings(rule, view.preparedAt, language)],
    sections: [
      {
        heading: say(language, "Retention", "Conservation"),
        blocks: [{ kind: "paragraph", text: retentionInWords(rule.retention, language), tone: "plain" }],
      },
      { heading: say(language, "Entry", "Inscription"), blocks: [{ kind: "facts", rows }] },
      ...formSection(rule, language),
    ],
  }
}

/** How long the entry is kept, by the law if it says so. */
function retentionInWords(retention: Rule["retention"], language: DocumentLanguage): string {
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
      return say(
        language,
        "The law’s retention is not established; see the warning.",
        "La durée de conservation légale n’est pas établie; voir l’avertissement.",
      )
  }
}
