import type { DocumentLanguage } from "../contracts/words.ts"

/** A text of a document in both languages. */
export type Pair = Readonly<Record<DocumentLanguage, string>>

export const pair = (en: string, fr: string): Pair => ({ en, fr })

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A count with the language's own grouping: 4,500 or 4 500. */
export const count = (value: number, language: DocumentLanguage): string =>
  String(value).replace(/\B(?=(\d{3})+(?!\d))/g, language === "en" ? "," : "\u00a0")

/** A number with one decimal: 14.0 or 14,0. */
export const decimal = (value: number, language: DocumentLanguage): string => {
  const [whole = "", tenths = ""] = value.toFixed(1).split(".")
  return `${count(Number(whole), language)}${language === "en" ? "." : ","}${tenths}`
}

/** A noun after a count: for one, and for several. */
export type CountedNoun = Readonly<Record<DocumentLanguage, readonly [one: string, several: string]>>

/** The noun for an amount. French has the singular for less than two. */
export const nounFor = (amount: number, noun: CountedNoun, language: DocumentLanguage): string => {
  const isOne = language === "en" ? amount === 1 : amount < 2
  return noun[language][isOne ? 0 : 1]
}

/** A count with its noun: 1 shipment, 4,500 shipments. */
export const counted = (amount: number, noun: CountedNoun, language: DocumentLanguage): string => {
  const figure = Number.isInteger(amount) ? count(amount, language) : decimal(amount, language)
  return `${figure} ${nounFor(amount, noun, language)}`
}

/** A smaller share would be rounded up, so texts leave it out. */
export const smallestShare = 0.001

/** A share in percent, with one decimal below 10 %. */
export const share = (value: number, language: DocumentLanguage): string => {
  const percent = value * 100
  const digits = percent < 10 && percent > 0 ? Math.max(percent, 0.1).toFixed(1) : percent.toFixed(0)
  return language === "en" ? `${digits}%` : `${digits.replace(".", ",")}\u00a0%`
}

/** An instant as the clocks and calendars of a time zone show it: digits with their zeros. */
type ZonedTime = {
  readonly year: string
  /** Such as `01`. */
  readonly day: string
  readonly hour: string
  readonly minute: string
  readonly second: string
  /** Such as `2026-11-01`. */
  readonly date: string
  /** The difference from UTC, such as `-05:00`. */
  readonly offset: string
  readonly timeZone: string
  readonly epochMilliseconds: number
}

/**
 * The instant in a time zone. It uses what browsers and Node.js know of time zones, so a page loads nothing for it.
 *
 * @param iso an instant, or a day, which begins in UTC
 * @throws RangeError if there is no such instant or time zone
 */
function inZone(iso: string, timeZone: string): ZonedTime {
  const epochMilliseconds = Date.parse(iso)
  const read = Object.fromEntries(
    formatOf("en-US", timeZone, digits)
      .formatToParts(epochMilliseconds)
      .map(({ type, value }) => [type, value]),
  )
  const { year = "", month = "", day = "", hour = "", minute = "", second = "", timeZoneName = "" } = read
  const offset = timeZoneName.slice("GMT".length) || "+00:00"
  return { year, day, hour, minute, second, date: `${year}-${month}-${day}`, offset, timeZone, epochMilliseconds }
}

const digits = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "longOffset",
} as const

/** One part of an instant as a language writes it, such as its month or the name of its time zone. */
const partOf = (
  { timeZone, epochMilliseconds }: ZonedTime,
  locale: string,
  part: "month" | "weekday" | "timeZoneName",
  options: Intl.DateTimeFormatOptions,
): string =>
  formatOf(locale, timeZone, options)
    .formatToParts(epochMilliseconds)
    .find(({ type }) => type === part)?.value ?? ""

/** By locale, time zone and options. To make one takes a hundred times as long as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  formats.set(key, format)
  return format
}

const dayOf = (at: ZonedTime, language: DocumentLanguage): string => `${dayAndMonth(at, language, "long")} ${at.year}`

const dayAndMonth = (at: ZonedTime, language: DocumentLanguage, month: "long" | "short"): string => {
  const day = language === "fr" && at.day === "01" ? "1er" : String(Number(at.day))
  return `${day} ${partOf(at, language, "month", { month, day: "numeric" })}`
}

/** French has no zero before the hour, and no minutes on it. A line does not end within a time. */
const timeOf = ({ hour, minute }: ZonedTime, language: DocumentLanguage): string => {
  if (language === "en") return `${hour}:${minute}`
  return minute === "00" ? `${Number(hour)}\u00a0h` : `${Number(hour)}\u00a0h\u00a0${minute}`
}

/** What stands between a day and a time. */
const atTime = (language: DocumentLanguage): string => say(language, ", ", " à ")

/** The short name of a time zone as Canadians write it: EST, or HNE. Elsewhere the difference from UTC. */
const zoneOf = (at: ZonedTime, language: DocumentLanguage): string => zoneName(at, `${language}-CA`, "short")

/** The name of a time zone at an instant. */
const zoneName = (at: ZonedTime, locale: string, timeZoneName: "short" | "long"): string =>
  partOf(at, locale, "timeZoneName", { hour: "numeric", timeZoneName })

/** An instant for people: day, time and time zone of the party. */
export const moment = (iso: string, timeZone: string, language: DocumentLanguage): string => {
  const at = inZone(iso, timeZone)
  return `${dayOf(at, language)}${atTime(language)}${timeOf(at, language)} (${zoneOf(at, language)})`
}

/**
 * From one instant to another within a sentence, as {@link moment} writes them: the day once if both are on it, and one
 * instant as one.
 */
export const momentSpan = (from: string, to: string, timeZone: string, language: DocumentLanguage): string => {
  const [begin, end] = [inZone(from, timeZone), inZone(to, timeZone)]
  const [first, last] = [moment(from, timeZone, language), moment(to, timeZone, language)]
  if (first === last) return say(language, `on ${first}`, `le ${first}`)
  if (!areOnOneDay(begin, end)) return say(language, `from ${first} to ${last}`, `du ${first} au ${last}`)
  const on = say(language, `on ${dayOf(begin, "en")}`, `le ${dayOf(begin, "fr")}`)
  return `${on}, ${timesBetween(begin, end, language)} (${zoneOf(end, language)})`
}

/** A span of lookups. Of one visitor's repeats within an hour one is recorded, so it may have ended later. */
export const lookupsIn = (span: string, language: DocumentLanguage): string =>
  say(language, `${span}, and perhaps up to an hour longer`, `${span}, et peut-être jusqu’à une heure de plus`)

/** Whether the times of two instants can be compared without their day. */
const areOnOneDay = (begin: ZonedTime, end: ZonedTime): boolean =>
  begin.date === end.date && begin.offset === end.offset

const timesBetween = (begin: ZonedTime, end: ZonedTime, language: DocumentLanguage): string => {
  const [time, until] = [timeOf(begin, language), timeOf(end, language)]
  return say(language, `from ${time} to ${until}`, `de ${time} à ${until}`)
}

/** The day or days of a time within a sentence: "on 30 November 2026", "between 29 November 2026 and ...". */
export const daySpan = (from: string, to: string, timeZone: string, language: DocumentLanguage): string => {
  const [first, last] = [day(from, timeZone, language), day(to, timeZone, language)]
  if (first === last) return say(language, `on ${first}`, `le ${first}`)
  return say(language, `between ${first} and ${last}`, `entre le ${first} et le ${last}`)
}

/** An instant for people who have to keep it: weekday, day, time, and the name of the party's time zone. */
export const deadline = (iso: string, timeZone: string, language: DocumentLanguage): string => {
  const at = inZone(iso, timeZone)
  return `${weekdayOf(at, language)}${atTime(language)}${timeOf(at, language)}${namedZone(at, language)}`
}

const weekdayOf = (at: ZonedTime, language: DocumentLanguage): string =>
  `${partOf(at, language, "weekday", { weekday: "long" })} ${dayOf(at, language)}`

/** Intl has a long name for UTC, which nobody says. */
const namedZone = (at: ZonedTime, language: DocumentLanguage): string =>
  `${language === "en" ? " " : ", "}${at.timeZone === "UTC" ? "UTC" : zoneName(at, language, "long")}`

/** From one instant to another, as {@link deadline} writes them: the day once if both are on it. */
export const timeSpan = (from: string, to: string, timeZone: string, language: DocumentLanguage): string => {
  const [first, last] = [deadline(from, timeZone, language), deadline(to, timeZone, language)]
  if (first === last) return first
  const [begin, end] = [inZone(from, timeZone), inZone(to, timeZone)]
  if (!areOnOneDay(begin, end)) return say(language, `from ${first} to ${last}`, `du ${first} au ${last}`)
  return `${weekdayOf(end, language)}, ${timesBetween(begin, end, language)}${namedZone(end, language)}`
}

/** As {@link deadline}, for a subject: short, and without weekday, year and time zone. */
export const shortDeadline = (iso: string, timeZone: string, language: DocumentLanguage): string => {
  const at = inZone(iso, timeZone)
  return `${dayAndMonth(at, language, "short")}${atTime(language)}${timeOf(at, language)}`
}

/** An instant for tables: short and sortable. */
export const stamp = (iso: string, timeZone: string, language: DocumentLanguage): string => {
  const at = inZone(iso, timeZone)
  return `${at.date} ${at.hour}:${at.minute} ${zoneOf(at, language)}`
}

/** An instant for evidence: with its seconds and its difference from UTC, the same in every language. */
export const stampToTheSecond = (iso: string, timeZone: string): string => {
  const { date, hour, minute, second, offset } = inZone(iso, timeZone)
  return `${date} ${hour}:${minute}:${second} ${offset}`
}

/** A day for people, in the party's own time zone. */
export const day = (iso: string, timeZone: string, language: DocumentLanguage): string =>
  dayOf(inZone(iso, timeZone), language)

/** A date without time, such as the date of a law. */
export const dateOnly = (isoDate: string, language: DocumentLanguage): string => dayOf(inZone(isoDate, "UTC"), language)

/** Items in a sentence: a, b and c. */
export const sentenceList = (items: readonly string[], language: DocumentLanguage): string => {
  if (items.length < 2) return items.join("")
  const and = language === "en" ? " and " : " et "
  return `${items.slice(0, -1).join(", ")}${and}${items.at(-1) ?? ""}`
}

/** A label, a colon and a text. French has a space before the colon. */
export const labelled = (label: string, text: string, language: DocumentLanguage): string =>
  `${label}${language === "en" ? ":" : "\u00a0:"} ${text}`

/** The text in the language. */
export const say = (language: DocumentLanguage, en: string, fr: string): string => (language === "en" ? en : fr)
