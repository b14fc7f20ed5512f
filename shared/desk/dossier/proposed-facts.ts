import type { AssessmentFactor, LegalTest } from "../../base/contracts/legal-words.ts"
import type { Chart, DocumentLanguage, FinderKind, GoodsKind, MeasureCode } from "../../base/contracts/words.ts"
import { count, moment, type Pair, pair, sentenceList } from "../../base/platform/bilingual.ts"
import { durationInWords, explainFinding } from "../../watch/detection/anomalies/finding-in-words.ts"
import type { PublishedFinding } from "../../watch/detection/anomalies/published-finding.ts"
import type { LegalQuestion } from "../duties/legal-questions.ts"
import type { UnknownReason } from "../unknown-reason.ts"
import { fieldInWords, finderInWords, measureInWords, restrictionInWords } from "./codes-in-words.ts"
import { goodsWords } from "./goods-in-words.ts"
import { leastOf, peopleBetween, type UnwatchedHours, unknownInWords, unwatchedInWords } from "./unwatched-sentences.ts"

/** What facts can be taken from: parts of a party's own side of a case. */
export const factSources = ["exposures", "findings", "measures", "restrictions", "receipts", "report", "party"] as const
export type FactSource = (typeof factSources)[number]

const factSourceWords: Readonly<Record<FactSource, Pair>> = {
  exposures: pair("exposures", "expositions"),
  findings: pair("findings", "constats"),
  measures: pair("measures", "mesures"),
  restrictions: pair("restrictions", "restrictions"),
  receipts: pair("receipts", "reçus"),
  report: pair("report", "signalement"),
  party: pair("statement of the party", "déclaration de la partie"),
}

/** Where in the case a fact is on record. */
export const factSourceInWords = (source: FactSource, language: DocumentLanguage): string =>
  factSourceWords[source][language]

/** A fact on record that bears on a legal test. It says nothing of the answer. */
export type ProposedFact = { readonly source: FactSource; readonly amount?: number; readonly fact: Pair }

/** A party's own side of a case, as far as facts are taken from it. */
export type FactEvidence = {
  readonly timeZone: string
  readonly shipments: number
  readonly people: number | null
  readonly peopleAtMost?: number | undefined
  readonly possibleShipments: number
  readonly exposuresByField: readonly { readonly field: string; readonly shipments: number }[]
  readonly fieldsNotExposed: readonly string[]
  /** What shipments that are possibly exposed may have shown. */
  readonly fieldsPossiblyExposed: readonly string[]
  /** More may have been shown than the counts say. */
  readonly isAtLeast: boolean
  /** Why more may have been shown. */
  readonly unknownBecause: readonly UnknownReason[]
  /** Hours in which nobody watched the carrier's tool. */
  readonly unwatched: readonly UnwatchedHours[]
  readonly firstExposureAt: string | null
  readonly lastExposureAt: string | null
  /** As the party may see them, oldest first. */
  readonly findings: readonly PublishedFinding[]
  readonly restrictedSince?: string | undefined
  /** `guarded`, or a carrier's own tool. */
  readonly tool: string
  readonly containedAt?: string | undefined
  /** Measures that the party may see. */
  readonly measures: readonly { readonly code: MeasureCode; readonly at: string }[]
  readonly finder?: { readonly kind: FinderKind; readonly receivedAt: string } | undefined
  /** What the retailer sells, as it states. */
  readonly goods?: GoodsKind | undefined
  readonly notices: { readonly affected: number; readonly told: number }
}

type Kind =
  | "fields"
  | "fieldsOfAPerson"
  | "notShown"
  | "unwatched"
  | "goods"
  | "scale"
  | "duration"
  | "patterns"
  | "guesses"
  | "accessors"
  | "containment"
  | "restriction"
  | "statements"
  | "safeguards"
  | "support"
  | "notices"
  | "finder"

/** The facts that bear on each factor. The hub knows nothing of a regulator's guidance. */
const kindsOfFactor: Readonly<Record<AssessmentFactor, readonly Kind[]>> = {
  sensitivity: ["fields", "notShown", "unwatched", "goods"],
  probabilityOfMisuse: [
    "patterns",
    "guesses",
    "accessors",
    "duration",
    "restriction",
    "containment",
    "finder",
    "statements",
  ],
  anticipatedConsequences: ["fieldsOfAPerson", "scale", "unwatched", "duration"],
  stepsOfTheIndividual: ["notices", "support"],
  guidance: [],
  securityMeasures: ["guesses", "restriction", "safeguards"],
  whoObtainedIt: ["patterns", "accessors", "finder", "statements"],
  harm: ["fieldsOfAPerson", "scale", "unwatched", "duration"],
}

const kindsOfRisk: readonly Kind[] = [
  "fields",
  "notShown",
  "unwatched",
  "goods",
  "scale",
  "patterns",
  "guesses",
  "accessors",
  "containment",
  "restriction",
  "statements",
]

/** The facts that bear on a test for which its law names no factors. */
const kindsOfTest: Readonly<Partial<Record<LegalTest, readonly Kind[]>>> = {
  definedPersonalInformation: [
    "fields",
    "notShown",
    "unwatched",
    "goods",
    "scale",
    "patterns",
    "guesses",
    "statements",
  ],
  canReduceHarm: ["fields", "scale", "unwatched", "containment", "restriction"],
  onOrderOfRegulator: ["scale", "unwatched", "containment", "notices"],
  significantIncident: ["scale", "unwatched", "patterns", "containment", "statements"],
}

/** A legal question with the facts on record beside each factor, or beside the test where its law names no factor. */
export type QuestionWithFacts = Omit<LegalQuestion, "factors"> & {
  readonly factors: readonly (LegalQuestion["factors"][number] & { readonly facts: readonly ProposedFact[] })[]
  readonly facts: readonly ProposedFact[]
}

/** Adds the facts on record. None of them suggests an answer. */
export function withFacts({ assessWithin: _, ...question }: LegalQuestion, evidence: FactEvidence): QuestionWithFacts {
  const factsOf = (kinds: readonly Kind[]) => kinds.flatMap((kind) => facts[kind](evidence))
  return {
    ...question,
    factors: question.factors.map((factor) => ({ ...factor, facts: factsOf(kindsOfFactor[factor.code]) })),
    facts: question.factors.length > 0 ? [] : factsOf(kindsOfTest[question.test] ?? kindsOfRisk),
  }
}

/** Fields that name a person, or say where one lives or what one paid. */
const ofAPerson: ReadonlySet<string> = new Set([
  "signatory-name-or-initials",
  "postal-code",
  "address",
  "payment",
  "purchaser",
])

const facts: Readonly<Record<Kind, (evidence: FactEvidence) => readonly ProposedFact[]>> = {
  fields: (evidence) => [
    ...evidence.exposuresByField.map((one) => shown(one, evidence)),
    ...possiblyShown(evidence.fieldsPossiblyExposed),
  ],
  fieldsOfAPerson: (evidence) => [
    ...evidence.exposuresByField.filter(({ field }) => ofAPerson.has(field)).map((one) => shown(one, evidence)),
    ...possiblyShown(evidence.fieldsPossiblyExposed.filter((field) => ofAPerson.has(field))),
  ],
  notShown: ({ fieldsNotExposed }) =>
    named(fieldsNotExposed, (fields) =>
      pair(
        `Not shown for any exposed shipment: ${fields.en}.`,
        `Ce qui n’a été affiché pour aucun des envois exposés : ${fields.fr}.`,
      ),
    ),
  unwatched: ({ unwatched, unknownBecause, timeZone }) => {
    const inWords = (language: DocumentLanguage) =>
      [...unwatchedInWords(unwatched, { language, timeZone }), ...unknownInWords(unknownBecause, language)].join(" ")
    return inWords("en") === "" ? [] : [{ source: "exposures", fact: pair(inWords("en"), inWords("fr")) }]
  },
  goods: ({ goods }) => (goods === undefined ? [] : [{ source: "party", fact: goodsWords[goods] }]),
  scale: ({ shipments, people, peopleAtMost, possibleShipments, isAtLeast }) => [
    ...counted("exposures", shipments, isAtLeast, (amount) =>
      pair(`Shipments exposed: ${amount.en}.`, `Envois exposés : ${amount.fr}.`),
    ),
    ...(people === null || people === 0 ? [] : [peopleFact(people, peopleAtMost)]),
    ...counted("exposures", possibleShipments, isAtLeast, (amount) =>
      pair(`Further shipments possibly exposed: ${amount.en}.`, `Autres envois peut-être exposés : ${amount.fr}.`),
    ),
  ],
  duration: ({ firstExposureAt, lastExposureAt }) => {
    if (firstExposureAt === null || lastExposureAt === null) return []
    const amount = Math.round((Date.parse(lastExposureAt) - Date.parse(firstExposureAt)) / 1000)
    const fact = pair(
      `From the first exposure to the last: ${durationInWords(amount, "en")}, or up to an hour more.`,
      `De la première exposition à la dernière : ${durationInWords(amount, "fr")}, ou jusqu’à une heure de plus.`,
    )
    return [{ source: "exposures", amount, fact }]
  },
  patterns: ({ findings, timeZone }) =>
    strongest(findings).map((finding): ProposedFact => {
      const inWords = (language: "en" | "fr") => {
        const at = (instant: string) => moment(instant, timeZone, language)
        const { title, seen, improbability } = explainFinding(finding, { language, at })
        return `${title}. ${seen} ${improbability}`
      }
      return { source: "findings", amount: finding.evidence.references, fact: pair(inWords("en"), inWords("fr")) }
    }),
  guesses: ({ findings }) =>
    counted("findings", most(findings, "challengeFailed"), false, (amount) =>
      pair(
        `References for which a wrong postal code or other proof was tried: ${amount.en}.`,
        `Références pour lesquelles un code postal ou une autre preuve erronés ont été essayés : ${amount.fr}.`,
      ),
    ),
  accessors: ({ findings }) =>
    counted("findings", most(findings, "accessors"), false, (amount) =>
      pair(`Visitors in one finding: ${amount.en}.`, `Visiteurs dans un même constat : ${amount.fr}.`),
    ),
  containment: ({ containedAt, timeZone }) => [
    {
      source: "measures",
      fact:
        containedAt === undefined
          ? pair(
              "Nobody has attested yet that the breach has ended.",
              "Personne n’a encore attesté que l’atteinte avait cessé.",
            )
          : pair(
              `Attested on ${moment(containedAt, timeZone, "en")}: the breach has ended.`,
              `Attesté le ${moment(containedAt, timeZone, "fr")} : l’atteinte a cessé.`,
            ),
    },
  ],
  restriction: ({ restrictedSince, tool, timeZone }) =>
    restrictedSince === undefined
      ? []
      : [{ source: "restrictions", fact: restrictionInWords(tool, restrictedSince, timeZone) }],
  statements: (evidence) => recorded(evidence, ["finderAttested", "dataReturned", "dataDestroyed"]),
  safeguards: (evidence) =>
    recorded(evidence, ["proofRequired", "toolSuspended", "referencesReissued", "credentialsRotated", "policyChanged"]),
  support: (evidence) => recorded(evidence, ["peopleSupported", "referencesReissued"]),
  notices: ({ notices: { affected, told }, isAtLeast }) =>
    affected === 0
      ? []
      : [
          {
            source: "receipts",
            amount: told,
            fact: pair(
              `Notified, directly or by public notice: ${count(told, "en")} of ${leastOf(isAtLeast, count(affected, "en"), "en")}.`,
              `Avisés, directement ou par avis public : ${count(told, "fr")} sur ${leastOf(isAtLeast, count(affected, "fr"), "fr")}.`,
            ),
          },
        ],
  finder: ({ finder, timeZone }) => {
    if (finder === undefined) return []
    const { kind, receivedAt } = finder
    const fact = pair(
      `${finderInWords(kind, "en")} on ${moment(receivedAt, timeZone, "en")}.`,
      `${finderInWords(kind, "fr")} le ${moment(receivedAt, timeZone, "fr")}.`,
    )
    return [{ source: "report", fact }]
  },
}

const possiblyShown = (fields: readonly string[]): ProposedFact[] =>
  named(fields, ({ en, fr }) => pair(`May have been shown: ${en}.`, `Peut-être affichés : ${fr}.`))

/** A fact about these fields, or nothing where there are none. */
function named(fields: readonly string[], words: (fields: Pair) => Pair): ProposedFact[] {
  const inWords = (language: DocumentLanguage) =>
    sentenceList(
      fields.map((one) => fieldInWords(one, language)),
      language,
    )
  if (fields.length === 0) return []
  return [{ source: "exposures", amount: fields.length, fact: words(pair(inWords("en"), inWords("fr"))) }]
}

function shown({ field, shipments }: FactEvidence["exposuresByField"][number], evidence: FactEvidence): ProposedFact {
  const atLeast = (amount: number, language: "en" | "fr") =>
    leastOf(evidence.isAtLeast, count(amount, language), language)
  const of = (language: "en" | "fr") => [atLeast(shipments, language), count(evidence.shipments, language)] as const
  const [some, all] = of("en")
  const [certains, tous] = of("fr")
  return {
    source: "exposures",
    amount: shipments,
    fact: pair(
      `Shown for ${some} of ${all} exposed shipments: ${fieldInWords(field, "en")}.`,
      `Affiché pour ${certains} des ${tous} envois exposés : ${fieldInWords(field, "fr")}.`,
    ),
  }
}

/** A number on record, or nothing where there is none. */
const peopleFact = (amount: number, atMost: number | undefined): ProposedFact => ({
  source: "exposures",
  amount,
  fact: pair(
    `People, by delivery point: ${peopleBetween(amount, atMost, "en")}.`,
    `Personnes, selon les points de livraison : ${peopleBetween(amount, atMost, "fr")}.`,
  ),
})

function counted(
  source: FactSource,
  amount: number,
  isAtLeast: boolean,
  words: (amount: Pair) => Pair,
): ProposedFact[] {
  if (amount === 0) return []
  const inWords = (language: DocumentLanguage) => leastOf(isAtLeast, count(amount, language), language)
  return [{ source, amount, fact: words(pair(inWords("en"), inWords("fr"))) }]
}

/** Measures of these codes on record. What a finder stated is unchecked. */
function recorded({ measures, timeZone }: FactEvidence, codes: readonly MeasureCode[]): ProposedFact[] {
  return measures
    .filter(({ code }) => codes.includes(code))
    .map(({ code, at }) => ({
      source: "measures",
      fact: pair(
        `Recorded on ${moment(at, timeZone, "en")}: ${measureInWords(code, "en")}`,
        `Consigné le ${moment(at, timeZone, "fr")} : ${measureInWords(code, "fr")}`,
      ),
    }))
}

/** The finding with the highest score of each chart. */
function strongest(findings: readonly PublishedFinding[]): PublishedFinding[] {
  const byChart = new Map<Chart, PublishedFinding>()
  for (const finding of findings) {
    const known = byChart.get(finding.chart)
    if (known === undefined || finding.score > known.score) byChart.set(finding.chart, finding)
  }
  return [...byChart.values()]
}

function most(findings: readonly PublishedFinding[], of: "challengeFailed" | "accessors"): number {
  return Math.max(0, ...findings.map(({ evidence }) => evidence[of]))
}
