import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Law } from "../../law/law.ts"
import { capital, count, labelled, say } from "../../platform/bilingual.ts"
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
    ...(publicly > 0
      ? [say(language, `${count(publicly, "en")} by public notice`, `${count(publicly, "fr")} par avis public`)]
      : []),
    ...(rest > 0
      ? [say(language, `${count(rest, "en")} not yet notified`, `${count(rest, "fr")} pas encore avisés`)]
      : []),
  ]
  return [`${[directly, ...others].join("; ")}.`]
}

export function notificationInWords(view: Perspective): readonly string[] {
  const { language, viewer } = view
  const telling = view.duties.filter(({ kind }) => kind === "tellIndividuals")
  const lines = telling.map((duty) => {
    const who = duty.party === viewer.party ? viewer.name : nameOf(view, duty.party)
    return labelled([capital(who), ...towardsInWords(view, duty)].join(", "), dutyOutcome(view, duty), language)
  })
  const progress = progressInWords(view)
  if (lines.length === 0 && progress.length === 0) {
    return [say(language, "No notification has been recorded.", "Aucun avis n’a été consigné.")]
  }
  return [...progress, ...lines]
}

/** General advice for a person whose delivery was seen. */
export const stepsForIndividuals = (language: DocumentLanguage): readonly string[] =>
  language === "en"
    ? [
        "Be wary of messages and calls that mention a delivery, above all if they ask for a payment, a password or a code. Do not use links in them; go to the website you know.",
        "If somebody comes to your door about a delivery that you do not expect, you need not open, sign or show anything.",
        "If you have reason to fear that somebody knows of your delivery, tell us, and in an emergency call the police.",
      ]
    : [
        "Méfiez-vous des messages et des appels qui parlent d’une livraison, surtout s’ils demandent un paiement, un mot de passe ou un code. N’utilisez pas leurs liens; allez sur le site que vous connaissez.",
        "Si une personne se présente à votre porte pour une livraison que vous n’attendez pas, vous n’avez à ouvrir, à signer ni à montrer quoi que ce soit.",
        "Si vous avez des raisons de craindre que quelqu’un connaisse votre livraison, dites-le-nous et, en cas d’urgence, appelez la police.",
      ]

export const publicContactLines = ({ publicContact }: PartyFacts): readonly string[] =>
  [publicContact?.email, publicContact?.phone, publicContact?.url].filter((line) => line !== undefined)

/** Where a person can complain under the law. */
export const complaintInWords = (law: Law, language: DocumentLanguage): string => {
  const regulator = law.rules.find(({ kind }) => kind === "tellRegulator")?.to.name[language]
  return regulator === undefined
    ? say(
        language,
        "You have the right to complain to the authority that oversees this law.",
        "Vous avez le droit de porter plainte à l’autorité chargée de cette loi.",
      )
    : say(
        language,
        `You have the right to complain to: ${regulator}.`,
        `Vous avez le droit de porter plainte auprès de l’autorité suivante : ${regulator}.`,
      )
}
