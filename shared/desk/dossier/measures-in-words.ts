import { capital, day, labelled, moment, pair, say } from "../../base/platform/bilingual.ts"
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

/** Measures of some kinds, with day and party. That the lookups have ended is said by {@link containmentInWords}. */
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
  const { atHub } = viewer
  const over = atHub === undefined ? lookupsOver[language] : breachOver[language]
  const dayOf = (instant: string | undefined): string => {
    const on = instant === undefined ? undefined : moment(instant, viewer.timeZone, language)
    return on === undefined ? "" : say(language, ` on ${on}`, ` le ${on}`)
  }
  if (!contained) {
    const ended = dayOf(atHub?.until)
    return ended === ""
      ? say(language, `Nobody has attested yet that ${over}.`, `Personne n’a encore attesté que ${over}.`)
      : say(
          language,
          `The operator stated that it had ended${ended}.`,
          `L’exploitant a déclaré qu’elle avait cessé${ended}.`,
        )
  }
  const when = dayOf(at)
  if (attestedBy === undefined)
    return say(language, `It was attested${when} that ${over}.`, `Il a été attesté${when} que ${over}.`)
  const who = capital(nameOf(view, attestedBy))
  return say(language, `${who} attested${when} that ${over}.`, `${who} a attesté${when} que ${over}.`)
}

const lookupsOver = pair("the lookups have ended", "les consultations avaient cessé")
const breachOver = pair("the breach has ended", "l’atteinte avait cessé")
