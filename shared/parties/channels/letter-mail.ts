import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator"
import type { DueTime, Letter } from "./letter.ts"
import { letterHtml } from "./letter-html.ts"
import { letterText } from "./letter-text.ts"
import type { Mail, MailCalendar } from "./mail.ts"

const daySeconds = 86_400

const fileNames = { en: "due-times.ics", fr: "echeances.ics" } as const

/**
 * The due times of a letter as a calendar (RFC 5545), each with an alarm a day before. A later letter about the same
 * duty has the same UID and a higher SEQUENCE, so that a calendar program replaces the entry.
 *
 * @param writtenAt ISO instant of the letter
 * @returns `undefined` for a letter without due times
 */
function letterCalendar({ language, dueTimes = [] }: Letter, writtenAt: string): MailCalendar | undefined {
  if (dueTimes.length === 0) return undefined
  const calendar = ical({ prodId: { company: "Wayseal", product: "Breach desk", language: language.toUpperCase() } })
  calendar.method(ICalCalendarMethod.PUBLISH)
  const stamp = new Date(writtenAt)
  for (const dueTime of dueTimes) calendar.createEvent(eventOf(dueTime, stamp))
  return { fileName: fileNames[language], content: calendar.toString() }
}

function eventOf({ uid, at, summary, details, url, isOver }: DueTime, stamp: Date) {
  return {
    id: uid,
    // Minutes, since an integer of a calendar has 31 bits. Of two letters in one minute, DTSTAMP says which is later.
    sequence: Math.floor(stamp.getTime() / 60_000),
    stamp,
    start: new Date(at),
    summary,
    description: details,
    ...(url === undefined ? {} : { url }),
    status: isOver ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: isOver ? [] : [{ type: ICalAlarmType.display, trigger: daySeconds, description: summary }],
  }
}

/** The mail that a letter becomes. @param writtenAt ISO instant of the letter */
export function mailOf(letter: Letter, writtenAt: string): Mail {
  const calendar = letterCalendar(letter, writtenAt)
  return {
    subject: `[Wayseal] ${letter.subject}`,
    text: letterText(letter),
    html: letterHtml(letter),
    ...(calendar === undefined ? {} : { calendar }),
  }
}
