import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { say } from "../../base/platform/bilingual.ts"
import { type Letter, paragraph } from "../channels/letter.ts"

/** The letter of a drill, for a privacy officer. */
export function drillLetter(drillId: string, language: DocumentLanguage): Letter {
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  return {
    language,
    subject: say(
      language,
      `Drill, no breach: please acknowledge ${drillId}`,
      `Exercice, sans atteinte : veuillez confirmer ${drillId}`,
    ),
    sections: [
      paragraph(
        inWords(
          "This is a test of how your organisation is alerted about a breach. There is no breach.",
          "Ceci est un test de la façon dont votre organisation est alertée d’une atteinte. Il n’y a pas d’atteinte.",
        ),
      ),
      { parts: [{ kind: "facts", facts: [{ label: say(language, "Drill", "Exercice"), value: drillId }] }] },
      {
        heading: say(language, "What to do now", "Ce qu’il faut faire maintenant"),
        parts: [
          {
            kind: "list",
            isOrdered: true,
            items: [
              inWords(
                "Acknowledge this drill as you would acknowledge an alert. Your engineer does it with the id above: see the guide “Publishing and receiving events”.",
                "Confirmez cet exercice comme vous confirmeriez une alerte. Votre ingénieur le fait avec l’identifiant ci-dessus : voir le guide « Publishing and receiving events ».",
              ),
              inWords(
                "Did your other channels bring it too: your queue, your bus, your webhook? If one did not, call the hub.",
                "Vos autres canaux l’ont-ils apporté aussi : votre file, votre bus, votre webhook? Si l’un d’eux ne l’a pas fait, appelez le hub.",
              ),
            ],
          },
        ],
      },
    ],
  }
}
