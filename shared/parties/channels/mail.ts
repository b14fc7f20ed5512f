/** A mail to the contacts of a party. */
export type Mail = { subject: string; text: string }

/** Whether a mail is for the party's contacts or, because nobody acted, for those above them. */
export type MailLevel = "alert" | "escalation"

/** Sends mail to parties; a party without contacts gets none. */
export type AlertMail = { send(partyId: string, mail: Mail, level: MailLevel): Promise<void> }
