import type { Law, Rule } from "../../law/law.ts"
import { capital, count, labelled, moment, say, sentenceList } from "../../platform/bilingual.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import type { Duty } from "../duties/duty.ts"
import { type SharedShipments, sharedShipments } from "../visibility.ts"
import { gap } from "./answer.ts"
import { causeInWords, fieldInWords, finderInWords, measureInWords, toolInWords } from "./codes-in-words.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { measuresFor } from "./measures-in-words.ts"
import { missingFact, titleOf } from "./missing-facts.ts"
import { publicContactLines } from "./notices-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** The id of the letter that discharges a duty to notify another organisation. */
export const letterId = (dutyId: string): string => `organisation-${dutyId}`

/** The rule, and the duty under it, for which a letter is written. */
type Owed = { readonly law: Law; readonly rule: Rule; readonly duty: Duty }

/**
 * The notice to one other organisation. It says what the two share, what the party itself did and stated, and nothing
 * of a third party: not its name, its numbers, its measures or the time at which it was found. No law of the pack lists
 * what such a notice says, so the order is Wayseal's own.
 */
export function buildOrganisationLetter(view: Perspective, owed: Owed): DossierDocument {
  const { language } = view
  const { law, rule, duty } = owed
  const contact = contactLines(view)
  const asked = { id: "contact", label: contactLabel, source: contactSource(view) } as const
  const missing = contact.length === 0 ? [missingFact(asked, language)] : []
  const title = titleOf(rule.title[language], missing, language)
  return {
    id: letterId(dutyIdOf(view.viewer.caseAlias, duty)),
    kind: "notice",
    addressee: "organisation",
    audience: "outgoing",
    language,
    title,
    subtitle: say(language, `To: ${addresseeOf(view, owed)}`, `À : ${addresseeOf(view, owed)}`),
    law: law.id,
    rule: rule.id,
    envelope: { sender: senderOf(view), subject: rule.title[language] },
    missing,
    sections: [
      paragraphs(say(language, "To", "À"), [addresseeOf(view, owed), ...reference(view, owed)]),
      paragraphs(say(language, "What happened", "Ce qui s’est passé"), whatHappened(view, duty)),
      ...sharedSections(view, duty),
      paragraphs(say(language, "What we did", "Ce que nous avons fait"), whatWeDid(view, duty)),
      {
        heading: say(language, "What we ask", "Ce que nous demandons"),
        blocks: [{ kind: "list", items: whatWeAsk(view) }],
      },
      contact.length === 0
        ? { heading: contactLabel[language], blocks: [{ kind: "paragraph", text: gap(view), tone: "gap" }] }
        : paragraphs(contactLabel[language], contact),
    ],
  }
}

const contactLabel = { en: "Whom to ask", fr: "À qui s’adresser" }

const paragraphs = (heading: string, texts: readonly string[]): Section => ({
  heading,
  blocks: texts.map((text): Block => ({ kind: "paragraph", text, tone: "plain" })),
})

/** The other organisation: the one to which the duty is owed apart, or else the only one that the party deals with. */
function otherOf({ viewer }: Perspective, { towards }: Duty): string | undefined {
  const [only, ...further] = viewer.counterparties
  return towards ?? (further.length === 0 ? only : undefined)
}

function addresseeOf(view: Perspective, { rule, duty }: Owed): string {
  const other = otherOf(view, duty)
  return other === undefined ? rule.to.name[view.language] : capital(nameOf(view, other))
}

/** A party without a public name is discreet: its letter does not name it. */
const isDiscreet = ({ viewer }: Perspective): boolean => viewer.alias === undefined

function senderOf(view: Perspective): string {
  const { viewer, language } = view
  if (!isDiscreet(view)) return viewer.name
  return viewer.noticeSender ?? say(language, "Privacy Office", "Bureau de la protection de la vie privée")
}

const contactSource = (view: Perspective) => (isDiscreet(view) ? "furtherInformation" : "contact")

function contactLines(view: Perspective): readonly string[] {
  if (isDiscreet(view)) return publicContactLines(view.viewer)
  const { name, title, email, phone, address } = view.viewer.contact ?? {}
  return [name, title, email, phone, address].flatMap((line) => line ?? [])
}

function reference({ viewer, language }: Perspective, { law, rule }: Owed): readonly string[] {
  const basis = `${law.shortName[language]}, ${rule.citation.section[language]}`
  return [
    labelled(say(language, "Our case", "Notre dossier"), viewer.caseAlias, language),
    labelled(say(language, "We write to you under", "Nous vous écrivons en vertu de"), basis, language),
  ]
}

function whatHappened(view: Perspective, duty: Duty): readonly string[] {
  const { facts, viewer, language } = view
  const { operatedBy, mode } = facts.tool
  const tool =
    operatedBy === viewer.party
      ? say(language, "our own tracking tool", "notre propre outil de suivi")
      : toolInWords(mode, language)
  return [
    say(
      language,
      `Somebody who had shown no right to them looked up records of deliveries in this tool: ${tool}.`,
      `Une personne n’ayant montré aucun droit a consulté des dossiers de livraison dans cet outil : ${tool}.`,
    ),
    ...whoFoundIt(view, duty),
    ...causes(view),
  ]
}

/** Only if the finder informed one of the two. What a third was told is not passed on. */
function whoFoundIt(view: Perspective, duty: Duty): readonly string[] {
  const { facts, viewer, language } = view
  const { finder } = facts
  if (finder?.reportedTo === undefined) return []
  if (finder.reportedTo !== viewer.party && finder.reportedTo !== otherOf(view, duty)) return []
  const [who, at] = [finderInWords(finder.kind, language), moment(finder.receivedAt, viewer.timeZone, language)]
  return [say(language, `${who} reported it on ${at}.`, `${who} l’a signalée le ${at}.`)]
}

/** By their codes. What the officer wrote beside them is for the party's own report. */
function causes({ facts, language }: Perspective): readonly string[] {
  if (facts.causes.length > 0) return facts.causes.map((code) => causeInWords(code, language))
  return [say(language, "We have not stated the cause yet.", "Nous n’en avons pas encore établi la cause.")]
}

/** What the two share: how many shipments, when, and which fields. */
function sharedSections(view: Perspective, duty: Duty): readonly Section[] {
  const { facts, viewer, language } = view
  const other = otherOf(view, duty)
  const shared = other === undefined ? undefined : sharedShipments(facts, viewer, other)
  const heading = say(language, "Your deliveries", "Vos livraisons")
  if (shared === undefined)
    return [
      paragraphs(heading, [
        say(language, "How many are yours is not counted yet.", "Leur nombre n’est pas encore établi."),
      ]),
    ]
  const number = say(
    language,
    `Exposed shipments that we share with you: ${count(shared.shipments, "en")}. How many people they concern is not known to us.`,
    `Envois exposés que nous avons en commun : ${count(shared.shipments, "fr")}. Le nombre de personnes concernées ne nous est pas connu.`,
  )
  const ownList = say(
    language,
    "Which they are, when and with which fields, is in your own list of the case in the exchange (exposures).",
    "Votre propre liste du dossier dans l’échange (expositions) dit lesquels, quand et avec quels champs.",
  )
  const { seen } = shared
  if (seen === undefined) return [paragraphs(heading, [number, ownList])]
  return [
    paragraphs(heading, [number, ...periodOf(view, seen), ownList]),
    { heading: say(language, "What was shown", "Ce qui a été affiché"), blocks: fieldsOf(view, seen) },
  ]
}

type Seen = NonNullable<SharedShipments["seen"]>

function periodOf({ viewer, language }: Perspective, seen: Seen): readonly string[] {
  const { firstExposureAt: first, lastExposureAt: last } = seen
  if (first === null || last === null) return []
  const at = (iso: string) => moment(iso, viewer.timeZone, language)
  return [
    say(
      language,
      `They were looked up from ${at(first)} to ${at(last)}.`,
      `Ils ont été consultés du ${at(first)} au ${at(last)}.`,
    ),
  ]
}

function fieldsOf({ language }: Perspective, seen: Seen): Block[] {
  const { exposuresByField, fieldsNotExposed } = seen
  const fields = exposuresByField.map(({ field, shipments }) =>
    labelled(capital(fieldInWords(field, language)), count(shipments, language), language),
  )
  const hidden = sentenceList(
    fieldsNotExposed.map((field) => fieldInWords(field, language)),
    language,
  )
  return [
    ...(fields.length === 0 ? [] : [{ kind: "list", items: fields } as const]),
    ...(hidden === ""
      ? []
      : [
          {
            kind: "paragraph",
            tone: "plain",
            text: `${labelled(say(language, "Not shown", "Non affichés"), hidden, language)}.`,
          } as const,
        ]),
  ]
}

/** Measures of the party, of the exchange and of the other: no measure of a third. */
function whatWeDid(view: Perspective, duty: Duty): readonly string[] {
  const { viewer, language } = view
  const may = new Set(["hub", viewer.party, otherOf(view, duty)])
  const measures = measuresFor(view).filter(({ by }) => may.has(by))
  const isContained = measures.some(({ code }) => code === "containmentAttested")
  const lines = measures.map(({ at, by, code }) =>
    labelled(
      `${moment(at, viewer.timeZone, language)}, ${by === viewer.party ? say(language, "we", "nous") : nameOf(view, by)}`,
      measureInWords(code, language),
      language,
    ),
  )
  return isContained
    ? lines
    : [
        ...lines,
        say(
          language,
          "Nobody of us has attested yet that it has ended.",
          "Ni vous ni nous n’avons encore attesté que cela a cessé.",
        ),
      ]
}

const whatWeAsk = ({ language }: Perspective): string[] => [
  say(
    language,
    "Check what your own laws ask of you. Their time may already run.",
    "Vérifiez ce que vos propres lois vous demandent. Leurs délais courent peut-être déjà.",
  ),
  say(
    language,
    "Tell us what you can do to reduce the harm to people.",
    "Dites-nous ce que vous pouvez faire pour réduire le préjudice aux personnes.",
  ),
  say(
    language,
    "Agree with us who notifies the people, so that each person is notified once.",
    "Convenez avec nous de qui avise les personnes, pour que chacune soit avisée une seule fois.",
  ),
]
