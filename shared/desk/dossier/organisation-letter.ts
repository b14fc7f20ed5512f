import {
  type CountedNoun,
  capital,
  counted,
  day,
  labelled,
  lookupsIn,
  moment,
  momentSpan,
  say,
  sentenceList,
} from "../../base/platform/bilingual.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { provisionOf } from "../duties/citation.ts"
import type { Duty } from "../duties/duty.ts"
import { type SharedShipments, sharedShipments, visibleParties } from "../visibility.ts"
import { gap } from "./answer.ts"
import { statedAtHub, whereAtHub } from "./at-hub-in-words.ts"
import { causeInWords, fieldInWords, finderInWords, isAtSupplier, measureInWords } from "./codes-in-words.ts"
import { type LetterOwed, missingByContract } from "./contract-letter.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { completenessInWords, toolInDocument } from "./findings-in-words.ts"
import { measuresBetween } from "./measures-in-words.ts"
import { missingFact, titleOf } from "./missing-facts.ts"
import { signatureIn } from "./notice-sentences.ts"
import { publicContactLines } from "./notices-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"
import { leastOf } from "./unwatched-sentences.ts"

/** The id of the letter that discharges a duty to notify another organisation. */
export const letterId = (dutyId: string): string => `organisation-${dutyId}`

/**
 * The notice to one other organisation. It says what the two share, what the party itself did and stated, and nothing
 * of a third party: not its name, its numbers, its measures or the time at which it was found. No law of the pack lists
 * what such a notice says, so the order is Wayseal's own. What a contract asks for is missing until it is known.
 */
export function buildOrganisationLetter(view: Perspective, owed: LetterOwed): DossierDocument {
  const { language } = view
  const { law, rule, duty } = owed
  const contact = contactLines(view)
  const asked = { id: "contact", label: contactLabel, source: contactSource(view) } as const
  const shared = sharedWith(view, duty)
  const noContact = contact.length === 0 ? [missingFact(asked, language)] : []
  const missing = [...noContact, ...missingByContract(view, owed, shared)]
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
      ...sharedSections(view, shared),
      {
        heading: say(language, "What was done", "Ce qui a été fait"),
        blocks: [{ kind: "list", items: whatWasDone(view, duty) }],
      },
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

const contactLabel = { en: "Contact", fr: "Personne à joindre" }

const paragraphs = (heading: string, texts: readonly string[]): Section => ({
  heading,
  blocks: texts.map((text): Block => ({ kind: "paragraph", text, tone: "plain" })),
})

/** The other organisation: the one to which the duty is owed apart, or else the only one that the party deals with. */
function otherOf({ viewer }: Perspective, { towards }: Duty): string | undefined {
  const [only, ...further] = viewer.counterparties
  return towards ?? (further.length === 0 ? only : undefined)
}

/** By its public name. A discreet retailer is addressed by what it has to do with the case. */
function addresseeOf(view: Perspective, { rule, duty }: LetterOwed): string {
  const { facts, viewer, language } = view
  const other = otherOf(view, duty)
  const party = visibleParties(facts, viewer).find((one) => one.party === other)
  if (party === undefined) return rule.to.name[language]
  if (party.alias !== undefined) return party.alias
  return party.kind === "carrier"
    ? say(language, "The carrier of the parcels concerned", "Le transporteur des colis en cause")
    : say(language, "The retailer whose parcels are concerned", "Le détaillant dont les colis sont en cause")
}

/** A party without a public name is discreet: its letter does not name it. */
const isDiscreet = ({ viewer }: Perspective): boolean => viewer.alias === undefined

function senderOf(view: Perspective): string {
  const { viewer, language } = view
  if (!isDiscreet(view)) return viewer.name
  return signatureIn({ language }, viewer)
}

const contactSource = (view: Perspective) => (isDiscreet(view) ? "furtherInformation" : "contact")

function contactLines(view: Perspective): readonly string[] {
  if (isDiscreet(view)) return publicContactLines(view.viewer)
  const { name, title, email, phone, address } = view.viewer.contact ?? {}
  return [name, title, email, phone, address].flatMap((line) => line ?? [])
}

function reference({ viewer, language, preparedAt }: Perspective, { law, rule }: LetterOwed): readonly string[] {
  const basis = provisionOf(law, rule, language, ", ")
  return [
    labelled(say(language, "Date", "Date"), day(preparedAt, viewer.timeZone, language), language),
    labelled(say(language, "Our reference", "Notre référence"), viewer.caseAlias, language),
    labelled(say(language, "This notice is given under", "Avis donné en vertu de"), basis, language),
  ]
}

function whatHappened(view: Perspective, duty: Duty): readonly string[] {
  const { facts, viewer, language } = view
  const { atHub, timeZone } = viewer
  if (atHub !== undefined) return [whereAtHub(language), statedAtHub(atHub, { language, timeZone }), ...causes(view)]
  const { operatedBy } = facts.tool
  const principal = principalOf(operatedBy)
  if (principal !== undefined)
    return [readAtSupplier(principal, view, duty), ...whoFoundIt(view, duty), ...causes(view)]
  const tool =
    operatedBy === viewer.party
      ? say(language, "our online tracking tool", "notre outil de suivi en ligne")
      : operatedBy === otherOf(view, duty)
        ? say(language, "your online tracking tool", "votre outil de suivi en ligne")
        : toolInDocument(view)
  return [
    say(
      language,
      `Somebody looked up delivery records in ${tool} without proving a right to see them.`,
      `Une personne a consulté des dossiers de livraison dans ${tool} sans prouver qu’elle en avait le droit.`,
    ),
    ...whoFoundIt(view, duty),
    ...causes(view),
  ]
}

/** Whose supplier it is, from the writer's side. A carrier that is neither the writer nor the reader is not named. */
function readAtSupplier(principal: string, view: Perspective, duty: Duty): string {
  const [en, fr] =
    principal === view.viewer.party
      ? ["one of our suppliers", "l’un de nos fournisseurs"]
      : principal === otherOf(view, duty)
        ? ["one of your suppliers", "l’un de vos fournisseurs"]
        : ["a supplier of the carrier", "un fournisseur du transporteur"]
  return say(
    view.language,
    `Somebody may have read delivery records that ${en} keeps, without a right to read them.`,
    `Une personne a peut-être lu, sans en avoir le droit, des dossiers de livraison que conserve ${fr}.`,
  )
}

/** Only if the finder informed one of the two. What a third was told is not passed on. */
function whoFoundIt(view: Perspective, duty: Duty): readonly string[] {
  const { facts, viewer, language } = view
  const { finder } = facts
  if (finder?.reportedTo === undefined) return []
  if (finder.reportedTo !== viewer.party && finder.reportedTo !== otherOf(view, duty)) return []
  const reported = finderInWords(finder.kind, language)
  const at = moment(finder.receivedAt, viewer.timeZone, language)
  return [say(language, `${reported} on ${at}.`, `${reported} le ${at}.`)]
}

/** By their codes. What the officer wrote beside them is for the party's own report. */
function causes({ facts, language }: Perspective): readonly string[] {
  if (facts.causes.length > 0) return facts.causes.map((code) => causeInWords(code, language))
  return [say(language, "We have not established the cause yet.", "Nous n’en avons pas encore établi la cause.")]
}

/** What the party shares with the other, as far as it is counted. */
function sharedWith(view: Perspective, duty: Duty): SharedShipments | undefined {
  const other = otherOf(view, duty)
  return other === undefined ? undefined : sharedShipments(view.facts, view.viewer, other)
}

/** What the two share: how many shipments, when, and which fields. */
function sharedSections(view: Perspective, shared: SharedShipments | undefined): readonly Section[] {
  const { language } = view
  const heading = say(language, "Your deliveries", "Vos livraisons")
  const ownList = say(
    language,
    "Your own list of the case in the shipment exchange (exposures) shows which ones, when, and which details.",
    "Votre propre liste du dossier dans la plateforme d’échange (expositions) indique lesquels, quand et avec quels renseignements.",
  )
  if (shared === undefined)
    return [
      paragraphs(heading, [
        say(
          language,
          "We do not know yet how many of your deliveries are concerned.",
          "Nous ne savons pas encore combien de vos livraisons sont en cause.",
        ),
        ...completenessInWords(view),
        ...(isAtSupplier(view.facts.tool.operatedBy) ? [ownList] : []),
      ]),
    ]
  const isRead = isAtSupplier(view.facts.tool.operatedBy)
  const exposed = counted(shared.shipments, isRead ? sharedAndConcerned : sharedAndExposed, language)
  const amount = capital(leastOf(shared.isAtLeast, exposed, language))
  const number = say(
    language,
    `${amount}. We have not counted separately how many people that concerns.`,
    `${amount}. Nous n’avons pas compté à part le nombre de personnes concernées.`,
  )
  const { seen } = shared
  if (seen === undefined) return [paragraphs(heading, [number, ...completenessInWords(view), ownList])]
  return [
    paragraphs(heading, [number, ...periodOf(view, seen), ...completenessInWords(view), ownList]),
    {
      heading: isRead
        ? say(language, "What these records contain", "Ce que contiennent ces dossiers")
        : say(language, "What was shown", "Ce qui a été affiché"),
      blocks: fieldsOf(view, seen, shared.isAtLeast),
    },
  ]
}

const sharedAndExposed: CountedNoun = {
  en: ["shipment that we share with you was exposed", "shipments that we share with you were exposed"],
  fr: ["envoi que nous avons en commun a été exposé", "envois que nous avons en commun ont été exposés"],
}
/** Of a supplier's records: nothing was looked up or shown. */
const sharedAndConcerned: CountedNoun = {
  en: ["shipment that we share with you is concerned", "shipments that we share with you are concerned"],
  fr: ["envoi que nous avons en commun est en cause", "envois que nous avons en commun sont en cause"],
}
const shipmentNoun: CountedNoun = { en: ["shipment", "shipments"], fr: ["envoi", "envois"] }

type Seen = NonNullable<SharedShipments["seen"]>

function periodOf({ viewer, language, facts }: Perspective, seen: Seen): readonly string[] {
  const { firstExposureAt: first, lastExposureAt: last } = seen
  if (first === null || last === null) return []
  const span = momentSpan(first, last, viewer.timeZone, language)
  return isAtSupplier(facts.tool.operatedBy)
    ? [labelled(say(language, "Period", "Période"), `${span}.`, language)]
    : [labelled(say(language, "Lookups", "Consultations"), `${lookupsIn(span, language)}.`, language)]
}

function fieldsOf({ language }: Perspective, seen: Seen, isAtLeast: boolean): Block[] {
  const { exposuresByField, fieldsNotExposed } = seen
  const fields = exposuresByField.map(({ field, shipments }) =>
    labelled(
      capital(fieldInWords(field, language)),
      leastOf(isAtLeast, counted(shipments, shipmentNoun, language), language),
      language,
    ),
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

function whatWasDone(view: Perspective, duty: Duty): string[] {
  const { viewer, language } = view
  const other = otherOf(view, duty)
  const who = (by: string) => {
    if (by === viewer.party) return say(language, "we", "nous")
    return by === other ? say(language, "you", "vous") : nameOf(view, by)
  }
  const measures = measuresBetween(view, other)
  const isContained = measures.some(({ code }) => code === "containmentAttested")
  const lines = measures.map(({ at, by, code }) =>
    labelled(`${moment(at, viewer.timeZone, language)}, ${who(by)}`, measureInWords(code, language), language),
  )
  return isContained
    ? lines
    : [
        ...lines,
        say(
          language,
          "Neither you nor we have attested yet that the breach has ended.",
          "Ni vous ni nous n’avons encore attesté que l’atteinte avait cessé.",
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
    "Dites-nous ce que vous pouvez faire pour réduire le préjudice causé aux personnes.",
  ),
  say(
    language,
    "Agree with us who notifies the people, so that each person is notified once.",
    "Convenez avec nous de la partie qui avisera les personnes, pour que chacune soit avisée une seule fois.",
  ),
]
