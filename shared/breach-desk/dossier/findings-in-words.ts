import { explainFinding } from "../../detection/anomalies/finding-in-words.ts"
import { count, moment, say, share } from "../../platform/bilingual.ts"
import { finderInWords, toolInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

export function circumstancesFromEvidence(view: Perspective): readonly string[] {
  const { facts, viewer, language } = view
  const operator = nameOf(view, facts.tool.operatedBy)
  const tool = toolInWords(facts.tool.mode, language)
  const what = say(
    language,
    `Delivery records were looked up by somebody who had shown no right to them, through ${tool} (operated by ${operator}).`,
    `Des dossiers de livraison ont été consultés par une personne n’ayant montré aucun droit, au moyen de ce qui suit : ${tool} (exploitant : ${operator}).`,
  )
  // The detector counts up to the moment it was sure. The party's own exposed shipments may be far more.
  const references = Math.max(facts.accessor.references ?? 0, viewer.shipments)
  const scale =
    references === 0
      ? []
      : [
          say(
            language,
            `At least ${count(references, "en")} references were tried.`,
            `Au moins ${count(references, "fr")} références ont été essayées.`,
          ),
        ]
  return [what, foundInWords(view), ...scale]
}

/** The first finding, without its score. Later findings of the case do not explain how the breach happened. */
export function findingInWords({ facts, viewer, language }: Perspective): readonly string[] {
  const [first] = facts.findings
  if (first === undefined) return []
  const at = (instant: string) => moment(instant, viewer.timeZone, language)
  const { title, seen, period } = explainFinding(first, { language, at })
  return [
    say(
      language,
      `What the detector had seen when it was sure: ${title}.`,
      `Ce que le détecteur avait vu quand il a été certain : ${title}.`,
    ),
    `${seen} ${period}`,
  ]
}

/** Who or what found the breach, and when. */
export function foundInWords(view: Perspective): string {
  const { language, viewer } = view
  const { finder, openedAt } = view.facts
  if (finder === undefined) {
    return say(
      language,
      `The exchange’s detector opened the case on ${moment(openedAt, viewer.timeZone, "en")}.`,
      `Le détecteur de l’échange a ouvert le dossier le ${moment(openedAt, viewer.timeZone, "fr")}.`,
    )
  }
  const who = finderInWords(finder.kind, language)
  const at = moment(finder.receivedAt, viewer.timeZone, language)
  if (finder.reportedTo === undefined)
    return say(language, `${who} reported it on ${at}.`, `${who} l’a signalée le ${at}.`)
  const party = nameOf(view, finder.reportedTo)
  return say(language, `${who} reported it to ${party} on ${at}.`, `${who} l’a signalée à ${party} le ${at}.`)
}

/** The first to the last exposure; undefined if neither is known. */
export const periodInWords = ({ viewer, language }: Perspective): string | undefined => {
  const { firstExposureAt: first, lastExposureAt: last, timeZone } = viewer
  if (first === null && last === null) return undefined
  if (first === null || last === null) {
    const only = first ?? last ?? ""
    return say(language, `On or about ${moment(only, timeZone, "en")}`, `Vers le ${moment(only, timeZone, "fr")}`)
  }
  return say(
    language,
    `From ${moment(first, timeZone, "en")} to ${moment(last, timeZone, "en")}`,
    `Du ${moment(first, timeZone, "fr")} au ${moment(last, timeZone, "fr")}`,
  )
}

export const shareInWords = ({ viewer, language }: Perspective): readonly string[] =>
  viewer.shareOfTotal === null
    ? []
    : [
        say(
          language,
          `${share(viewer.shareOfTotal, "en")} of the organisation’s total.`,
          `${share(viewer.shareOfTotal, "fr")} du total de l’organisation.`,
        ),
      ]

/** Says how many more shipments may have been exposed; empty if there are none. */
export function possibleInWords({ viewer, language }: Perspective): readonly string[] {
  const { possibleShipments = 0 } = viewer
  if (possibleShipments === 0) return []
  return [
    say(
      language,
      `${count(possibleShipments, "en")} further shipments are possibly exposed: they were looked up without proof among the same numbers in the same period, and whether by those who walked through the numbers is not known.`,
      `${count(possibleShipments, "fr")} autres envois ont peut-être été exposés : ils ont été consultés sans preuve parmi les mêmes numéros dans la même période, sans que l’on sache si ce fut par ceux qui ont parcouru les numéros.`,
    ),
  ]
}
