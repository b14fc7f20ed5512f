import type { DocumentLanguage, FieldName } from "../../base/contracts/words.ts"
import { momentSpan, pair, say, sentenceList } from "../../base/platform/bilingual.ts"
import { fieldInWords } from "./codes-in-words.ts"
import { type UnwatchedHours, unwatchedInWords } from "./unwatched-sentences.ts"

type Span = { readonly from: string; readonly until: string }

/**
 * How far the record of a shipment's lookups goes, and what it leaves open. Each answer about lookups says it, because
 * no lookup on record is only then no lookup if {@link isComplete}.
 */
export type KnownOfLookups = {
  /** ISO instants. Until then all lookups in the tools that are watched are on record, but for what follows. */
  readonly span: Span
  /** Whether it begins with the shipment, or where the ledger begins: earlier lookups are not on record any more. */
  readonly begins: "shipment" | "ledger"
  readonly unwatched: readonly UnwatchedHours[]
  /** Times for which nobody says whether all lookups in the carrier's own tool were reported. */
  readonly unreported: readonly (Span & {
    readonly tool: string
    readonly because: "takesNoPart" | "notCounted" | "unjudged"
  })[]
  /** What cases count of the shipment. */
  readonly inCases: readonly (Span & {
    readonly caseAlias: string
    readonly shipmentId?: string | undefined
    readonly is: "shown" | "possibly"
    readonly fields: readonly FieldName[]
  })[]
  /** The shipment was erased or is too old: some of its lookups may have been removed. */
  readonly isForgotten: boolean
}

/** Whether every lookup that showed something since the shipment began is on record, as far as anybody can prove it. */
export const isComplete = (known: KnownOfLookups): boolean =>
  known.begins === "shipment" &&
  !known.isForgotten &&
  known.unwatched.length === 0 &&
  known.unreported.length === 0 &&
  known.inCases.every(({ is }) => is === "shown")

type Reader = { readonly language: DocumentLanguage; readonly timeZone: string }

/** What the answer covers and leaves open, one sentence each. It names no party and no visitor. */
export function knownInWords(known: KnownOfLookups, lookups: number, reader: Reader): readonly string[] {
  const { span, begins, unwatched, unreported, inCases, isForgotten } = known
  const { language, timeZone } = reader
  const during = momentSpan(span.from, span.until, timeZone, language)
  const isProven = isComplete(known)
  return [
    say(
      language,
      `The exchange recorded lookups ${during}.${isProven ? " In this time every lookup reached it." : ""}`,
      `La plateforme d’échange a consigné les consultations ${during}.${isProven ? " Pendant ce temps, toutes lui sont parvenues." : ""}`,
    ),
    ...(begins === "ledger" ? [older(language)] : []),
    ...(isForgotten ? [forgotten(language)] : []),
    ...unwatchedInWords(unwatched, reader),
    ...new Set(unreported.map((one) => unreportedInWords(one, reader))),
    ...inCases.map((one) => inCaseInWords(one, reader)),
    ...(lookups === 0 && !isProven ? [notProven(language)] : []),
  ]
}

const older = (language: DocumentLanguage): string =>
  say(
    language,
    "Lookups are kept for 13 months. Earlier ones would not be on record any more.",
    "Les consultations sont conservées 13 mois. Des consultations plus anciennes ne seraient plus consignées.",
  )

const forgotten = (language: DocumentLanguage): string =>
  say(
    language,
    "The exchange does not have this shipment any more: it was erased or is too old. Lookups of it may have been removed with it.",
    "La plateforme d’échange n’a plus cet envoi : il a été effacé ou est trop ancien. Des consultations ont pu être supprimées avec lui.",
  )

const notProven = (language: DocumentLanguage): string =>
  say(
    language,
    "So it is not proven that nobody looked.",
    "Il n’est donc pas prouvé que personne n’a consulté cet envoi.",
  )

function unreportedInWords(
  { because, from, until }: KnownOfLookups["unreported"][number],
  { language, timeZone }: Reader,
): string {
  if (because === "takesNoPart")
    return say(
      language,
      "The carrier takes no part in the exchange. Whether somebody looked in the carrier’s own tool is not known.",
      "Le transporteur ne participe pas à la plateforme d’échange. On ignore si quelqu’un a consulté l’outil du transporteur.",
    )
  const during = momentSpan(from, until, timeZone, language)
  if (because === "unjudged")
    return say(
      language,
      `The guard before the carrier’s own tool let requests pass without judging them ${during}, or did not say whether it did. Lookups there may be missing here.`,
      `Le contrôle placé devant l’outil du transporteur a laissé passer des demandes sans les juger ${during}, ou n’a pas dit s’il l’a fait. Il peut manquer ici des consultations de cet outil.`,
    )
  return say(
    language,
    `The carrier has not confirmed that it reported every lookup in its own tool ${during}. Lookups there may be missing here.`,
    `Le transporteur n’a pas confirmé avoir signalé toutes les consultations dans son propre outil ${during}. Il peut en manquer ici.`,
  )
}

const notKnownWhat = pair("which details is not known", "on ignore quels renseignements")

function inCaseInWords(
  { caseAlias, is, fields, from, until, shipmentId }: KnownOfLookups["inCases"][number],
  { language, timeZone }: Reader,
): string {
  const named = fields.map((field) => fieldInWords(field, language))
  const what = named.length === 0 ? notKnownWhat[language] : sentenceList(named, language)
  const during = momentSpan(from, until, timeZone, language)
  const [one, un] = shipmentId === undefined ? ["this shipment", "cet envoi"] : [shipmentId, `l’envoi ${shipmentId}`]
  return is === "shown"
    ? say(
        language,
        `Case ${caseAlias} counts ${one} as seen ${during}: ${what}.`,
        `Le dossier ${caseAlias} compte ${un} comme vu ${during} : ${what}.`,
      )
    : say(
        language,
        `Case ${caseAlias}: ${one} may have been seen ${during}: ${what}. Nobody can say whether it was.`,
        `Dossier ${caseAlias} : ${un} a pu être vu ${during} : ${what}. Personne ne peut dire si ce fut le cas.`,
      )
}
