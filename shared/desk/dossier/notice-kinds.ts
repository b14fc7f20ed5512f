import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import type { NoticeKind } from "./document.ts"

type Kind = NoticeKind | "notice"

const names: Readonly<Record<Kind, Pair>> = {
  earlyNotice: pair("Early notice to the people concerned", "Premier avis aux personnes visées"),
  notice: pair("Notice to each person affected", "Avis à chaque personne touchée"),
  followUp: pair("Follow-up to the people notified", "Suivi aux personnes avisées"),
  publicNotice: pair("Public notice", "Avis public"),
}

const uses: Readonly<Record<Kind, Pair>> = {
  earlyNotice: pair(
    "While facts are missing and people should know soon. It promises a day: state that day before you send it, and write again by then.",
    "Tant que des faits manquent et que les personnes devraient le savoir bientôt. Il promet un jour : déclarez ce jour avant l’envoi, et écrivez de nouveau d’ici là.",
  ),
  notice: pair(
    "Once the facts are known: to each person affected who was not notified yet.",
    "Une fois les faits connus : à chaque personne touchée qui n’a pas encore été avisée.",
  ),
  followUp: pair(
    "To the people whom you notified before the facts changed, or by the day that you promised. Once it was sent to all of them, state that you wrote again.",
    "Aux personnes que vous avez avisées avant que les faits changent, ou au plus tard le jour promis. Une fois l’envoi fait à toutes, déclarez que vous avez écrit de nouveau.",
  ),
  publicNotice: pair(
    "For people whom you cannot notify directly. It is drawn once you record why that is. Notify everybody else directly first.",
    "Pour les personnes que vous ne pouvez pas aviser directement. Il est rédigé une fois que vous consignez pourquoi. Avisez d’abord toutes les autres directement.",
  ),
}

/** What a notice to people is called. @param kind absent: the notice with all that the law asks for */
export const noticeName = (kind: NoticeKind | undefined): Pair => names[kind ?? "notice"]

/** When an officer uses a notice to people. @param kind as for {@link noticeName} */
export const whenToUse = (kind: NoticeKind | undefined, language: DocumentLanguage): string =>
  uses[kind ?? "notice"][language]
