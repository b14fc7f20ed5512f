import { dateOnly, moment, say } from "../../base/platform/bilingual.ts"
import { explainFinding } from "../../watch/detection/anomalies/finding-in-words.ts"
import { isPastReview } from "../law/law.ts"
import { awaitsCounsel, isDisputed, reviewInWords } from "../law/standing-in-words.ts"
import { languageInWords } from "./codes-in-words.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { remedyInWords, standingInWords } from "./missing-facts.ts"
import { noticeName } from "./notice-kinds.ts"
import type { BoundRule, Perspective } from "./perspective.ts"

/** What only the party itself reads about its documents: how they stand, how to send them, and what is uncertain. */

/** The documents to send, how each stands, and what sets each fact that is missing. */
export const documentsToSend = (outgoing: readonly DossierDocument[], view: Perspective): Section => ({
  heading: say(view.language, "Documents to send or to file", "Documents à envoyer ou à classer"),
  blocks: [
    {
      kind: "table",
      columns: [
        { label: say(view.language, "Document", "Document"), width: 150, align: "left" },
        { label: say(view.language, "State", "État"), width: 100, align: "left" },
        {
          label: say(view.language, "What is missing, and what adds it", "Ce qui manque, et ce qui l’ajoute"),
          align: "left",
        },
      ],
      rows: outgoing.flatMap((document) => rowsOf(document, view)),
      empty: say(view.language, "None.", "Aucun."),
    },
    ...(wroteProse(view) ? [proseHint(view)] : []),
  ],
})

const wroteProse = ({ facts, viewer }: Perspective): boolean =>
  facts.cause !== null ||
  Object.keys(facts.details).length > 0 ||
  Object.values(viewer.assessments).some(
    ({ explanation, consequences }) => explanation !== undefined || consequences !== undefined,
  )

const proseHint = ({ language }: Perspective): Block => ({
  kind: "paragraph",
  tone: "muted",
  text: say(
    language,
    "Reports and register entries repeat what you wrote yourself, in your words. Check that it is in the language of the document.",
    "Rapports et inscriptions reprennent vos propres mots. Vérifiez qu’ils sont dans la langue du document.",
  ),
})

/** A row for each missing fact, because a row with many of them may not fit on the page. */
function rowsOf(document: DossierDocument, view: Perspective): string[][] {
  const { language } = view
  const { missing } = document
  const [first = say(language, "Nothing", "Rien"), ...others] = missing.map((fact) => remedyInWords(fact, language))
  const name = nameOfDocument(document, view)
  return [[name, standingInWords(missing, language), first], ...others.map((one) => ["", "", one])]
}

/** A document in the language of the officer. A notice is written in another one too. */
function nameOfDocument(document: DossierDocument, { language, laws }: Perspective) {
  const { kind, addressee, title, subtitle, law, ...of } = document
  if (kind !== "notice" || addressee !== undefined) return `${title}\n${subtitle}`
  const notice = noticeName(of.noticeKind)[language]
  const name = laws.find(({ id }) => id === law)?.shortName[language] ?? ""
  return `${notice} (${languageInWords(of.language, language)})\n${name}`
}

/** What counsel is still to confirm, and rules whose review is overdue. */
export const questionsForCounsel = ({ language, preparedAt }: Perspective, rules: readonly BoundRule[]): Section => ({
  heading: say(language, "Open questions for counsel", "Questions ouvertes pour le conseiller juridique"),
  blocks: [
    {
      kind: "table",
      columns: [
        { label: say(language, "Provision", "Disposition"), width: 150, align: "left" },
        { label: say(language, "Question", "Question"), align: "left" },
      ],
      rows: rules.flatMap(({ law, rule }) => {
        const provision = `${law.shortName[language]}\n${rule.citation.section[language]}`
        const due = dateOnly(rule.reviewBy, language)
        return [
          ...(isPastReview(rule, preparedAt)
            ? [
                [
                  provision,
                  say(
                    language,
                    `This rule’s review was due by ${due}. Has it changed?`,
                    `Cette règle devait être revue au plus tard le ${due}. A-t-elle changé?`,
                  ),
                ],
              ]
            : []),
          ...(awaitsCounsel(rule) ? [[provision, rule.note?.[language] ?? ""]] : []),
          ...(isDisputed(rule) ? [[provision, reviewInWords(rule, language)]] : []),
        ]
      }),
      empty: say(language, "No rule is marked for counsel.", "Aucune règle n’est marquée pour un conseiller."),
    },
  ],
})

/** What each law says about the form of a document. */
export const formsOfDocuments = ({ language }: Perspective, rules: readonly BoundRule[]): readonly Section[] => {
  const rows = rules
    .filter(({ rule }) => rule.form.length > 0)
    .map(({ law, rule }) => [
      `${law.shortName[language]}\n${rule.title[language]}`,
      rule.form.map((line) => line[language]).join("\n"),
    ])
  if (rows.length === 0) return []
  return [
    {
      heading: say(language, "Form and manner", "Forme et manière"),
      blocks: [
        {
          kind: "table",
          columns: [
            { label: say(language, "Document", "Document"), width: 150, align: "left" },
            { label: say(language, "What the law says", "Ce que dit la loi"), align: "left" },
          ],
          rows,
          empty: "-",
        },
      ],
    },
  ]
}

/** What the detector measured, with its scores. */
export const detectorFindings = ({ facts, viewer, language }: Perspective): readonly Section[] => {
  if (facts.findings.length === 0) return []
  const at = (instant: string) => moment(instant, viewer.timeZone, language)
  return [
    {
      heading: say(language, "What the detector measured", "Ce que le détecteur a mesuré"),
      blocks: [
        {
          kind: "facts",
          rows: facts.findings.map((finding) => {
            const { title, seen, period, improbability, exposed } = explainFinding(finding, { language, at })
            return { label: title, values: [`${seen} ${period}`, `${improbability} ${exposed}`], standing: "known" }
          }),
        },
      ],
    },
  ]
}
