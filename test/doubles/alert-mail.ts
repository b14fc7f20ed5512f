import type { AlertMail, Mail, MailLevel, MailOutcome } from "../../shared/parties/channels/mail.ts"
import type { Interrupt } from "../../shared/platform/memory-table.ts"

export type SentMail = { partyId: string; receiver: string; mail: Mail; level: MailLevel }

/**
 * Keeps mails instead of sending them. Each party has one receiver, unless `receivers` names more of it; `answer` says
 * what becomes of a mail to one.
 */
export function memoryAlertMail(
  options: {
    interrupt?: Interrupt
    receivers?: (partyId: string, level: MailLevel) => readonly string[]
    answer?: (receiver: string) => MailOutcome
    sent?: SentMail[]
  } = {},
): AlertMail & { sent: SentMail[] } {
  const { interrupt = async () => {}, receivers = () => ["contacts"], answer = () => "accepted", sent = [] } = options
  return {
    sent,
    async receivers(partyId, level) {
      return receivers(partyId, level).map((receiver) => ({
        key: receiver,
        async send(mail) {
          await interrupt("mail.send:before")
          const outcome = answer(receiver)
          if (outcome === "accepted") sent.push({ partyId, receiver, mail, level })
          await interrupt("mail.send:after")
          return outcome
        },
      }))
    },
  }
}
