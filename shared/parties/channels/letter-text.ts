import { labelled } from "../../base/platform/bilingual.ts"
import type { Letter, Line, Part } from "./letter.ts"

/** A letter as plain text, with its links in full. */
export function letterText({ language, sections }: Letter): string {
  const lineText = ({ text, to }: Line): string => (to === undefined ? text : labelled(text, to.url, language))
  const partText = (part: Part): readonly string[] => {
    switch (part.kind) {
      case "lines":
        return part.lines.map(lineText)
      case "list":
        return part.items.map((item, place) => `${part.isOrdered ? `${place + 1}.` : "-"} ${lineText(item)}`)
      case "facts":
        return part.facts.map(({ label, value }) => labelled(label, value, language))
    }
  }
  return sections
    .map(({ heading, parts }) => [...(heading === undefined ? [] : [heading]), ...parts.flatMap(partText)].join("\n"))
    .join("\n\n")
}
