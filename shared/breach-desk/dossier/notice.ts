import type { DocumentLanguage } from "../../contracts/words.ts"
import type { ContentItem, ContentSource, Law, Rule } from "../../law/law.ts"
import { isPastReview } from "../../law/law.ts"
import { dateOnly, day, labelled, say } from "../../platform/bilingual.ts"
import { fieldInWords, measureInWords } from "./codes-in-words.ts"
import { answerTo, assessmentUnder } from "./content-answers.ts"
import type { DossierDocument, Section } from "./document.ts"
import { periodInWords } from "./findings-in-words.ts"
import { measuresFor } from "./measures-in-words.ts"
import { complaintInWords, publicContactLines, stepsForIndividuals } from "./notices-in-words.ts"
import type { Perspective } from "./perspective.ts"
import { nameOf } from "./perspective.ts"

/**
 * The notice to an affected person, under one law and in one language. Others can read its sender and subject on a
 * locked screen or an envelope, so these are the same for every party. The body never names goods.
 */
export const buildNotice = (view: Perspective, law: Law, rule: Rule): DossierDocument => {
  const { language, viewer } = view
  const parts = rule.content.map((item) => ({ ...item, ...noticeLines(item, view, law, rule) }))
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
    warnings: [...incompleteWarning(parts, language), ...lawWarnings(rule, view.preparedAt, language)],
    sections: noticeSections(parts, language),
  }
}

type Part = ContentItem & Lines

/** A section for each item with a heading of its own. Other items stand under the heading that the law gives them. */
const noticeSections = (parts: readonly Part[], language: DocumentLanguage): Section[] =>
  parts
    .filter(({ under }) => under === undefined)
    .map(({ id, label, lines }) => {
      const below = parts.filter(({ under }) => under === id)
      const texts = [...lines, ...below.map((part) => labelled(part.label[language], part.lines.join(" "), language))]
      return { heading: label[language], blocks: texts.map((text) => ({ kind: "paragraph", text, tone: "plain" })) }
    })

function incompleteWarning(parts: readonly Part[], language: DocumentLanguage): string[] {
  const incomplete = parts.filter(({ complete }) => !complete).map(({ label }) => label[language])
  if (incomplete.length === 0) return []
  return [
    say(
      language,
      `To be completed before sending: ${incomplete.join("; ")}.`,
      `À compléter avant l’envoi : ${incomplete.join("; ")}.`,
    ),
  ]
}

const noticeTitle = (law: Law, language: DocumentLanguage): string =>
  law.noticeTitle ??
  say(language, "Important information about your privacy", "Renseignements importants sur votre vie privée")

/** Warnings of a document under a law: its review is overdue, or counsel must confirm how it was read. */
export const lawWarnings = (rule: Rule, onDate: string, language: DocumentLanguage): string[] => [
  ...(isPastReview(rule, onDate)
    ? [
        say(
          language,
          `This rule’s review was due by ${dateOnly(rule.reviewBy, "en")}. Check ${rule.citation.section.en} for changes before relying on this document.`,
          `Cette règle devait être revue au plus tard le ${dateOnly(rule.reviewBy, "fr")}. Vérifiez ${rule.citation.section.fr} avant de vous fier à ce document.`,
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

/** Items that a notice answers in other words than a report. Every other item reads as in a report. */
const linesBySource: Partial<Readonly<Record<ContentSource, (view: Perspective, law: Law) => Lines>>> = {
  circumstances: (view) => {
    const operator = nameOf(view, view.facts.tool.operatedBy)
    return whole(
      say(
        view.language,
        `Somebody looked up deliveries, one after another, in a delivery-tracking tool operated by ${operator}, without having shown any right to do so. Your delivery was among them.`,
        `Une personne a consulté des livraisons, l’une après l’autre, dans un outil de suivi exploité par ${operator}, sans avoir montré qu’elle y avait droit. La vôtre en faisait partie.`,
      ),
    )
  },
  period: (view) => {
    const period = periodForPeople(view)
    return period === undefined
      ? missing(say(view.language, "The time is not known.", "Le moment est inconnu."))
      : whole(period)
  },
  awareness: ({ viewer, language }) => {
    const learned = day(viewer.awareAt, viewer.timeZone, language)
    return whole(say(language, `We learned of it on ${learned}.`, `Nous l’avons appris le ${learned}.`))
  },
  information: informationForPeople,
  riskReduction: measuresForPeople,
  measures: measuresForPeople,
  individualSteps: ({ language }) => whole(...stepsForIndividuals(language)),
  furtherInformation: ({ viewer, language }) => {
    const contact = publicContactLines(viewer).join(", ")
    if (contact === "") return missing(say(language, "[Contact to be completed.]", "[Coordonnées à compléter.]"))
    return whole(say(language, `You can ask us at: ${contact}.`, `Vous pouvez nous joindre : ${contact}.`), viewer.name)
  },
  organisation: ({ viewer }) => whole(viewer.name),
  senderAndContact: ({ viewer, language }) => {
    const contact = publicContactLines(viewer)
    return contact.length === 0
      ? missing(viewer.name, say(language, "[Contact to be completed.]", "[Coordonnées à compléter.]"))
      : whole(viewer.name, contact.join(", "))
  },
  complaintRight: ({ language }, law) => whole(complaintInWords(law, language)),
}

function noticeLines(item: ContentItem, view: Perspective, law: Law, rule: Rule): Lines {
  const inNotice = linesBySource[item.source]
  if (inNotice !== undefined) return inNotice(view, law)
  if (item.source === "consequences" && assessmentUnder(view, law, rule)?.consequences === undefined) {
    return whole(usualConsequences(view.language))
  }
  const { values, standing } = answerTo(item, view, law, rule)
  return standing === "toComplete" ? missing(...values) : whole(...values)
}

const usualConsequences = (language: DocumentLanguage): string =>
  say(
    language,
    "Somebody could use what was seen to make a false message or visit about a delivery more believable.",
    "Une personne pourrait se servir de ce qui a été vu pour rendre plus crédible un faux message ou une fausse visite au sujet d’une livraison.",
  )

function informationForPeople({ viewer, language }: Perspective): Lines {
  if (viewer.exposuresByField.length === 0) {
    return missing(say(language, "What was visible is not yet known.", "Ce qui était visible n’est pas encore connu."))
  }
  const seen = viewer.exposuresByField.map(({ field }) => fieldInWords(field, language)).join("; ")
  const unseen = viewer.fieldsNotExposed.map((field) => fieldInWords(field, language)).join("; ")
  const lines = [say(language, `What could be seen: ${seen}.`, `Ce qui pouvait être vu : ${seen}.`)]
  if (unseen === "") return whole(...lines)
  return whole(
    ...lines,
    say(language, `What could not be seen: ${unseen}.`, `Ce qui ne pouvait pas être vu : ${unseen}.`),
  )
}

const whole = (...lines: string[]): Lines => ({ lines, complete: true })
const missing = (...lines: string[]): Lines => ({ lines, complete: false })

/** In days: a person needs no minutes. */
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
