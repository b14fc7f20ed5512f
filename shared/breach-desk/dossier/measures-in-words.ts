import { day, labelled, moment, say } from "../../platform/bilingual.ts"
import type { MeasureFacts } from "../measures.ts"
import { viewerIn, visibleMeasures } from "../visibility.ts"
import { measureInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** The measures that the viewer may see, oldest first as recorded. */
export function measuresFor({ facts, viewer }: Perspective): readonly MeasureFacts[] {
  return visibleMeasures(facts.measures, viewerIn(facts, viewer))
}

export const measuresInWords = (view: Perspective, kinds: readonly MeasureFacts["kind"][]): string[] =>
  measuresFor(view)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ at, by, code }) =>
      labelled(
        `${day(at, view.viewer.timeZone, view.language)}, ${nameOf(view, by)}`,
        measureInWords(code, view.language),
        view.language,
      ),
    )

export function containmentInWords(view: Perspective): string {
  const { containment } = view.facts
  const { language, viewer } = view
  if (!containment.contained) {
    return say(language, "Containment has not been attested.", "Le confinement n’a pas été attesté.")
  }
  const when = containment.at === undefined ? "" : ` ${moment(containment.at, viewer.timeZone, language)}`
  const who = containment.attestedBy === undefined ? "" : `, ${nameOf(view, containment.attestedBy)}`
  return `${say(language, "Containment attested", "Confinement attesté")}${when}${who}.`
}
