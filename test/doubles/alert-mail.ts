import type { AlertMail, Mail, MailLevel } from "../../shared/parties/channels/mail.ts"
import type { Interrupt } from "../../shared/platform/memory-table.ts"

/** Mail that is kept instead of sent. */
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
