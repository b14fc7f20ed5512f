import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { atHubOfEntry } from "../../base/contracts/breach-at-hub.ts"
import type { Signature } from "../../base/contracts/signature.ts"
import { type DocumentLanguage, declineReasonSchema, dutyKindSchema, measureCode } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  count,
  counted,
  dateOnly,
  labelled,
  moment,
  pair,
  say,
  stampToTheSecond,
} from "../../base/platform/bilingual.ts"
import type { Duty } from "../duties/duty.ts"
import type { PartyFacts } from "../facts.ts"
import { isPastReview, type Law, wordsOf } from "../law/law.ts"
import { awaitsCounsel, readingInWords, reviewInWords } from "../law/standing-in-words.ts"
import { type ChainVerdict, headOnChain, type TimelineEntry, type TimelineHead } from "../timeline.ts"
import { fingerprints } from "./accessor-table.ts"
import { detectorFindings, formsOfDocuments, questionsForCounsel } from "./annex.ts"
import { atHubInEntry } from "./at-hub-in-words.ts"
import { declineInWords, factsInWords, kindInWords, measureInWords } from "./codes-in-words.ts"
import { correspondenceSections, ofCorrespondenceInWords } from "./correspondence-in-words.ts"
import type { Block, DossierDocument, HeadMac } from "./document.ts"
import { entryTypeInWords } from "./entry-types-in-words.ts"
import { factsForLegalTests } from "./facts-for-legal-tests.ts"
import { fieldsOfReports } from "./fields-of-reports.ts"
import { letterInEntry, ofLetterInWords } from "./letters-in-words.ts"
import { namedInReports } from "./other-parties.ts"
import { type BoundRule, nameOf, nameOfLaw, type Perspective } from "./perspective.ts"
import { actsInWords, receivedInWords } from "./signed-acts-in-words.ts"
import { statedInWords } from "./stated-facts-in-words.ts"
import { ofViewInWords, viewInEntry } from "./views-in-words.ts"

/** The party's own timeline of the case, with what proves it. */
export type ChainEvidence = {
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[]
  readonly head: TimelineHead
  readonly headMac?: HeadMac
  readonly headSignature?: Signature | undefined
  /** Heads as the party received them in case events. */
  readonly receivedHeads?: readonly { readonly at: string; readonly head: TimelineHead }[]
}

/** The rules of the viewer's own duties, in the order of its laws. */
export const rulesOf = (viewer: PartyFacts, laws: readonly Law[], duties: readonly Duty[]): readonly BoundRule[] =>
  viewer.laws.flatMap((lawId) => {
    const law = laws.find(({ id }) => id === lawId)
    if (law === undefined) return []
    const owed = new Set(
      duties.filter((duty) => duty.party === viewer.party && duty.law === lawId).map(({ rule }) => rule),
    )
    return law.rules.filter(({ id }) => owed.has(id)).map((rule) => ({ law, rule }))
  })

export function verification(view: Perspective, evidence: ChainEvidence, verdict: ChainVerdict): Block[] {
  const how = { kind: "paragraph", tone: "muted", text: howToCheck(view) } as const
  return [...proofOfHead(view, evidence, verdict), how]
}

/** Whether the timeline is intact, and its head with the hub's proofs. */
export function proofOfHead(view: Perspective, evidence: ChainEvidence, verdict: ChainVerdict): Block[] {
  const { language } = view
  return [
    {
      kind: "paragraph",
      text: [chainOutcome(evidence, verdict, language), ...receivedOutcome(evidence, verdict, language)].join(" "),
      tone: "plain",
    },
    {
      kind: "hash",
      label: say(language, "Head of the timeline (SHA-256)", "Tête de la chronologie (SHA-256)"),
      value: evidence.head.hash,
    },
    { kind: "paragraph", tone: "plain", text: actsInWords(evidence.timeline, language) },
    ...signatureOfHead(evidence, language),
    ...macOfHead(evidence, language),
  ]
}

const entryNoun: CountedNoun = { en: ["entry", "entries"], fr: ["entrée", "entrées"] }

const chainOutcome = ({ head }: ChainEvidence, verdict: ChainVerdict, language: DocumentLanguage): string =>
  verdict.ok
    ? say(
        language,
        `The timeline (${counted(head.seq, entryNoun, "en")}) is intact from its first entry to its head.`,
        `La chronologie (${counted(head.seq, entryNoun, "fr")}) est intacte, de la première entrée à la tête.`,
      )
    : say(
        language,
        `The timeline is NOT intact: entry ${verdict.firstBadSeq} is the first that is wrong.`,
        `La chronologie N’EST PAS intacte : l’entrée ${verdict.firstBadSeq} est la première fautive.`,
      )

/** Whether the heads that the party received in events lie on its timeline; empty if it received none. */
function receivedOutcome(evidence: ChainEvidence, verdict: ChainVerdict, language: DocumentLanguage): string[] {
  const { timeline, receivedHeads: heads = [] } = evidence
  if (heads.length === 0) return []
  const missed = verdict.ok ? heads.filter(({ head }) => !headOnChain(timeline, head)) : []
  if (missed.length > 0) {
    return [
      say(
        language,
        `Heads that this party received earlier and that are NOT on it: ${missed.length}.`,
        `Têtes reçues auparavant par cette partie et qui NE s’y trouvent PAS : ${missed.length}.`,
      ),
    ]
  }
  return heads.length === 1
    ? [
        say(
          language,
          "The one head that this party received earlier is on it.",
          "La seule tête reçue auparavant par cette partie s’y trouve.",
        ),
      ]
    : [
        say(
          language,
          `All ${heads.length} heads that this party received earlier are on it.`,
          `Les ${heads.length} têtes reçues auparavant par cette partie s’y trouvent toutes.`,
        ),
      ]
}

function signatureOfHead({ headSignature }: ChainEvidence, language: DocumentLanguage): Block[] {
  if (headSignature === undefined) return []
  const { keyId, value } = headSignature
  const label = say(
    language,
    `The exchange’s signature of that head, for anybody to check (ES256, key ${keyId})`,
    `Signature de cette tête par la plateforme d’échange, que chacun peut vérifier (ES256, clé ${keyId})`,
  )
  return [{ kind: "hash", label, value }]
}

function macOfHead({ headMac }: ChainEvidence, language: DocumentLanguage): Block[] {
  if (headMac === undefined) return []
  const label = say(
    language,
    `The exchange’s own proof of that head (${macName(headMac)})`,
    `Preuve de cette tête par la plateforme d’échange (${macName(headMac)})`,
  )
  return [{ kind: "hash", label, value: headMac.mac }]
}

const howToCheck = ({ language, preparedAt, viewer }: Perspective): string =>
  say(
    language,
    `Prepared on ${moment(preparedAt, viewer.timeZone, "en")}. To check: recompute each entry’s hashes over its RFC 8785 JSON, follow prevHash to the head, and compare the head with the one in the last case event that you received.`,
    `Préparé le ${moment(preparedAt, viewer.timeZone, "fr")}. Pour vérifier : recalculez les empreintes de chaque entrée sur son JSON RFC 8785, suivez prevHash jusqu’à la tête, et comparez-la à celle du dernier événement de dossier reçu.`,
  )

/** The algorithm of a MAC as people write it: HMAC-SHA-256. */
const macName = ({ algorithm }: HeadMac): string => algorithm.replaceAll("_", "-")

export function buildEvidence(view: Perspective, evidence: ChainEvidence, verdict: ChainVerdict): DossierDocument {
  const { language, viewer } = view
  const rules = rulesOf(viewer, view.laws, view.duties)
  return {
    id: "evidence",
    kind: "evidence",
    language,
    title: say(language, "Evidence", "Éléments de preuve"),
    subtitle: say(
      language,
      `Case ${viewer.caseAlias}: your reports field by field, timeline and laws`,
      `Dossier ${viewer.caseAlias} : vos déclarations champ par champ, chronologie et lois`,
    ),
    audience: "internal",
    missing: [],
    sections: [
      ...fieldsOfReports(view, rules),
      {
        heading: say(language, "Timeline", "Chronologie"),
        blocks: timelineTable(view, evidence.timeline),
      },
      ...correspondenceSections(view),
      { heading: say(language, "Accessors", "Auteurs de l’accès"), blocks: fingerprints(view) },
      ...detectorFindings(view),
      ...factsForLegalTests(view),
      ...namedInReports(view),
      { heading: say(language, "Verification", "Vérification"), blocks: verification(view, evidence, verdict) },
      { heading: say(language, "Laws applied", "Lois appliquées"), blocks: [lawTable(view, rules)] },
      questionsForCounsel(view, rules),
      ...formsOfDocuments(view, rules),
    ],
  }
}

/** Most entries that the table shows, and how many of them are the first ones. That is about 15 pages. */
const [entriesShown, firstShown] = [500, 100]

/** The entries of the timeline, or the first and the latest of very many. The JSON holds all of them. */
export function timelineTable(view: Perspective, timeline: readonly TimelineEntry[]): Block[] {
  const { language } = view
  const isCut = timeline.length > entriesShown
  const latest = entriesShown - firstShown
  const shown = isCut ? [...timeline.slice(0, firstShown), ...timeline.slice(-latest)] : timeline
  const sentence = say(
    language,
    `The timeline has ${count(timeline.length, "en")} entries. This table shows the first ${firstShown} and the latest ${latest}. The dossier as JSON holds all of them.`,
    `La chronologie compte ${count(timeline.length, "fr")} entrées. Ce tableau montre les ${firstShown} premières et les ${latest} dernières. Le dossier en JSON les contient toutes.`,
  )
  return [
    ...(isCut ? [{ kind: "paragraph", tone: "plain", text: sentence } as const] : []),
    {
      kind: "table",
      columns: [
        { label: "#", width: 24, align: "right" },
        { label: say(language, "When", "Quand"), width: 130, align: "left" },
        { label: say(language, "Who", "Qui"), width: 104, align: "left" },
        { label: say(language, "What", "Quoi"), align: "left" },
        { label: say(language, "Hash (start)", "Empreinte (début)"), width: 76, align: "left" },
      ],
      rows: shown.map((entry) => timelineRow(view, entry)),
      empty: say(language, "No entries.", "Aucune entrée."),
    },
  ]
}

function timelineRow(view: Perspective, entry: TimelineEntry): string[] {
  const { when, who, what } = entryLine(view, entry)
  return [String(entry.seq), when, who, what, entry.hash.slice(0, 12)]
}

/** An entry of a timeline as people read it. */
export type EntryLine = { readonly when: string; readonly who: string; readonly what: string }

export function entryLine(view: Perspective, entry: TimelineEntry): EntryLine {
  const { viewer } = view
  const when = stampToTheSecond(entry.at, viewer.timeZone)
  // Entries name a party by its alias for the case.
  const actor = view.facts.parties.find(({ party, caseAlias }) => party === entry.actor || caseAlias === entry.actor)
  const who =
    entry.actor === "hub" || actor !== undefined ? capital(nameOf(view, actor?.party ?? entry.actor)) : entry.actor
  const vouched = [who, ...receivedInWords(entry, view.language)].join(", ")
  return { when, who: vouched, what: entryInWords(view, entry.type, entry.data) }
}

/** The details of an entry that the document shows beside its type. The JSON holds all of them. */
function entryInWords(view: Perspective, type: string, data: Readonly<Record<string, unknown>>): string {
  const { language } = view
  const parsed = shownOfEntry.safeParse(data)
  const shown: z.infer<typeof shownOfEntry> = parsed.success ? parsed.data : {}
  const law = shown.law === undefined ? undefined : nameOfLaw(view, shown.law)[language]
  const amount = (value: number | undefined, noun: CountedNoun) =>
    value === undefined ? [] : [counted(value, noun, language)]
  const details = [
    ...(shown.kind === undefined ? [] : [kindInWords(shown.kind, language)]),
    ...(shown.code === undefined ? [] : [measureInWords(shown.code, language)]),
    ...(shown.facts === undefined ? [] : factsInWords(shown.facts, language)),
    ...(law === undefined ? [] : [law]),
    ...(type === "FactsStated" ? statedInWords(view, data) : []),
    ...(shown.reason === undefined ? [] : [declineInWords(shown.reason, language)]),
    ...amount(shown.shipments, { en: ["shipment", "shipments"], fr: ["envoi", "envois"] }),
    ...amount(shown.possibleShipments, {
      en: ["possibly exposed", "possibly exposed"],
      fr: ["peut-être exposé", "peut-être exposés"],
    }),
    ...amount(shown.told, { en: ["notified", "notified"], fr: ["avisé", "avisés"] }),
    ...atHubInEntry(shown, { language, timeZone: view.viewer.timeZone }),
    ...ofLetterInWords(shown, { language, timeZone: view.viewer.timeZone }),
    ...ofCorrespondenceInWords(view, type, data),
    ...ofViewInWords(shown, { language, timeZone: view.viewer.timeZone }),
  ]
  const words = entryTypeInWords(type, language)
  return details.length === 0 ? words : labelled(words, details.join(", "), language)
}

const shownOfEntry = z.object({
  law: ownString().optional().catch(undefined),
  kind: dutyKindSchema.optional().catch(undefined),
  code: measureCode.optional().catch(undefined),
  facts: z.array(ownString()).optional().catch(undefined),
  reason: declineReasonSchema.optional().catch(undefined),
  shipments: z.number().optional().catch(undefined),
  possibleShipments: z.number().optional().catch(undefined),
  told: z.number().optional().catch(undefined),
  ...atHubOfEntry,
  ...letterInEntry,
  ...viewInEntry,
})

/** Laws that bind the party and have no rule here: they ask for nothing after a breach, or nobody has read them. */
const silentLaws = ({ viewer, laws, language }: Perspective): string[][] =>
  laws
    .filter(({ id, rules }) => viewer.laws.includes(id) && rules.length === 0)
    .map(({ shortName, binds, nobodyHasRead }) => [
      shortName[language],
      binds[language],
      (nobodyHasRead ? readByNobody : noDuty)[language],
    ])

const noDuty = pair("No duty", "Aucune obligation")
const readByNobody = pair(
  "Read by nobody here: what it asks is not known",
  "Lu par personne ici : ce qu’il demande n’est pas connu",
)

function lawTable(view: Perspective, rules: readonly BoundRule[]): Block {
  const { language, preparedAt } = view
  const rows = rules.map(({ law, rule }) => [
    `${law.shortName[language]}\n${rule.citation.section[language]}`,
    wordsOf(rule),
    [
      readingInWords(rule, language),
      `${say(language, "Review by", "À revoir avant le")} ${dateOnly(rule.reviewBy, language)}`,
      reviewInWords(rule, language),
      ...(isPastReview(rule, preparedAt) ? [say(language, "REVIEW OVERDUE", "REVUE EN RETARD")] : []),
      ...(awaitsCounsel(rule)
        ? [say(language, "To be confirmed with counsel", "À confirmer avec un conseiller juridique")]
        : []),
    ].join("\n"),
  ])
  const silent = silentLaws(view)
  return {
    kind: "table",
    columns: [
      { label: say(language, "Provision", "Disposition"), width: 120, align: "left" },
      { label: say(language, "Text as published", "Texte publié"), align: "left" },
      { label: say(language, "How it was read", "Comment il a été lu"), width: 140, align: "left" },
    ],
    rows: [...rows, ...silent],
    empty: say(language, "No rule of a law was applied.", "Aucune règle d’une loi n’a été appliquée."),
  }
}
