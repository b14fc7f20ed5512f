import type { Chart, DocumentLanguage } from "../../../base/contracts/words.ts"
import { type CountedNoun, count, counted, decimal, say } from "../../../base/platform/bilingual.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { countedInWords } from "./counted-in-words.ts"
import type { FindingEvidence, PublishedFinding, ShownFinding } from "./published-finding.ts"
import { vouchedInWords } from "./voucher-in-words.ts"

/**
 * A finding in words for the people who decide on it: which pattern, what was seen, in which period, how unlikely it is
 * in ordinary use, and what was exposed.
 */
export type FindingExplanation = {
  readonly title: string
  readonly seen: string
  readonly period: string
  readonly improbability: string
  readonly exposed: string
}

/** What the words need besides the finding: a language, and instants as its readers write them. */
export type ExplanationStyle = { readonly language: DocumentLanguage; readonly at: (instant: string) => string }

const titles: Readonly<Record<Chart, Readonly<Record<DocumentLanguage, string>>>> = {
  walk: {
    en: "One visitor walked along a retailer’s reference numbers",
    fr: "Un même visiteur a parcouru les numéros de référence d’un détaillant",
  },
  guess: {
    en: "One visitor guessed reference numbers or postal codes",
    fr: "Un même visiteur a deviné des numéros de référence ou des codes postaux",
  },
  fanOut: {
    en: "One visitor looked up many parcels",
    fr: "Un même visiteur a consulté de nombreux colis",
  },
  scope: {
    en: "A partner’s credential looked outside its own shipments",
    fr: "L’accès d’un partenaire a servi à consulter des envois qui ne sont pas les siens",
  },
  insider: {
    en: "A staff credential looked up many parcels without a case",
    fr: "L’accès d’un membre du personnel a servi à consulter de nombreux colis sans demande à l’appui",
  },
  quota: {
    en: "A credential looked up far more parcels than its quota",
    fr: "Un accès a servi à consulter bien plus de colis que son quota",
  },
  block: {
    en: "Several visitors together walked through one range of a retailer’s numbers",
    fr: "Plusieurs visiteurs ont parcouru ensemble une même plage de numéros d’un détaillant",
  },
  blockMisses: {
    en: "Several visitors probed numbers that do not exist in one range",
    fr: "Plusieurs visiteurs ont essayé des numéros inexistants d’une même plage",
  },
  volume: {
    en: "More strangers than usual looked up a retailer’s references without proof",
    fr: "Plus d’inconnus que d’ordinaire ont consulté sans preuve les références d’un détaillant",
  },
}

const titleOfMany: Readonly<Record<DocumentLanguage, string>> = {
  en: "Several visitors guessed postal codes",
  fr: "Plusieurs visiteurs ont deviné des codes postaux",
}

const titleOfOneOrMany: Readonly<Record<DocumentLanguage, string>> = {
  en: "Reference numbers or postal codes were guessed",
  fr: "Des numéros de référence ou des codes postaux ont été devinés",
}

/** What a chart found, in one sentence without a stop, for who cannot tell whether one visitor guessed or several. */
export const titleOfChart = (chart: Chart, language: DocumentLanguage): string =>
  (chart === "guess" ? titleOfOneOrMany : titles[chart])[language]

const nouns = {
  reference: {
    en: ["different reference", "different references"],
    fr: ["référence différente", "références différentes"],
  },
  further: { en: ["further reference", "further references"], fr: ["autre référence", "autres références"] },
  missing: { en: ["reference", "references"], fr: ["référence", "références"] },
  number: { en: ["number", "numbers"], fr: ["numéro", "numéros"] },
  destination: {
    en: ["different destination", "different destinations"],
    fr: ["destination différente", "destinations différentes"],
  },
  accessor: { en: ["visitor", "visitors"], fr: ["visiteur", "visiteurs"] },
  stranger: {
    en: ["visitor never seen before", "visitors never seen before"],
    fr: ["visiteur jamais vu auparavant", "visiteurs jamais vus auparavant"],
  },
  firstLookup: { en: ["first lookup", "first lookups"], fr: ["première consultation", "premières consultations"] },
  record: { en: ["record", "records"], fr: ["dossier", "dossiers"] },
  planted: { en: ["planted number", "planted numbers"], fr: ["numéro témoin", "numéros témoins"] },
  wrongCode: {
    en: ["wrong postal code", "wrong postal codes"],
    fr: ["code postal erroné", "codes postaux erronés"],
  },
  second: { en: ["second", "seconds"], fr: ["seconde", "secondes"] },
  minute: { en: ["minute", "minutes"], fr: ["minute", "minutes"] },
  hour: { en: ["hour", "hours"], fr: ["heure", "heures"] },
  day: { en: ["day", "days"], fr: ["jour", "jours"] },
} as const satisfies Record<string, CountedNoun>

/** A duration in the largest unit that is precise enough. */
export const durationInWords = (seconds: number, language: DocumentLanguage): string => {
  if (seconds < 60) return counted(Math.max(0, Math.round(seconds)), nouns.second, language)
  if (seconds < 3600) return counted(Math.round(seconds / 60), nouns.minute, language)
  if (seconds < 2 * daySeconds) return counted(Math.round(seconds / 360) / 10, nouns.hour, language)
  return counted(Math.round(seconds / 8640) / 10, nouns.day, language)
}

const powers = [
  { en: "thousand", fr: ["mille", "mille"] },
  { en: "million", fr: ["million de", "millions de"] },
  { en: "billion", fr: ["milliard de", "milliards de"] },
] as const

/**
 * How unlikely the score is in ordinary use: a cumulative sum of log-likelihood ratios reaches s by chance in at most
 * e^-s of the excursions of ordinary use.
 */
export const improbabilityInWords = (score: number, language: DocumentLanguage): string => {
  const odds = Math.exp(Math.min(score, 700))
  const inRuns = (en: string, fr: string) =>
    say(
      language,
      `less than once in ${en} comparable runs of ordinary lookups`,
      `moins d’une fois sur ${fr} séries comparables de consultations ordinaires`,
    )
  if (odds < 1000) {
    const runs = String(Math.max(2, Math.floor(odds)))
    return inRuns(runs, runs)
  }
  const place = Math.min(powers.length, Math.floor(Math.log10(odds) / 3))
  const power = powers[place - 1] ?? powers[2]
  const size = Math.floor(odds / 1000 ** place)
  if (size >= 1000) return inRuns("a million million", "un million de millions de")
  return inRuns(`${size} ${power.en}`, place === 1 && size === 1 ? "mille" : `${size} ${power.fr[size === 1 ? 0 : 1]}`)
}

/** What the sentences about one finding are made from. */
type Words = {
  readonly evidence: FindingEvidence
  readonly language: DocumentLanguage
  readonly both: (en: string, fr: string) => string
  readonly of: (amount: number, noun: CountedNoun) => string
  /** All references of the episode, counted. */
  readonly all: string
  /** The time over which they were looked up. */
  readonly over: string
  /** How far apart their numbers are. */
  readonly apart: string
}

const wordsOf = (evidence: FindingEvidence, language: DocumentLanguage): Words => {
  const both = (en: string, fr: string) => say(language, en, fr)
  const of = (amount: number, noun: CountedNoun) => counted(amount, noun, language)
  const span = durationInWords(evidence.spanSeconds, language)
  return {
    evidence,
    language,
    both,
    of,
    all: of(evidence.references, nouns.reference),
    over: evidence.spanSeconds === 0 ? both("at one instant", "au même instant") : both(`within ${span}`, `en ${span}`),
    apart: distanceInWords(evidence, language),
  }
}

/** Many accessors guess postal codes alone: no finding about a guess shows more than one otherwise. */
const isOfMany = ({ accessors }: FindingEvidence): boolean => accessors > 1

const guessesOfMany = ({ evidence: e, language, both, of, over }: Words): string => {
  const [wrong, accessors] = [of(e.challengeFailed, nouns.wrongCode), of(e.accessors, nouns.accessor)]
  const share = e.ordinaryMissShare === null ? undefined : shareInWords(e.ordinaryMissShare, language)
  return both(
    `${accessors} gave ${wrong} ${over}${share === undefined ? "" : `; in ordinary use about ${share} are wrong`}.`,
    `${accessors} ont donné ${wrong} ${over}${share === undefined ? "" : `; dans l’usage ordinaire, environ ${share} le sont`}.`,
  )
}

/** What was seen, for each chart. */
const seen: Readonly<Record<Chart, (words: Words) => string>> = {
  walk: ({ evidence: e, both, of, all, over, apart }) => {
    const spread = of(Math.round(e.liveWidth ?? 0), nouns.number)
    return both(
      `${all} ${over}${apart}; numbers drawn at random would spread over about ${spread}.`,
      `${all} ${over}${apart}; des numéros pris au hasard se répartiraient sur environ ${spread}.`,
    )
  },
  guess: (words) => {
    if (isOfMany(words.evidence)) return guessesOfMany(words)
    const { evidence: e, language, both, all, over } = words
    const misses = count(e.misses, language)
    const failed = count(e.challengeFailed, language)
    const ordinary = shareInWords(e.ordinaryMissShare, language)
    return both(
      `${all} ${over}, of which ${misses} did not exist and ${failed} failed the proof that was asked for; in ordinary use about ${ordinary} do not exist.`,
      `${all} ${over}, dont ${misses} ${e.misses < 2 ? "n’existait" : "n’existaient"} pas et ${failed} ${e.challengeFailed < 2 ? "n’a" : "n’ont"} pas passé la preuve exigée; dans l’usage ordinaire, environ ${ordinary} n’existent pas.`,
    )
  },
  fanOut: ({ evidence: e, language, both, of, all, over }) => {
    const to = of(e.deliveryPoints, nouns.destination)
    const rate = rateInWords(e.ordinaryPerDay, language)
    return both(
      `${all} shown without proof ${over}${e.deliveryPoints > 0 ? `, going to ${to}` : ""}; in ordinary use one visitor reaches about ${rate} new ones a day.`,
      `${all} ${e.references < 2 ? "montrée" : "montrées"} sans preuve ${over}${e.deliveryPoints > 0 ? `, vers ${to}` : ""}; dans l’usage ordinaire, un visiteur en atteint environ ${rate} nouvelles par jour.`,
    )
  },
  scope: ({ both, all, over }) => {
    return both(
      `${all} outside the credential’s entitlement ${over}; an ordinary credential makes about one such mistake in 500.`,
      `${all} hors des droits de cet accès ${over}; dans l’usage ordinaire, une telle erreur survient environ une fois sur 500.`,
    )
  },
  insider: ({ evidence: e, language, both, all, over }) => {
    const rate = rateInWords(e.ordinaryPerDay, language)
    return both(
      `${all} without a case ${over}; ordinary work needs about ${rate} a day.`,
      `${all} sans demande à l’appui ${over}; le travail ordinaire en exige environ ${rate} par jour.`,
    )
  },
  quota: ({ evidence: e, language, both, of, over }) => {
    const looked = of(e.references + e.proven, nouns.reference)
    const quota = rateInWords((e.ordinaryPerDay ?? 0) / 24, language)
    return both(
      `${looked} ${over}; the quota is ${quota} an hour.`,
      `${looked} ${over}; le quota est de ${quota} par heure.`,
    )
  },
  block: ({ evidence: e, both, of, all, over, apart }) => {
    return both(
      `${of(e.accessors, nouns.accessor)} asked for ${all} ${over}, in number order${apart}; unrelated people look numbers up in no order.`,
      `${of(e.accessors, nouns.accessor)} : ${all} ${over}, dans l’ordre des numéros${apart}; des personnes sans lien entre elles consultent des numéros sans ordre.`,
    )
  },
  blockMisses: ({ evidence: e, both, of, over, apart }) => {
    const planted = of(e.canaries, nouns.planted)
    const missing = of(e.misses, nouns.missing)
    return both(
      `${of(e.accessors, nouns.accessor)} asked for ${missing} that ${e.misses === 1 ? "does" : "do"} not exist ${over}${apart}${e.canaries > 0 ? `, and touched ${planted} that nobody was ever given` : ""}.`,
      `${of(e.accessors, nouns.accessor)} : ${missing} qui ${e.misses < 2 ? "n’existe" : "n’existent"} pas ${over}${apart}${e.canaries > 0 ? `, et ${planted} que personne n’a jamais ${e.canaries < 2 ? "reçu" : "reçus"}` : ""}.`,
    )
  },
  volume: ({ evidence: e, language, both, of, over }) => {
    const lookups = e.firstLookups ?? e.references
    const first = of(lookups, nouns.firstLookup)
    const share = shareInWords(e.references / Math.max(1, lookups), language)
    const strangers = of(e.references, nouns.stranger)
    const ordinary = shareInWords(e.ordinaryStrangerShare ?? null, language)
    return both(
      `${first} of the retailer’s references ${over}, ${share} of them without proof by ${strangers}; in ordinary use it is about ${ordinary}.`,
      `${first} des références du détaillant ${over}, dont ${share} sans preuve par ${strangers}; dans l’usage ordinaire, environ ${ordinary}.`,
    )
  },
}

const distanceInWords = ({ medianGap }: FindingEvidence, language: DocumentLanguage): string => {
  if (medianGap === null) return ""
  if (medianGap === 1) return say(language, ", lying side by side", ", voisines l’une de l’autre")
  const gap = counted(medianGap, nouns.number, language)
  return say(language, `, lying typically ${gap} apart`, `, distantes d’ordinaire de ${gap}`)
}

const shareInWords = (share: number | null, language: DocumentLanguage): string =>
  share === null ? say(language, "few", "peu") : `${Math.round(share * 100)}${say(language, "%", "\u00a0%")}`

const rateInWords = (perDay: number | null, language: DocumentLanguage): string =>
  perDay === null
    ? say(language, "few", "peu")
    : perDay >= 1
      ? count(Math.round(perDay), language)
      : decimal(perDay, language)

const exposedInWords = ({ chart, evidence: e }: PublishedFinding, language: DocumentLanguage): string => {
  if (chart === "quota") {
    const looked = counted(e.references + e.proven, nouns.record, language)
    return say(
      language,
      `${looked} may have been shown. The credential may be entitled to them; this chart looks at how many there were.`,
      `${looked} ${e.references + e.proven === 1 ? "a pu être montré" : "ont pu être montrés"}. L’accès y a peut-être droit; ce signe n’en regarde que le nombre.`,
    )
  }
  if (e.hits === 0) return say(language, "Nothing of these was shown.", "Rien n’en a été montré.")
  const further = counted(e.proven, nouns.further, language)
  const proven =
    e.proven === 0
      ? ""
      : say(
          language,
          ` ${further} in the same period came with proof and ${e.proven === 1 ? "does" : "do"} not count.`,
          ` ${further} de la même période, avec preuve, ne ${e.proven === 1 ? "compte" : "comptent"} pas.`,
        )
  const records = counted(e.hits, nouns.record, language)
  if (chart === "volume" || (chart === "guess" && isOfMany(e))) {
    return say(
      language,
      `${records} among them may have been shown, to ordinary recipients too. This chart cannot say who looked.`,
      `${records} ${e.hits === 1 ? "a pu être montré" : "ont pu être montrés"}, à des destinataires ordinaires aussi\u00a0: ce signe ne distingue personne.`,
    )
  }
  return say(
    language,
    e.hits === 1
      ? `${records} of them exists and may have been shown to this visitor.${proven}`
      : `${records} of them exist and may have been shown to this visitor.${proven}`,
    e.hits === 1
      ? `${records} existe et a pu être montré à ce visiteur.${proven}`
      : `${records} existent et ont pu être montrés à ce visiteur.${proven}`,
  )
}

/** A period. If both instants look the same to the reader, only one is named. */
const periodInWords = (from: string, to: string, language: DocumentLanguage): string =>
  from === to
    ? say(language, `On ${from}.`, `Le ${from}.`)
    : say(language, `From ${from} to ${to}.`, `Du ${from} au ${to}.`)

/** A finding in sentences. */
export const explainFinding = (finding: ShownFinding, { language, at }: ExplanationStyle): FindingExplanation => {
  const improbability = improbabilityInWords(finding.score, language)
  const score = decimal(finding.score, language)
  const threshold = decimal(finding.threshold, language)
  const level = { alert: say(language, "alert", "alerte"), notice: say(language, "notice", "signalement") }
  return {
    title: (finding.chart === "guess" && isOfMany(finding.evidence) ? titleOfMany : titles[finding.chart])[language],
    seen: [
      seen[finding.chart](wordsOf(finding.evidence, language)),
      ...countedInWords(finding, language),
      ...vouchedInWords(finding, language),
    ].join(" "),
    period: periodInWords(at(finding.from), at(finding.crossedAt), language),
    improbability: say(
      language,
      `By the detector’s model, ordinary use shows this ${improbability} (score ${score}, ${level[finding.severity]} from ${threshold}).`,
      `Selon le modèle du détecteur, l’usage ordinaire présente cela ${improbability} (score ${score}, ${level[finding.severity]} à partir de ${threshold}).`,
    ),
    exposed: exposedInWords(finding, language),
  }
}

/** The explanation as one text. */
export const explanationText = ({ title, seen, period, improbability, exposed }: FindingExplanation): string =>
  `${title}. ${seen} ${period} ${improbability} ${exposed}`
