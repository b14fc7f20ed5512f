import type { DocumentLanguage } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  count,
  counted,
  labelled,
  moment,
  nounFor,
  say,
  sentenceList,
  share,
  smallestShare,
  stamp,
} from "../../base/platform/bilingual.ts"
import { isSettled } from "../duties/duty.ts"
import type { PartyFacts } from "../facts.ts"
import type { ContentSource } from "../law/content-item.ts"
import type { ChainVerdict } from "../timeline.ts"
import { documentsToSend } from "./annex.ts"
import { answerInWords } from "./assessment-in-words.ts"
import { chartInWords, fieldInWords, measureInWords, restrictionInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { Block, DossierDocument, FactRow } from "./document.ts"
import { type ChainEvidence, verification } from "./evidence.ts"
import { fact } from "./fact-row.ts"
import {
  completenessInWords,
  isCountUnknown,
  notShownInWords,
  possibleFieldsInWords,
  possibleInWords,
} from "./findings-in-words.ts"
import { measuresFor } from "./measures-in-words.ts"
import { type BoundRule, nameOf, nameOfLaw, type Perspective } from "./perspective.ts"
import { groundWarnings, languageWarnings, ruleWarnings } from "./rule-warnings.ts"
import { dutyTables, placesNotLookedAt } from "./summary-duties.ts"
import { leastOf, peopleBetween } from "./unwatched-sentences.ts"

export type SummarySources = {
  readonly rules: readonly BoundRule[]
  readonly outgoing: readonly DossierDocument[]
  readonly evidence: ChainEvidence
  readonly verdict: ChainVerdict
}

/** The case on a few pages: figures, documents to send, key facts, exposures, duties, measures. */
export function buildSummary(view: Perspective, sources: SummarySources): DossierDocument {
  const { language, viewer } = view
  const { rules, outgoing, evidence, verdict } = sources
  return {
    id: "summary",
    kind: "summary",
    language,
    title: say(language, "Breach dossier", "Dossier d’atteinte à la vie privée"),
    subtitle: say(
      language,
      `Case ${viewer.caseAlias}, prepared for ${viewer.name}`,
      `Dossier ${viewer.caseAlias}, préparé pour ${viewer.name}`,
    ),
    audience: "internal",
    missing: [],
    warnings: [
      ...ruleWarnings(view, rules),
      ...languageWarnings(view, rules),
      ...groundWarnings(view, rules),
      ...chainWarning(verdict, language),
    ],
    sections: [
      { heading: say(language, "In short", "En bref"), blocks: [figures(view)] },
      documentsToSend(outgoing, view),
      { heading: say(language, "Key facts", "Faits principaux"), blocks: [{ kind: "facts", rows: keyFacts(view) }] },
      { heading: say(language, "What was exposed", "Ce qui a été exposé"), blocks: exposures(view) },
      { heading: say(language, "Duties", "Obligations"), blocks: [...dutyTables(view), ...placesNotLookedAt(view)] },
      { heading: say(language, "Measures", "Mesures"), blocks: [measureTable(view)] },
      { heading: say(language, "Verification", "Vérification"), blocks: verification(view, evidence, verdict) },
    ],
  }
}

const chainWarning = (verdict: ChainVerdict, language: DocumentLanguage): string[] =>
  verdict.ok
    ? []
    : [
        say(
          language,
          `The timeline has been altered: the first wrong entry is ${verdict.firstBadSeq}.`,
          `La chronologie a été modifiée : la première entrée fautive est la ${verdict.firstBadSeq}.`,
        ),
      ]

const nouns = {
  shipment: { en: ["shipment exposed", "shipments exposed"], fr: ["envoi exposé", "envois exposés"] },
  person: { en: ["person affected", "people affected"], fr: ["personne touchée", "personnes touchées"] },
  notified: { en: ["recipient notified", "recipients notified"], fr: ["destinataire avisé", "destinataires avisés"] },
} as const satisfies Record<string, CountedNoun>

function figures(view: Perspective): Block {
  const { viewer, language, duties } = view
  const own = duties.filter(({ party }) => party === viewer.party)
  const settled = {
    value: `${own.filter(isSettled).length}/${own.length}`,
    label: say(language, "of your duties settled", "de vos obligations réglées"),
  }
  return { kind: "figures", figures: [...countsOfSide(view), settled] }
}

/** How many shipments and people the party's side has, and how many were notified. */
export function countsOfSide({ viewer, language }: Perspective): { readonly value: string; readonly label: string }[] {
  const atLeast = (amount: string): string => leastOf(viewer.isAtLeast, amount, language)
  const notified =
    viewer.notice === undefined ? undefined : viewer.notice.notified + viewer.notice.notifiedByPublicNotice
  return [
    shipmentsFigure(viewer, language),
    peopleFigure(viewer, language),
    ...(viewer.shareOfTotal === null || viewer.shareOfTotal < smallestShare
      ? []
      : [
          {
            value: atLeast(share(viewer.shareOfTotal, language)),
            label: say(language, "of all orders", "de toutes les commandes"),
          },
        ]),
    notified === undefined
      ? { value: "–", label: say(language, "notified (no receipts here)", "avisées (aucun reçu ici)") }
      : { value: count(notified, language), label: nounFor(notified, nouns.notified, language) },
  ]
}

function peopleFigure({ people, peopleAtMost, possiblePeople }: PartyFacts, language: DocumentLanguage) {
  if (people !== null)
    return {
      value: peopleBetween(people, peopleAtMost, language),
      label: nounFor(peopleAtMost ?? people, nouns.person, language),
    }
  if (possiblePeople === undefined)
    return { value: "–", label: say(language, "people (not known)", "personnes (nombre inconnu)") }
  return {
    value: peopleBetween(possiblePeople.atLeast, possiblePeople.atMost, language),
    label: say(language, "people possibly affected", "personnes peut-être touchées"),
  }
}

/** How many shipments were exposed. Where nobody ever reports lookups, none is not known. */
function shipmentsFigure(viewer: Perspective["viewer"], language: DocumentLanguage) {
  const { shipments, isAtLeast } = viewer
  if (isCountUnknown(viewer))
    return { value: "–", label: say(language, "shipments exposed (not known)", "envois exposés (nombre inconnu)") }
  const value = leastOf(isAtLeast, count(shipments, language), language)
  return { value, label: nounFor(shipments, nouns.shipment, language) }
}

function stateOfCase({ language, viewer, facts }: Perspective): string[] {
  const at = (iso: string) => moment(iso, viewer.timeZone, language)
  const openedAt = at(facts.openedAt)
  const { closedAt } = facts
  switch (facts.state) {
    case "open":
      return [say(language, `Open since ${openedAt}`, `Ouvert depuis le ${openedAt}`)]
    case "closed":
      return [
        closedAt === undefined
          ? say(language, "Closed", "Clos")
          : say(language, `Closed on ${at(closedAt)}`, `Clos le ${at(closedAt)}`),
        say(language, `Opened on ${openedAt}`, `Ouvert le ${openedAt}`),
      ]
    case "falseAlarm":
      return [
        closedAt === undefined
          ? say(language, "Closed as a false alarm", "Clos comme fausse alerte")
          : say(language, `Closed as a false alarm on ${at(closedAt)}`, `Clos comme fausse alerte le ${at(closedAt)}`),
        say(language, `Opened on ${openedAt}`, `Ouvert le ${openedAt}`),
      ]
  }
}

export function keyFacts(view: Perspective): FactRow[] {
  const { language } = view
  const anyLaw = view.laws.find(({ rules }) => rules.length > 0)
  // No fact of these differs from law to law.
  const row = (label: string, source: ContentSource): FactRow[] => {
    const [rule] = anyLaw?.rules ?? []
    if (anyLaw === undefined || rule === undefined) return []
    const { values, standing } = answerTo({ source }, view, anyLaw, { ...rule, content: [] })
    return [{ label, values, standing }]
  }
  return [
    fact(say(language, "State of the case", "État du dossier"), ...stateOfCase(view)),
    ...row(say(language, "Circumstances", "Circonstances"), "circumstances"),
    ...row(say(language, "Cause", "Cause"), "cause"),
    ...row(say(language, "Period of exposure", "Période d’exposition"), "period"),
    ...row(say(language, "Awareness", "Prise de connaissance"), "awareness"),
    fact(say(language, "Accessor", "Auteur de l’accès"), ...accessorLines(view)),
    answersRow(view),
    ...row(say(language, "Containment and mitigation", "Confinement et atténuation"), "riskReduction"),
    ...row(say(language, "Other parties", "Autres parties"), "otherOrganisations"),
    ...row(say(language, "Contact", "Personne-ressource"), "contact"),
  ]
}

/** The party's answers to the tests of its laws. Why it answered so stands in its reports. */
function answersRow(view: Perspective): FactRow {
  const { viewer, language } = view
  const label = say(language, "Answers to the legal tests", "Réponses aux critères des lois")
  const answers = Object.values(viewer.assessments).flatMap((assessment) => {
    const { law } = assessment
    return answerInWords(assessment, language).map((answer) =>
      law === undefined ? answer : labelled(nameOfLaw(view, law)[language], answer, language),
    )
  })
  if (answers.length > 0) return { label, values: answers, standing: "known" }
  return {
    label,
    values: [say(language, "None is recorded so far.", "Aucune n’est consignée jusqu’ici.")],
    standing: "unknown",
  }
}

function accessorLines(view: Perspective): string[] {
  const { charts, restrictedSince } = view.facts.accessor
  const { language, viewer } = view
  const looksLike = charts.map((chart) => chartInWords(chart, language)).join("; ")
  return [
    knownAccessors(view),
    ...(looksLike === ""
      ? []
      : [say(language, `What was looked up: ${looksLike}.`, `Ce qui a été consulté : ${looksLike}.`)]),
    ...(restrictedSince === undefined
      ? []
      : [restrictionInWords(view.facts.tool.mode, restrictedSince, viewer.timeZone)[language]]),
  ]
}

function knownAccessors({ facts, language }: Perspective): string {
  const { subjects, networks, prefixes } = facts.accessor
  const kinds = [
    [
      subjects,
      { en: ["visitor or account", "visitors or accounts"], fr: ["visiteur ou compte", "visiteurs ou comptes"] },
    ],
    [networks, { en: ["network", "networks"], fr: ["réseau", "réseaux"] }],
    [prefixes, { en: ["IPv6 prefix", "IPv6 prefixes"], fr: ["préfixe IPv6", "préfixes IPv6"] }],
  ] as const satisfies readonly (readonly [readonly string[], CountedNoun])[]
  const known = kinds.flatMap(([some, noun]) => (some.length === 0 ? [] : [counted(some.length, noun, language)]))
  if (known.length === 0) return say(language, "No accessor is attributed.", "Aucun auteur n’est attribué.")
  const list = sentenceList(known, language)
  return say(
    language,
    `Known by fingerprint: ${list}. Addresses and accounts themselves are not kept.`,
    `Connu par empreinte : ${list}. Les adresses et comptes eux-mêmes ne sont pas conservés.`,
  )
}

export function exposures(view: Perspective): Block[] {
  const { viewer, language } = view
  const hidden = notShownInWords(view, { en: "Not exposed", fr: "Non exposés" })
  const whereListed = say(
    language,
    "Which shipments these are, and whether the recipient of each was notified, is in the list that the case exports (exposures), not in this document.",
    "La liste que le dossier exporte (expositions), et non ce document, indique de quels envois il s’agit et si chaque destinataire a été avisé.",
  )
  const texts = [
    ...hidden,
    ...possibleFieldsInWords(view),
    ...completenessInWords(view),
    ...possibleInWords(view),
    ...(viewer.shipments === 0 ? [] : [whereListed]),
  ]
  return [exposureTable(view), ...texts.map((text): Block => ({ kind: "paragraph", tone: "plain", text }))]
}

const shipmentsLabel = (isAtLeast: boolean, language: DocumentLanguage): string =>
  isAtLeast ? say(language, "Shipments, at least", "Envois, au moins") : say(language, "Shipments", "Envois")

const exposureTable = ({ viewer, language }: Perspective): Block => ({
  kind: "table",
  columns: [
    { label: say(language, "Field", "Champ"), align: "left" },
    { label: shipmentsLabel(viewer.isAtLeast, language), width: 90, align: "right" },
    { label: say(language, "Share of exposed", "Part des exposés"), width: 110, align: "right" },
  ],
  rows: viewer.exposuresByField.map(({ field, shipments }) => [
    capital(fieldInWords(field, language)),
    count(shipments, language),
    viewer.shipments === 0 ? "-" : share(shipments / viewer.shipments, language),
  ]),
  empty: say(language, "No field is known to have been exposed.", "Aucun champ n’est connu comme exposé."),
})

export function measureTable(view: Perspective): Block {
  const { language, viewer } = view
  return {
    kind: "table",
    columns: [
      { label: say(language, "When", "Quand"), width: 108, align: "left" },
      { label: say(language, "By", "Par"), width: 90, align: "left" },
      { label: say(language, "Measure", "Mesure"), align: "left" },
    ],
    rows: measuresFor(view).map(({ at, by, code }) => [
      stamp(at, viewer.timeZone, language),
      capital(nameOf(view, by)),
      measureInWords(code, language),
    ]),
    empty: say(language, "None recorded.", "Aucune consignée."),
  }
}
