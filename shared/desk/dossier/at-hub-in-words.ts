import type { BreachAtHub } from "../../base/contracts/breach-at-hub.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, labelled, moment, momentSpan, say } from "../../base/platform/bilingual.ts"

/** Who reads: in which language, and in which IANA time zone. */
type Reader = { readonly language: DocumentLanguage; readonly timeZone: string }

/** That the breach was at the exchange itself, and what that means for the record of lookups. */
export const whereAtHub = (language: DocumentLanguage): string =>
  say(
    language,
    "The breach was at the shipment exchange itself, and not in a tracking tool.",
    "L’atteinte s’est produite à la plateforme d’échange même, et non dans un outil de suivi.",
  )

/** The same in the timeline, beside the words for the entry that opened the case. */
export const atHubInEntry = (language: DocumentLanguage): string =>
  say(
    language,
    "the breach was at the exchange itself, as its operator stated",
    "l’atteinte s’est produite à la plateforme d’échange même, selon son exploitant",
  )

/** Who says so, and since when. */
export function statedAtHub({ statedAt }: Pick<BreachAtHub, "statedAt">, { language, timeZone }: Reader): string {
  const at = moment(statedAt, timeZone, language)
  return say(
    language,
    `The operator of the exchange stated it on ${at}.`,
    `L’exploitant de la plateforme l’a déclaré le ${at}.`,
  )
}

/** When it was, as far as the operator knows. */
export function periodAtHub(
  { from, until }: Pick<BreachAtHub, "from" | "until">,
  { language, timeZone }: Reader,
): string {
  const at = (instant: string) => moment(instant, timeZone, language)
  if (from !== undefined && until !== undefined) return `${capital(momentSpan(from, until, timeZone, language))}.`
  if (from !== undefined)
    return say(
      language,
      `It began on ${at(from)}. When it ended is not known.`,
      `Elle a commencé le ${at(from)}. On ignore quand elle a cessé.`,
    )
  if (until !== undefined)
    return say(
      language,
      `It had ended on ${at(until)}. When it began is not known.`,
      `Elle avait cessé le ${at(until)}. On ignore quand elle a commencé.`,
    )
  return say(
    language,
    "When it began and when it ended is not known.",
    "On ignore quand elle a commencé et quand elle a cessé.",
  )
}

/** Whom the party calls at the exchange. */
export const callBackAtHub = ({ callBack }: Pick<BreachAtHub, "callBack">, language: DocumentLanguage): string =>
  labelled(say(language, "Your contact at the exchange", "Votre interlocuteur à la plateforme"), callBack, language)

/** What the operator wrote. */
export const wordsAtHub = ({ what }: Pick<BreachAtHub, "what">, language: DocumentLanguage): string =>
  labelled(say(language, "In the operator’s words", "Selon l’exploitant"), what, language)

/** All that a party is told, a sentence each. Which details may have been read stands beside it. */
export const breachAtHubInWords = (atHub: BreachAtHub, reader: Reader): readonly string[] => [
  whereAtHub(reader.language),
  statedAtHub(atHub, reader),
  periodAtHub(atHub, reader),
  wordsAtHub(atHub, reader.language),
  callBackAtHub(atHub, reader.language),
]
