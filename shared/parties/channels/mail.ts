import type { Party } from "../party.ts"

/** A mail to the contacts of a party. Through a topic it is its subject and text alone. */
export type Mail = {
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly calendar?: MailCalendar
}

/** A file of due times for a calendar program. */
export type MailCalendar = { readonly fileName: string; readonly content: string }

/** `escalation`: for the contacts of a case on which nobody acted. */
export type MailLevel = "alert" | "escalation"

/** The message attribute that carries the level. Subscriptions of contacts for escalations filter by it. */
export const mailLevelAttribute = "level"

/** The tag of a mail by which SES counts for each party what could not be delivered. */
export const partyTag = "wayseal-party"

/** What became of a mail: it is on its way, or no retry would help, with the name of the reason. */
export type MailOutcome = "accepted" | { readonly refusedAs: string }

/** Whom one mail goes to: one contact, or all contacts of a party behind its topic. */
export type MailReceiver = {
  /** Distinguishes the receivers of a party. It shows no address, and confirms no guess of one. */
  readonly key: string
  /** Sends a mail. Throws what a retry can fix. */
  send(mail: Mail): Promise<MailOutcome>
}

/** Sends mail to parties, where it does not matter which of them got one before. */
export type DrillMail = {
  receivers(partyId: string, level: MailLevel): Promise<readonly Pick<MailReceiver, "send">[]>
}

/** Sends mail to parties. */
export type AlertMail = {
  /** The receivers of a mail of this level. A party without contacts has none. */
  receivers(partyId: string, level: MailLevel): Promise<readonly MailReceiver[]>
}

/**
 * Stands for all named counterparties, whose ids name their retailer: in that tag, and in the name of the topic for
 * letters of a stage without a sender of mail. No party has this id.
 */
export const letterReceivers = "--letters"

/** Sends letters to named counterparties, which have no contacts and no topic. Throws what a retry can fix. */
export type LetterMail = {
  send(address: string, mail: Mail): Promise<MailOutcome>
}

/** What takes the place of signs that ASCII has not and that do not fall apart into a letter and an accent. */
const asciiSigns: Readonly<Record<string, string>> = {
  "’": "'",
  "‘": "'",
  "«": '"',
  "»": '"',
  "“": '"',
  "”": '"',
  "–": "-",
  "—": "-",
  "−": "-",
  œ: "oe",
  Œ: "OE",
  æ: "ae",
  Æ: "AE",
  ß: "ss",
}

/** A subject that SNS takes: printable ASCII, accents dropped, at most 100 characters. */
export function asciiSubject(subject: string): string {
  return subject
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, (sign) => asciiSigns[sign] ?? " ")
    .slice(0, 100)
}

/** The addresses that get a mail of a level, each once. Contacts for escalations get nothing else. */
export function contactsFor(
  { emails, escalationEmails }: Pick<Party["channels"], "emails" | "escalationEmails">,
  level: MailLevel,
): readonly string[] {
  return [...new Set(level === "escalation" ? [...emails, ...escalationEmails] : emails)]
}
