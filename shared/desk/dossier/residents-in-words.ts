import { type CountedNoun, capital, count, counted, say } from "../../base/platform/bilingual.ts"
import { mayBeIn } from "../../intake/tracking/recipient-region.ts"
import { mostResidents } from "../duties/derive-duties.ts"
import type { Law } from "../law/law.ts"
import { type Answer, known, unknown } from "./answer.ts"
import type { Perspective } from "./perspective.ts"
import { peopleBetween } from "./unwatched-sentences.ts"

const person: CountedNoun = { en: ["person", "people"], fr: ["personne", "personnes"] }

/** How many people are concerned who live where the law is from: at least, and at most where that is known. */
export function residentsIn(view: Perspective, law: Law): Answer {
  const { viewer, language } = view
  if (viewer.peopleByRegion === undefined) return residentsUnknown(view, law)
  const { [law.jurisdiction]: residents = 0 } = viewer.peopleByRegion
  const most = mostResidents(viewer, law.jurisdiction)
  const between = capital(peopleBetween(residents, Number.isFinite(most) ? most : undefined, language))
  const nowhere = Object.entries(viewer.peopleByRegion)
    .filter(([known]) => mayBeIn(known, law.jurisdiction))
    .reduce((sum, [, people]) => sum + people, 0)
  if (nowhere === 0) return known(between)
  const unplaced = counted(nowhere, person, language)
  const place = say(
    language,
    `${between}: the place of delivery is not known for ${unplaced}`,
    `${between} : le lieu de livraison est inconnu pour ${unplaced}`,
  )
  const more = say(language, ", and more may have been exposed.", ", et davantage a pu être exposé.")
  return known(`${place}${viewer.isAtLeast ? more : "."}`)
}

/** Why the number of residents is not known, with the most that there can be: a form takes an approximation. */
function residentsUnknown(view: Perspective, law: Law): Answer {
  const most = mostResidents(view.viewer, law.jurisdiction)
  if (Number.isFinite(most))
    return unknown(view, {
      en: `Not counted. At most ${count(most, "en")}, by the places of delivery.`,
      fr: `Non compté. Au plus ${count(most, "fr")}, d’après les lieux de livraison.`,
    })
  return unknown(view, {
    en: "Not known: not all exposed shipments are known, and so not where their recipients live.",
    fr: "Inconnu : les envois exposés ne sont pas tous connus, donc on ignore où habitent leurs destinataires.",
  })
}
