import { deployedKeyedHash } from "../base/keyed-hash/deployed-keyed-hash.ts"
import { deployedResource } from "../base/platform/deployed-resources.ts"
import { deployedSealer } from "../base/platform/deployed-sealing.ts"
import { secureRandomBytes as random } from "../base/platform/random-id.ts"
import { deployedLetterMail } from "../parties/channels/deployed-mail.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { AnsweringDesk } from "./actions/answer-letter.ts"
import { deployedCaseDesk } from "./deployed-desk.ts"
import { deployedEvidenceFiles } from "./documents/deployed-evidence-files.ts"
import type { OpeningDesk } from "./letters/open-letter.ts"
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

/** What answers letters in this deployment. The client of S3 is read once a file comes. */
export async function deployedAnsweringDesk(parties: PartyDirectory): Promise<AnsweringDesk & OpeningDesk> {
  return {
    ...deployedCaseDesk(parties, await deployedKeyedHash()),
    sealer: deployedSealer(),
    evidenceFiles: deployedEvidenceFiles(),
  }
}
