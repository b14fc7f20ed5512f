import type { Letter, Line, Part, Section } from "./letter.ts"

/**
 * A letter as HTML: the sentences of its text, and nothing that loads. It sets no colours, so that a dark mail program
 * shows it as it shows its own pages.
 */
export function letterHtml({ language, subject, sections }: Letter): string {
  const body = sectionsHtml(sections, { tag: "h2", heading: styled(headingStyle), cell: styled(cellStyle) })
  return [
    "<!doctype html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title>`,
    "</head>",
    `<body style="${bodyStyle}">`,
    `<h1 style="${headingStyle}">${escaped(subject)}</h1>`,
    ...body,
    "</body>",
    "</html>",
    "",
  ].join("\n")
}

/** How headings and cells look: the tag of a heading, and attributes with a space before. Mail has no style sheet. */
type Look = { readonly tag: "h2" | "h3"; readonly heading?: string; readonly cell?: string }

const styled = (style: string): string => ` style="${style}"`

/** The sections of a letter as lines of HTML. */
export function sectionsHtml(
  sections: readonly Section[],
  { tag, heading: headingLook = "", cell = "" }: Look,
): readonly string[] {
  const row = (label: string, value: string): string =>
    `<tr><th scope="row"${cell}>${escaped(label)}</th><td${cell}>${escaped(value)}</td></tr>`
  const partHtml = (part: Part): string => {
    switch (part.kind) {
      case "lines":
        return part.lines.map((line) => `<p>${lineOf(line)}</p>`).join("\n")
      case "list": {
        const name = part.isOrdered ? "ol" : "ul"
        return `<${name}>\n${part.items.map((item) => `<li>${lineOf(item)}</li>`).join("\n")}\n</${name}>`
      }
      case "facts":
        return `<table>\n${part.facts.map(({ label, value }) => row(label, value)).join("\n")}\n</table>`
    }
  }
  return sections.flatMap(({ heading, parts }) => [
    ...(heading === undefined ? [] : [`<${tag}${headingLook}>${escaped(heading)}</${tag}>`]),
    ...parts.map(partHtml),
  ])
}

const bodyStyle = "font-family:sans-serif;font-size:16px;line-height:1.5;max-width:44em"
const headingStyle = "font-size:1.15em;line-height:1.3"
const cellStyle = "text-align:left;vertical-align:top;padding:0 1em .4em 0"

const lineOf = ({ text, to }: Line): string =>
  to === undefined ? escaped(text) : `<a href="${escaped(to.url)}">${escaped(text)}</a>`

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text as HTML shows it, also in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "")
