import type { Letter, Line, Part } from "./letter.ts"

/**
 * A letter as the JSON that an incoming webhook of Slack takes: a header, and a section for each part.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export function slackMessage(letter: Letter): string {
  const { subject, sections } = letter
  const parts = sections.flatMap(({ heading, parts: [first, ...others] }) => [
    [...(heading === undefined ? [] : [`*${escaped(heading)}*`]), ...(first === undefined ? [] : partLines(first))],
    ...others.map(partLines),
  ])
  const header = { type: "header", text: { type: "plain_text", text: subject.slice(0, headerAtMost), emoji: false } }
  const blocks = [header, ...parts.flatMap(inBlocks)].slice(0, blocksAtMost)
  return JSON.stringify({ text: escaped(subject), blocks, unfurl_links: false, unfurl_media: false })
}

/** Characters of a header and of a section, and blocks of a message, that Slack takes. */
const headerAtMost = 150
const sectionAtMost = 3_000
const blocksAtMost = 50

/** Lines in as few sections as hold them. `verbatim`: Slack makes no links and mentions of what looks like them. */
function inBlocks(lines: readonly string[]) {
  const texts: string[] = []
  for (const line of lines.map((each) => each.slice(0, sectionAtMost))) {
    const last = texts.at(-1)
    if (last === undefined || last.length + 1 + line.length > sectionAtMost) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts.map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } }))
}

function partLines(part: Part): readonly string[] {
  switch (part.kind) {
    case "lines":
      return part.lines.map(lineText)
    case "list":
      return part.items.map((item, place) => `${part.isOrdered ? `${place + 1}.` : "•"} ${lineText(item)}`)
    case "facts":
      return part.facts.map(({ label, value }) => `*${escaped(label)}* ${escaped(value)}`)
  }
}

function lineText({ text, to }: Line): string {
  if (to === undefined) return escaped(text)
  const target = withEntities(to.url).replace(/[|`]/g, (sign) => encodeURIComponent(sign))
  return `<${target}|${escaped(text)}>`
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }
const withEntities = (text: string): string => text.replace(/[&<>]/g, (sign) => entities[sign] ?? "")

/**
 * Text that Slack shows as it is. Word joiners keep the signs of bold, italic, struck and code from their meaning:
 * Slack has no way to write them as text. https://docs.slack.dev/messaging/formatting-message-text
 */
const escaped = (text: string): string =>
  withEntities(text)
    .replace(/[*_~`|]/g, (sign) => `\u2060${sign}\u2060`)
    .replace(/[\r\n]+/g, " ")
