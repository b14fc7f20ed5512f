import { day, labelled, moment, say } from "../../platform/bilingual.ts"
import type { MeasureFacts } from "../measures.ts"
import { visibleParties } from "../visibility.ts"
import { measureInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"
import type { Written } from "./standing.ts"
import { withheldProse } from "./withheld-prose.ts"

export function measuresInWords(view: Perspective, kinds: readonly MeasureFacts["kind"][]): Written {
  const visible = new Set(["hub", ...visibleParties(view.facts, view.viewer).map(({ party }) => party)])
  const lines = view.facts.measures
    .filter(({ kind, by }) => kinds.includes(kind) && visible.has(by))
    .map(({ at, by, code, description }) => {
      const written =
        code === undefined
          ? withheldProse(view, description)
          : { text: measureInWords(code, view.language), withheld: [] }
      return {
        text: labelled(
          `${day(at, view.viewer.timeZone, view.language)}, ${nameOf(view, by)}`,
          written.text,
          view.language,
        ),
        withheld: written.withheld,
      }
    })
  return { values: lines.map(({ text }) => text), withheld: lines.flatMap(({ withheld }) => withheld) }
}

export function containmentInWords(view: Perspective): Written {
  const { containment } = view.facts
  const { language, viewer } = view
  if (!containment.contained) {
    return {
      values: [say(language, "Containment has not been attested.", "Le confinement n’a pas été attesté.")],
      withheld: [],
    }
  }
  const when = containment.at === undefined ? "" : ` ${moment(containment.at, viewer.timeZone, language)}`
  const who = containment.attestedBy === undefined ? "" : `, ${nameOf(view, containment.attestedBy)}`
  const statement = containment.statement === undefined ? undefined : withheldProse(view, containment.statement)
  return {
    values: [
      `${say(language, "Containment attested", "Confinement attesté")}${when}${who}.`,
      ...(statement === undefined ? [] : [statement.text]),
    ],
    withheld: statement?.withheld ?? [],
  }
}
