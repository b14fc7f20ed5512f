import { fillFrench } from "../../base/platform/french.ts"
import type { englishMail } from "./mail-words-en.ts"

/** Every text of a mail to a party, in one language. Each language is a file of its own, for a translator to edit. */
export type MailWords = typeof englishMail

/** A gap of a text has no value: a fault of this program or of a translation. */
export class GapUnfilled extends Error {
  override name = "GapUnfilled"
}

/** The text with its gaps filled, as French joins words: English has none that they change. @throws GapUnfilled */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  fillFrench(text, (name) => {
    const value = values[name]
    if (value === undefined) throw new GapUnfilled(`A mail has no value for ${name}`)
    return value
  })
