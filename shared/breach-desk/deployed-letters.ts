import { deployedLetterMail } from "../parties/channels/deployed-mail.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { deployedResource } from "../platform/deployed-resources.ts"
import { secureRandomBytes as random } from "../platform/random-id.ts"
import { deployedKeyedHash } from "../tracking/deployed-tracking.ts"
import { deployedCaseDesk } from "./deployed-desk.ts"
import { type Sending, sendLetter } from "./letters/send-letter.ts"

/** What sends letters in this deployment. */
export async function deployedSendLetter(parties: PartyDirectory) {
  const desk = {
    ...deployedCaseDesk(parties, await deployedKeyedHash()),
    letterMail: deployedLetterMail(),
    random,
    hubUrl: deployedResource("apiUrl"),
  }
  return (sending: Sending) => sendLetter(desk, sending)
}
