import { describe, expect, it } from "@jest/globals"
import type { Letter } from "../../../shared/parties/channels/letter.ts"
import { mailOf } from "../../../shared/parties/channels/letter-mail.ts"

const hostile = `<script>alert(1)</script>"' & <!channel> *bold*\r\nBEGIN:VEVENT\r\nX;Y,Z\\`
const uid = "dty_1@api.hub.example"
const dueTime = { uid, at: "2026-11-04T14:04:12.000Z", summary: "Notify", details: "By Wednesday", isOver: false }
const writtenAt = "2026-11-01T14:04:12.000Z"

const letterWith = (text: string, dueTimes: Letter["dueTimes"] = []): Letter => ({
  language: "en",
  subject: text,
  sections: [
    { parts: [{ kind: "lines", lines: [{ text }, { text, to: { url: `https://console.hub.example/?a="b"&c` } }] }] },
    { heading: text, parts: [{ kind: "list", isOrdered: true, items: [{ text }] }] },
    { parts: [{ kind: "facts", facts: [{ label: text, value: text }] }] },
  ],
  dueTimes,
})

/** The lines of a calendar, with folded ones put together again. */
const linesOf = (content = "") => content.replaceAll("\r\n ", "").split("\r\n")

describe("the HTML of a letter", () => {
  it("shows hostile text as text, also in an address", () => {
    const { html = "" } = mailOf(letterWith(hostile), writtenAt)
    expect(html).not.toContain("<script")
    expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39; &amp; &lt;!channel&gt;/g)).toHaveLength(8)
    expect(html).toContain(`href="https://console.hub.example/?a=&quot;b&quot;&amp;c"`)
  })

  it("has headings, lists and tables in its language, loads nothing and sets no colour", () => {
    const { html = "" } = mailOf({ ...letterWith("Bonjour"), language: "fr" }, writtenAt)
    expect(html).toMatch(/^<!doctype html>\n<html lang="fr">/)
    for (const tag of ["h1", "h2", "ol", "li", "p", "table", "th"]) expect(html).toMatch(new RegExp(`<${tag}[ >]`))
    expect(html).not.toMatch(/<img|<link|src=|url\(|[^-]color:|background/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
  })
})

describe("the calendar of a letter", () => {
  it("is there only if something is due", () => {
    expect(mailOf(letterWith("x"), writtenAt).calendar).toBeUndefined()
  })

  it("has each due time with an alarm a day before, to be published and not to be answered", () => {
    const { calendar } = mailOf(letterWith("x", [dueTime]), writtenAt)
    expect(calendar?.fileName).toBe("due-times.ics")
    const lines = linesOf(calendar?.content)
    expect(lines).toEqual(
      expect.arrayContaining([
        "METHOD:PUBLISH",
        `UID:${uid}`,
        "DTSTAMP:20261101T140412Z",
        "DTSTART:20261104T140412Z",
        "STATUS:CONFIRMED",
        "TRIGGER:-P1D",
      ]),
    )
    expect(lines.join()).not.toMatch(/ORGANIZER|ATTENDEE/)
  })

  it("replaces an entry by the same UID and a higher SEQUENCE, and withdraws one of which nothing is left to do", () => {
    const sequenceOf = (letter: Letter, at: string) =>
      Number(/SEQUENCE:(\d+)/.exec(mailOf(letter, at).calendar?.content ?? "")?.[1])
    const over = letterWith("x", [{ ...dueTime, isOver: true }])
    expect(sequenceOf(over, "2026-11-02T00:00:00.000Z")).toBeGreaterThan(
      sequenceOf(letterWith("x", [dueTime]), writtenAt),
    )
    const { content = "" } = mailOf(over, writtenAt).calendar ?? {}
    expect(content).toContain(`UID:${uid}`)
    expect(content).toContain("STATUS:CANCELLED")
    expect(content).not.toContain("VALARM")
  })

  it("lets hostile text begin no line of its own, and folds lines at 75 octets", () => {
    const texts = { summary: hostile, details: `${hostile}${"é".repeat(200)}` }
    const { content = "" } = mailOf(letterWith("x", [{ ...dueTime, ...texts }]), writtenAt).calendar ?? {}
    const lines = content.split("\r\n")
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1)
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(content.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
    expect(linesOf(content).join("\n")).toContain(String.raw`\nX\;Y\,Z\\`)
  })
})
