import type { AtHubOfEntry, BreachAtHub, ClosedAtHub } from "../../base/contracts/breach-at-hub.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, labelled, moment, momentSpan, say } from "../../base/platform/bilingual.ts"
import { fieldInWords } from "./codes-in-words.ts"

/** Who reads: in which language, and in which IANA time zone. */
type Reader = { readonly language: DocumentLanguage; readonly timeZone: string }

/** That the breach was at the exchange itself, and what that means for the record of lookups. */
export const whereAtHub = (language: DocumentLanguage): string =>
  say(
    language,
    "The breach was at the shipment exchange itself, and not in a tracking tool.",
    "L’atteinte s’est produite à la plateforme d’échange même, et non dans un outil de suivi.",
  )

/** Why the party finds no people in the case. */
export const noListAtHub = (language: DocumentLanguage): string =>
  say(
    language,
    "This case has no list of people: the exchange keeps no list of what was read, and no names and addresses.",
    "Ce dossier n’a pas de liste de personnes : la plateforme ne garde ni liste de ce qui a été lu, ni noms et adresses.",
  )

/**
 * That it was at the exchange, in the timeline, beside the words for an entry: that a case was opened, or a statement
 * corrected.
 */
export function atHubInEntry({ atHub, before, closedAtHub }: AtHubOfEntry, reader: Reader): readonly string[] {
  if (atHub === undefined) return []
  if (before !== undefined) return correctionAtHub(before, atHub, reader)
  return [
    say(
      reader.language,
      "the breach was at the exchange itself, as its operator stated",
      "l’atteinte s’est produite à la plateforme d’échange même, selon son exploitant",
    ),
    ...(closedAtHub === undefined ? [] : sinceClosedAtHub(closedAtHub, atHub, reader)),
  ]
}

/** Which closed case of the same breach a case follows, and what the operator has corrected since. */
export const sinceClosedAtHub = (closed: ClosedAtHub, now: BreachAtHub, reader: Reader): string[] => [
  labelled(
    say(
      reader.language,
      "an earlier case of the same breach is closed",
      "un dossier antérieur de la même atteinte est clos",
    ),
    closed.caseAlias,
    reader.language,
  ),
  ...correctionAtHub(closed.atHub, now, reader),
]

/** What a correction changes. A field that is named no longer may have been read all the same. */
export function correctionAtHub(before: BreachAtHub, now: BreachAtHub, { language, timeZone }: Reader): string[] {
  const list = (fields: readonly string[]) => fields.map((field) => fieldInWords(field, language)).join(", ")
  const added = now.fields.filter((field) => !before.fields.includes(field))
  const gone = before.fields.filter((field) => !now.fields.includes(field))
  const time = (instant: string | undefined) =>
    instant === undefined ? say(language, "not known", "inconnu") : moment(instant, timeZone, language)
  const [old, next] = [before, now].map(({ from, until }) => ({ from: time(from), until: time(until) }))
  const moved = (name: "from" | "until", en: string, fr: string) =>
    old?.[name] === next?.[name]
      ? []
      : [
          say(
            language,
            `${en}: ${next?.[name]} (before: ${old?.[name]})`,
            `${fr} : ${next?.[name]} (avant : ${old?.[name]})`,
          ),
        ]
  return [
    ...(added.length === 0 ? [] : [labelled(say(language, "now named", "désormais nommés"), list(added), language)]),
    ...(gone.length === 0
      ? []
      : [
          say(
            language,
            `named no longer, and whether it was read is not known: ${list(gone)}`,
            `n’est plus nommé, et on ignore si cela a été lu : ${list(gone)}`,
          ),
        ]),
    ...moved("from", "begin", "début"),
    ...moved("until", "end", "fin"),
    ...(before.what === now.what
      ? []
      : [say(language, "what the operator says happened", "ce que l’exploitant dit s’être passé")]),
    ...(before.callBack === now.callBack ? [] : [say(language, "your contact", "votre interlocuteur")]),
  ]
}

/** Who says so, and since when. */
export function statedAtHub(
  { statedAt, revision }: Pick<BreachAtHub, "statedAt" | "revision">,
  { language, timeZone }: Reader,
): string {
  const at = moment(statedAt, timeZone, language)
  if (revision > 1)
    return say(
      language,
      `The operator of the exchange stated it on ${at}, and so corrected what it had stated before.`,
      `L’exploitant de la plateforme l’a déclaré le ${at}, et a ainsi corrigé ce qu’il avait déclaré avant.`,
    )
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
  noListAtHub(reader.language),
  statedAtHub(atHub, reader),
  periodAtHub(atHub, reader),
  wordsAtHub(atHub, reader.language),
  callBackAtHub(atHub, reader.language),
]
