import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { dateOnly, moment, type Pair, pair, say } from "../../base/platform/bilingual.ts"
import { type LetterAnswer, type LetterRequest, letterAnswerKind, letterRequestKind } from "../cases/letter-rows.ts"

/** Entries of the timeline about letters to named counterparties. */
export const letterEntryWords = {
  AnswerRequested: pair("Asked what was seen", "Demande de ce qui a été vu"),
  LetterAcknowledged: pair("Letter: receipt acknowledged", "Lettre : réception confirmée"),
  LetterAnswered: pair("Letter answered", "Réponse à la lettre"),
  LetterNotDelivered: pair("Letter not delivered", "Lettre non remise"),
  LetterOpened: pair("Letter opened by its link", "Lettre ouverte par son lien"),
  LetterRevoked: pair("Letter revoked", "Lettre révoquée"),
  LetterSent: pair("Letter sent", "Lettre envoyée"),
  LetterSentAgain: pair("Letter to be sent again, with a new link", "Lettre à renvoyer, avec un nouveau lien"),
  LetterUnanswered: pair("Letter not answered in its term", "Lettre restée sans réponse dans le délai"),
  ToolStopRequested: pair("Asked to stop the tool", "Arrêt de l’outil demandé"),
}

const requestWords: Readonly<Record<LetterRequest["kind"], Pair>> = {
  tellWhatWasSeen: pair("tell us what was seen", "nous dire ce qui a été vu"),
  stopTool: pair("stop the tracking tool", "arrêter l’outil de suivi"),
  doDuty: pair("do a duty", "remplir une obligation"),
}

/** What a letter asks. */
export const requestInWords = (kind: LetterRequest["kind"], language: DocumentLanguage): string =>
  requestWords[kind][language]

const answerWords: Readonly<Record<LetterAnswer["kind"], Pair>> = {
  inform: pair("answered with a file", "réponse par un fichier"),
  accept: pair("accepted", "acceptée"),
  stopped: pair("the tool is stopped", "l’outil est arrêté"),
  decline: pair("declined", "refusée"),
}

/** What a counterparty answered. */
export const answerInWords = (kind: LetterAnswer["kind"], language: DocumentLanguage): string =>
  answerWords[kind][language]

/** What the entry of an act says that came by a letter, or of the letter itself. Other entries have none of it. */
export const letterInEntry = {
  request: letterRequestKind.optional().catch(undefined),
  answer: letterAnswerKind.optional().catch(undefined),
  promisedBy: ownString().optional().catch(undefined),
  file: z.object({ sha256: ownString() }).optional().catch(undefined),
  letterSentAt: ownString().optional().catch(undefined),
  late: ownString().optional().catch(undefined),
  afterTerm: z.boolean().optional().catch(undefined),
}
const entry = z.object(letterInEntry)

const promisedWords = pair("promised by", "promise pour le")
const fileWords = pair("file", "fichier")
const lateWords = pair(
  "after the case had moved on, so it changed nothing",
  "après coup, donc sans effet sur le dossier",
)
const afterTermWords = pair("after its term", "hors délai")

/** What was asked and answered by a letter, or that an act came by one: the hub has it from whoever had the link. */
export function ofLetterInWords(
  { request, answer, promisedBy, file, letterSentAt, late, afterTerm = false }: z.infer<typeof entry>,
  { language, timeZone }: { language: DocumentLanguage; timeZone: string },
): string[] {
  return [
    ...(request === undefined ? [] : [requestInWords(request, language)]),
    ...(answer === undefined ? [] : [answerInWords(answer, language)]),
    ...(promisedBy === undefined ? [] : [`${promisedWords[language]} ${dateOnly(promisedBy, language)}`]),
    ...(file === undefined ? [] : [`${fileWords[language]} SHA-256 ${file.sha256}`]),
    ...(afterTerm ? [afterTermWords[language]] : []),
    ...(late === undefined ? [] : [lateWords[language]]),
    ...(letterSentAt === undefined ? [] : [viaLetterInWords(moment(letterSentAt, timeZone, language), language)]),
  ]
}

const viaLetterInWords = (time: string, language: DocumentLanguage): string =>
  say(
    language,
    `as received by the hub through the letter of ${time}`,
    `telle que reçue par la plateforme au moyen de la lettre du ${time}`,
  )
