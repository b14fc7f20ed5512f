import type { Party } from "../../../shared/parties/party.ts"
import type { MailSettings } from "../../stages/mail-settings.ts"
import { identityOf } from "../../stages/mail-settings.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** An identity of SES as it is now. */
export type IdentityFacts = {
  readonly isVerified: boolean
  /** As SES says it; `SUCCESS` once it signs with DKIM. */
  readonly dkim: string
  /** What the CNAME records are made of, three for a domain. */
  readonly tokens: readonly string[]
}

/** What SES lets an account do in a region. */
export type MailAccountFacts = {
  /** Whether it may mail to everybody; otherwise it is in the sandbox. */
  readonly isInProduction: boolean
  readonly maySend: boolean
  /** -1: without a limit. */
  readonly mailsPerDay: number
  readonly mailsPerSecond: number
}

const found = resultsOf("mail")

/** What a stage without `mail` means for its contacts. */
export const mailFromTopics = found.note(
  "mail is not set, so contacts get plain text from SNS, after each has confirmed a subscription",
)

/**
 * Whether mails can come from the stage's identity.
 *
 * @param isOfStage whether the stage's own stack made it
 * @param identity undefined: SES has none of this name
 */
export function judgeIdentity(
  mail: MailSettings,
  isOfStage: boolean,
  identity: IdentityFacts | undefined,
): readonly CheckResult[] {
  const name = identityOf(mail)
  const isFromBefore = mail.existingIdentity !== undefined
  if (identity === undefined)
    return isFromBefore || isOfStage
      ? [
          found.toDo(
            `SES has no identity ${name} in this region, from which mails would come. Make it and verify it.`,
            `aws sesv2 create-email-identity --email-identity ${name}`,
          ),
        ]
      : [
          found.note(
            `the deployment makes the identity ${name}; then enter the CNAME records of its output MailDkimRecords in ` +
              "the domain's DNS, and check again",
          ),
        ]
  if (!isFromBefore && !isOfStage)
    return [
      found.toDo(
        `SES has an identity ${name} already, so the deployment could not make it. Set mail.existingIdentity to ` +
          `"${name}" in wayseal.config.json.`,
      ),
    ]
  if (!identity.isVerified)
    return [
      found.toDo(
        `SES has not verified ${name} yet, and refuses every mail from it.${recordsInWords(name, identity)}`,
        `aws sesv2 get-email-identity --email-identity ${name}`,
      ),
    ]
  return identity.dkim === "SUCCESS"
    ? [found.ok(`${name} is verified and signs with DKIM`)]
    : [found.toDo(`${name} does not sign with DKIM, so mails may be taken for spam.${recordsInWords(name, identity)}`)]
}

function recordsInWords(name: string, { tokens }: IdentityFacts): string {
  const records = tokens.map((token) => `${token}._domainkey.${name} to ${token}.dkim.amazonses.com`)
  return records.length === 0 ? "" : ` Enter these CNAME records in the domain's DNS: ${records.join(", ")}.`
}

/** A case that grows and is not acknowledged, with duties that fall due, mails a contact about this often in a day. */
const mailsToContactPerDay = 10

/** How many addresses of parties get mail. */
export function countContacts(parties: readonly Party[]): number {
  return parties.reduce(
    (sum, { channels }) => sum + new Set([...channels.emails, ...channels.escalationEmails]).size,
    0,
  )
}

/** Whether SES would send a case's mails to all contacts. */
export function judgeMailAccount(
  { isInProduction, maySend, mailsPerDay, mailsPerSecond }: MailAccountFacts,
  contacts: number,
): readonly CheckResult[] {
  const needed = contacts * mailsToContactPerDay
  const results: CheckResult[] = []
  if (!isInProduction)
    results.push(
      found.toDo(
        "SES is in its sandbox in this region, and mails only to verified addresses. Ask AWS for production access; " +
          "an answer takes about a day.",
        "aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL " +
          "--website-url <your organisation's site>",
      ),
    )
  if (!maySend)
    results.push(
      found.toDo(
        "AWS has paused the account's mails in this region. The SES console says why.",
        "aws sesv2 get-account",
      ),
    )
  if (mailsPerDay >= 0 && mailsPerDay < needed)
    results.push(
      found.toDo(
        `SES sends ${mailsPerDay} mails a day for this account, and ${contacts} contacts may need ${needed}. Ask for ` +
          'more: in Service Quotas, the "Sending quota" of Amazon SES.',
      ),
    )
  const room = mailsPerDay < 0 ? "mails without a limit" : `${mailsPerDay} mails a day`
  return results.length > 0 ? results : [found.ok(`${room}, ${mailsPerSecond} a second, to ${contacts} contacts`)]
}
