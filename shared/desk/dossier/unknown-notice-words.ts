import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What a notice says where more may have been shown. What is in braces is filled in. */
export const unknownNoticeSentences = {
  hoursUnknown: pair(
    "For these hours we do not know what was looked up: {hours}. More may have been shown.",
    "Pour ces heures, nous ignorons ce qui a été consulté : {hours}. D’autres détails ont pu être affichés.",
  ),
  hoursFilled: pair(
    "What was shown in these hours was filled late, by the carrier’s own statement: {hours}.",
    "Ce qui a été affiché pendant ces heures a été ajouté après coup, selon la propre déclaration du transporteur : {hours}.",
  ),
  moreUnknown: pair("We do not know if more was shown.", "Nous ignorons si d’autres détails ont été affichés."),
  inAllAtLeast: pair(
    "At least {count} deliveries were looked up in all.",
    "En tout, au moins {count} livraisons ont été consultées.",
  ),
  headingHours: pair("Hours that nobody watched", "Heures que personne ne surveillait"),
} as const satisfies Readonly<Record<string, Pair>>
