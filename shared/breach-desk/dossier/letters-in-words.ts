import type { DocumentLanguage } from "../../contracts/words.ts"
import { type Pair, pair, say } from "../../platform/bilingual.ts"
import type { LetterAnswer, LetterRequest } from "../cases/letter-rows.ts"

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

/** That an act came by a letter: the hub has it from whoever had the link. @param time when the letter was sent */
export const viaLetterInWords = (time: string, language: DocumentLanguage): string =>
  say(
    language,
    `as received by the hub through the letter of ${time}`,
    `telle que reçue par la plateforme au moyen de la lettre du ${time}`,
  )

const lateWords: Pair = {
  en: "after the case had moved on, so it changed nothing",
  fr: "après coup, donc sans effet sur le dossier",
}
const afterTermWords: Pair = { en: "after its term", fr: "hors délai" }

/** What makes an answer a late one. */
export const latenessInWords = (
  { isLate, isAfterTerm }: { isLate: boolean; isAfterTerm: boolean },
  language: DocumentLanguage,
): string[] => [...(isAfterTerm ? [afterTermWords[language]] : []), ...(isLate ? [lateWords[language]] : [])]
