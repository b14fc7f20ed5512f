import * as z from "zod"

/** What a mail program shows of HTML: without tags and entities. */
export function renderedHtml(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => named[name] ?? "")
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' }

/** What a calendar program reads: lines unfolded and texts unescaped (RFC 5545, 3.1 and 3.3.11). */
export function renderedCalendar(content = ""): string {
  return content
    .replace(/\r?\n[ \t]/g, "")
    .replace(/\\([\\;,])/g, "$1")
    .replace(/\\[nN]/g, "\n")
}

const slackBody = z.looseObject({
  text: z.string(),
  blocks: z.array(z.looseObject({ text: z.looseObject({ text: z.string() }) })),
})

/** What Slack shows of a message. */
export function renderedInSlack(body: string): string {
  const { text, blocks } = slackBody.parse(JSON.parse(body))
  return renderedHtml([text, ...blocks.map((block) => block.text.text)].join("\n").replaceAll("\u2060", ""))
}
