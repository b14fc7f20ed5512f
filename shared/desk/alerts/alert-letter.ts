import type { Letter } from "../../parties/channels/letter.ts"
import type { MailLevel } from "../../parties/channels/mail.ts"

/** A letter and the contacts it is for. */
export type AlertLetter = { readonly letter: Letter; readonly level: MailLevel }
