import { createHmac } from "node:crypto"
import type { RandomBytes } from "../../shared/base/platform/random-id.ts"
import type { AlertMail, LetterMail, Mail, MailLevel, MailOutcome } from "../../shared/parties/channels/mail.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"

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

export type SentLetter = { address: string; mail: Mail }

/** Keeps letters to named counterparties instead of sending them. `answer` says what becomes of one. */
export function memoryLetterMail(
  options: { interrupt?: Interrupt; answer?: (address: string) => MailOutcome; sent?: SentLetter[] } = {},
): LetterMail & { sent: SentLetter[]; refuses: (refusedAs: string) => void } {
  const { interrupt = async () => {}, sent = [] } = options
  let { answer = (): MailOutcome => "accepted" } = options
  return {
    sent,
    refuses(refusedAs) {
      answer = () => ({ refusedAs })
    },
    async send(address, mail) {
      await interrupt("letter.send:before")
      const outcome = answer(address)
      if (outcome === "accepted") sent.push({ address, mail })
      await interrupt("letter.send:after")
      return outcome
    },
  }
}

/** Bytes that are the same in each run, and never twice in one. */
export function countedBytes(purpose = "bytes"): RandomBytes {
  let drawn = 0
  return (length) => {
    drawn += 1
    return createHmac("sha256", purpose).update(String(drawn)).digest().subarray(0, length)
  }
}
