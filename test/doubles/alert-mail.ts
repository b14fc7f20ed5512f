import type { AlertMail, Mail, MailLevel } from "../../shared/parties/channels/mail.ts"
import type { Interrupt } from "../../shared/platform/memory-table.ts"

/** Keeps mails instead of sending them. */
export function memoryAlertMail(
  options: { interrupt?: Interrupt } = {},
): AlertMail & { sent: { partyId: string; mail: Mail; level: MailLevel }[] } {
  const { interrupt = async () => {} } = options
  const sent: { partyId: string; mail: Mail; level: MailLevel }[] = []
  return {
    sent,
    async send(partyId, mail, level) {
      await interrupt("mail.send:before")
      sent.push({ partyId, mail, level })
      await interrupt("mail.send:after")
    },
  }
}
