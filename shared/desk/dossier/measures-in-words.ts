import { capital, day, labelled, moment, say } from "../../base/platform/bilingual.ts"
import type { MeasureFacts } from "../measures.ts"
import { viewerIn, visibleMeasures } from "../visibility.ts"
import { measureInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** The measures that the viewer may see, oldest first. */
export function measuresFor({ facts, viewer }: Perspective): readonly MeasureFacts[] {
  return visibleMeasures(facts.measures, viewerIn(facts, viewer)).sort(
    (one, other) => Date.parse(one.at) - Date.parse(other.at),
  )
}

/** Those of the party, of the exchange and of one other party: no measure of a third. */
export function measuresBetween(view: Perspective, other: string | undefined): readonly MeasureFacts[] {
  const may = new Set(["hub", view.viewer.party, other])
  return measuresFor(view).filter(({ by }) => may.has(by))
}

/** Measures of some kinds, with day and party. That the breach has ended is said by {@link containmentInWords}. */
export const measuresInWords = (view: Perspective, kinds: readonly MeasureFacts["kind"][]): string[] =>
  measuresFor(view)
    .filter(({ kind }) => kinds.includes(kind))
    .filter(({ code }) => code !== "containmentAttested" || !view.facts.containment.contained)
    .map(({ at, by, code }) =>
      labelled(
        `${day(at, view.viewer.timeZone, view.language)}, ${nameOf(view, by)}`,
        measureInWords(code, view.language),
        view.language,
      ),
    )

/** Whether it is attested that the breach has ended, by whom and when. */
export function containmentInWords(view: Perspective): string {
  const { contained, at, attestedBy } = view.facts.containment
  const { language, viewer } = view
  const dayOf = (instant: string | undefined): string => {
    const on = instant === undefined ? undefined : moment(instant, viewer.timeZone, language)
    return on === undefined ? "" : say(language, ` on ${on}`, ` le ${on}`)
  }
  if (!contained) {
    const ended = dayOf(viewer.atHub?.until)
    return ended === ""
      ? say(
          language,
          `Nobody has attested yet that the breach has ended.`,
          `Personne n’a encore attesté que l’atteinte avait cessé.`,
        )
      : say(
          language,
          `The operator stated that it had ended${ended}.`,
          `L’exploitant a déclaré qu’elle avait cessé${ended}.`,
        )
  }
  const when = dayOf(at)
  if (attestedBy === undefined)
    return say(
      language,
      `It was attested${when} that the breach has ended.`,
      `Il a été attesté${when} que l’atteinte avait cessé.`,
    )
  const who = capital(nameOf(view, attestedBy))
  return say(
    language,
    `${who} attested${when} that the breach has ended.`,
    `${who} a attesté${when} que l’atteinte avait cessé.`,
  )
}
