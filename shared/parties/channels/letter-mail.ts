import type { Letter } from "./letter.ts"
import { letterCalendar } from "./letter-calendar.ts"
import { letterHtml } from "./letter-html.ts"
import { letterText } from "./letter-text.ts"
import type { Mail } from "./mail.ts"

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
