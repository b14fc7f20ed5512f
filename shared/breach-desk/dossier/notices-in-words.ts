import type { DocumentLanguage, PublicNoticeGround } from "../../contracts/words.ts"
import type { Law } from "../../law/law.ts"
import { capital, count, labelled, type Pair, pair, say, sentenceList } from "../../platform/bilingual.ts"
import type { Duty } from "../duties/duty.ts"
import { notNotified } from "../duties/duty-progress.ts"
import type { PartyFacts } from "../facts.ts"
import { dutyOutcome, towardsInWords } from "./duties-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** "3,900 of 4,500 notified directly; 600 by public notice". */
export const progressInWords = ({ viewer, language }: Perspective): readonly string[] => {
  const { notice } = viewer
  if (notice === undefined) return []
  const publicly = notice.notifiedByPublicNotice
  const rest = notNotified(notice)
  const directly = say(
    language,
    `${count(notice.notified, "en")} of ${count(notice.affected, "en")} notified directly`,
    `${count(notice.notified, "fr")} sur ${count(notice.affected, "fr")} avisés directement`,
  )
  const others = [
    ...(publicly > 0 ? [publiclyInWords(publicly, viewer, language)] : []),
    ...(rest > 0
      ? [say(language, `${count(rest, "en")} not yet notified`, `${count(rest, "fr")} pas encore avisés`)]
      : []),
  ]
  return [`${[directly, ...others].join("; ")}.`]
}

const groundWords: Readonly<Record<PublicNoticeGround, Pair>> = {
  noContactDetails: pair("there were no contact details", "les coordonnées manquaient"),
  furtherHarm: pair("a direct notice would have done further harm", "un avis direct aurait accru le préjudice"),
  undueHardship: pair("a direct notice would have been undue hardship", "un avis direct aurait été excessif"),
}

/** "600 by public notice, because there were no contact details". */
function publiclyInWords(publicly: number, { publicNoticeGrounds }: PartyFacts, language: DocumentLanguage): string {
  const told = say(language, `${count(publicly, "en")} by public notice`, `${count(publicly, "fr")} par avis public`)
  if (publicNoticeGrounds.length === 0) return told
  const why = publicNoticeGrounds.map((ground) => groundWords[ground][language])
  return `${told}, ${say(language, "because", "parce que")} ${sentenceList(why, language)}`
}

/** Who notified people under the law, or took it over. What another party left undone or refused is not said. */
export function notificationInWords(view: Perspective, law: Law): readonly string[] {
  const { language, viewer } = view
  const progress = progressInWords(view)
  const isDone = ({ state }: Duty) => state === "discharged" || state === "takenOver"
  const telling = view.duties.filter(
    (duty) => duty.kind === "tellIndividuals" && (duty.party === viewer.party ? duty.law === law.id : isDone(duty)),
  )
  const lines = telling.flatMap((duty) => {
    if (!isDone(duty) && duty.state !== "notOwed" && progress.length > 0) return []
    const who = duty.party === viewer.party ? viewer.name : nameOf(view, duty.party)
    const outcome =
      isDone(duty) || duty.state === "notOwed"
        ? dutyOutcome(view, duty)
        : say(language, "not done yet", "pas encore fait")
    return [labelled([capital(who), ...towardsInWords(view, duty)].join(", "), outcome, language)]
  })
  if (lines.length === 0 && progress.length === 0) {
    return [say(language, "No notification has been recorded.", "Aucun avis n’a été consigné.")]
  }
  return [...progress, ...new Set(lines)]
}

/** The number for emergencies, by the first letters of a law's jurisdiction. */
const emergencyNumbers: Readonly<Record<string, string>> = {
  AU: "000",
  CA: "911",
  CH: "112",
  EU: "112",
  GB: "999",
  US: "911",
}

/** General advice for a person whose delivery was seen. */
export const stepsForIndividuals = ({ jurisdiction }: Law, language: DocumentLanguage): readonly string[] => {
  const number = emergencyNumbers[jurisdiction.slice(0, 2)] ?? "112"
  return language === "en"
    ? [
        "Be careful with messages or calls about a delivery, above all if they ask for a payment, a password or a code. Do not use their links. Go to the website you know.",
        "If someone comes to your door about a delivery you do not expect, you do not have to open, sign or show anything.",
        `In an emergency, call ${number}.`,
      ]
    : [
        "Méfiez-vous des messages et des appels au sujet d’une livraison, surtout si l’on vous demande un paiement, un mot de passe ou un code. N’utilisez pas leurs liens. Allez sur le site que vous connaissez.",
        "Si quelqu’un se présente chez vous pour une livraison que vous n’attendez pas, vous n’avez rien à ouvrir, à signer ni à montrer.",
        `En cas d’urgence, composez le ${number}.`,
      ]
}

export const publicContactLines = ({ publicContact }: PartyFacts): readonly string[] =>
  [publicContact?.email, publicContact?.phone, publicContact?.url].filter((line) => line !== undefined)

/** Where a person can complain under the law. */
export const complaintInWords = (law: Law, language: DocumentLanguage): string => {
  const regulator = law.rules.find(({ kind }) => kind === "tellRegulator")?.to.name[language]
  return regulator === undefined
    ? say(
        language,
        "You may complain to the authority that oversees this law.",
        "Vous pouvez porter plainte à l’autorité chargée de cette loi.",
      )
    : say(
        language,
        `You may complain to: ${regulator}.`,
        `Vous pouvez porter plainte à l’autorité suivante : ${regulator}.`,
      )
}
