/** A mail to the contacts of a party. */
export type Mail = { subject: string; text: string }

/** `escalation`: for the contacts of a case on which nobody acted. */
export type MailLevel = "alert" | "escalation"

/** The message attribute that carries the level. Subscriptions of contacts for escalations filter by it. */
export const mailLevelAttribute = "level"

/** Sends mail to parties. A party without contacts receives none. */
export type AlertMail = { send(partyId: string, mail: Mail, level: MailLevel): Promise<void> }
