import type { DocumentLanguage } from "../../contracts/words.ts"
import type { ContentItem, Law, Rule } from "../../law/law.ts"
import { isPastReview } from "../../law/law.ts"
import { dateOnly, day, labelled, say } from "../../platform/bilingual.ts"
import { cite, fieldInWords, measureInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { DossierDocument, Section } from "./document.ts"
import { periodInWords } from "./findings-in-words.ts"
import { measuresFor } from "./measures-in-words.ts"
import { complaintInWords, publicContactLines, stepsForIndividuals } from "./notices-in-words.ts"
import type { Perspective } from "./perspective.ts"
import { nameOf } from "./perspective.ts"

/**
 * The notice that an affected person receives, under one law and in one language. What others can read on a locked
 * screen or an envelope (sender and subject) is the same for every party and says nothing of what was bought or from
 * whom; the body never names goods.
 */
export const buildNotice = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer } = view
  const parts = rule.content.map((item) => ({ ...item, ...noticeLines(item, view, law, rule) }))
  const incomplete = parts.filter(({ complete }) => !complete).map(({ label }) => label[language])
  const sections = parts
    .filter(({ under }) => under === undefined)
    .map(({ id, label, lines }): Section => {
      const below = parts.filter(({ under }) => under === id)
      const texts = [...lines, ...below.map((part) => labelled(part.label[language], part.lines.join(" "), language))]
      return { heading: label[language], blocks: texts.map((text) => ({ kind: "paragraph", text, tone: "plain" })) }
    })
  return {
    id: `notice-${law.id}-${language}`,
    kind: "notice",
    language,
    title: noticeTitle(law, language),
    subtitle: say(
      language,
      `To each person affected (${law.shortName.en})`,
      `À chaque personne touchée (${law.shortName.fr})`,
    ),
    law: law.id,
    rule: rule.id,
    envelope: {
      sender: viewer.noticeSender ?? say(language, "Privacy Office", "Bureau de la protection de la vie privée"),
      subject: noticeTitle(law, language),
    },
    warnings: [
      ...(incomplete.length === 0
        ? []
        : [
            say(
              language,
              `To be completed before sending: ${incomplete.join("; ")}.`,
              `À compléter avant l’envoi : ${incomplete.join("; ")}.`,
            ),
          ]),
      ...lawWarnings(rule, view.preparedAt, language),
    ],
    sections,
  }
}

const noticeTitle = (law: Law, language: DocumentLanguage): string =>
  law.id === "us-ca-civil-1798-82"
    ? "Notice of Data Breach"
    : say(language, "Important information about your privacy", "Renseignements importants sur votre vie privée")

/** What a reader of a law's document must be warned of: a review that is overdue, a text to confirm. */
export const lawWarnings = (rule: Rule, onDate: string, language: DocumentLanguage): string[] => [
  ...(isPastReview(rule, onDate)
    ? [
        say(
          language,
          `This rule was last verified on ${dateOnly(rule.verifiedOn, "en")} and its review was due by ${dateOnly(rule.reviewBy, "en")}. Check ${rule.citation.section} for changes before relying on this document.`,
          `Cette règle a été vérifiée le ${dateOnly(rule.verifiedOn, "fr")} et devait être revue au plus tard le ${dateOnly(rule.reviewBy, "fr")}. Vérifiez ${cite(rule.citation.section, "fr")} avant de vous fier à ce document.`,
        ),
      ]
    : []),
  ...(rule.confirmWithCounsel
    ? [
        say(
          language,
          `Confirm with counsel. ${rule.note?.en ?? ""}`.trim(),
          `À confirmer avec un conseiller juridique. ${rule.note?.fr ?? ""}`.trim(),
        ),
      ]
    : []),
]

type Lines = { readonly lines: string[]; readonly complete: boolean }

function noticeLines(item: ContentItem, view: Perspective, law: Law, rule: Rule): Lines {
  const { language, viewer, facts } = view
  switch (item.source) {
    case "circumstances":
      return whole(
        say(
          language,
          `Somebody looked up deliveries, one after another, in a delivery-tracking tool operated by ${nameOf(view, facts.tool.operatedBy)}, without having shown any right to do so. Your delivery was among them.`,
          `Une personne a consulté des livraisons, l’une après l’autre, dans un outil de suivi exploité par ${nameOf(view, facts.tool.operatedBy)}, sans avoir montré qu’elle y avait droit. La vôtre en faisait partie.`,
        ),
      )
    case "period": {
      const period = periodForPeople(view)
      return period === undefined
        ? missing(say(language, "The time is not known.", "Le moment est inconnu."))
        : whole(period)
    }
    case "awareness": {
      const learned = day(viewer.awareAt, viewer.timeZone, language)
      return whole(say(language, `We learned of it on ${learned}.`, `Nous l’avons appris le ${learned}.`))
    }
    case "information": {
      if (viewer.exposuresByField.length === 0)
        return missing(
          say(language, "What was visible is not yet known.", "Ce qui était visible n’est pas encore connu."),
        )
      const seen = viewer.exposuresByField.map(({ field }) => fieldInWords(field, language))
      const unseen = viewer.fieldsNotExposed.map((field) => fieldInWords(field, language))
      return whole(
        say(language, `What could be seen: ${seen.join("; ")}.`, `Ce qui pouvait être vu : ${seen.join("; ")}.`),
        ...(unseen.length === 0
          ? []
          : [
              say(
                language,
                `What could not be seen: ${unseen.join("; ")}.`,
                `Ce qui ne pouvait pas être vu : ${unseen.join("; ")}.`,
              ),
            ]),
      )
    }
    case "riskReduction":
    case "measures":
      return measuresForPeople(view)
    case "consequences": {
      const stated = viewer.assessment?.consequences
      return stated === undefined
        ? whole(
            say(
              language,
              "Somebody could use what was seen to make a false message or visit about a delivery more believable.",
              "Une personne pourrait se servir de ce qui a été vu pour rendre plus crédible un faux message ou une fausse visite au sujet d’une livraison.",
            ),
          )
        : whole(...answerTo(item, view, law, rule).values)
    }
    case "individualSteps":
      return whole(...stepsForIndividuals(language))
    case "furtherInformation": {
      const contact = publicContactLines(viewer)
      if (contact.length === 0)
        return missing(say(language, "[Contact to be completed.]", "[Coordonnées à compléter.]"))
      return whole(
        say(language, `You can ask us at: ${contact.join(", ")}.`, `Vous pouvez nous joindre : ${contact.join(", ")}.`),
        viewer.name,
      )
    }
    case "organisation":
      return whole(viewer.name)
    case "complaintRight":
      return whole(complaintInWords(law, language))
    default: {
      const { values, standing } = answerTo(item, view, law, rule)
      return standing === "toComplete" ? missing(...values) : whole(...values)
    }
  }
}

const whole = (...lines: string[]): Lines => ({ lines, complete: true })
const missing = (...lines: string[]): Lines => ({ lines, complete: false })

/** Days, not minutes: a person needs to know when, not the precision of a log. */
function periodForPeople(view: Perspective): string | undefined {
  const { viewer, language } = view
  if (viewer.firstExposureAt === null || viewer.lastExposureAt === null) return periodInWords(view)
  const first = day(viewer.firstExposureAt, viewer.timeZone, language)
  const last = day(viewer.lastExposureAt, viewer.timeZone, language)
  return first === last
    ? say(language, `This happened on ${first}.`, `Cela s’est produit le ${first}.`)
    : say(
        language,
        `This happened between ${first} and ${last}.`,
        `Cela s’est produit entre le ${first} et le ${last}.`,
      )
}

function measuresForPeople(view: Perspective): Lines {
  const { facts, language } = view
  const stopped = facts.containment.contained
    ? say(language, "The lookups have been stopped.", "Les consultations ont été arrêtées.")
    : say(language, "We are working to stop further lookups.", "Nous travaillons à arrêter toute autre consultation.")
  return whole(stopped, ...new Set(measuresFor(view).map(({ code }) => measureInWords(code, language))))
}
