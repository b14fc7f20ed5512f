import * as z from "zod"
import { boundedEmail, boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { regionHas } from "./region-gaps.ts"

/** `mail` in a stage's file: how contacts of parties get e-mail. */
export const mailSettings = z.strictObject({
  from: boundedEmail().meta({
    description: "The sender of mails to contacts, such as alerts@hub.example. The stage makes its domain an identity",
  }),
  existingIdentity: boundedString(300)
    .optional()
    .meta({
      description:
        "An identity that SES already has in this account and region, and that the sender belongs to: its domain, a " +
        "domain above it, or the address itself. The stage then makes none",
    }),
})

export type MailSettings = z.infer<typeof mailSettings>

/** The domain of an e-mail address, in small letters. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase()
}

/** The identity of SES that mails are sent from: one that is there, or the domain that the stage makes one. */
export function identityOf({ from, existingIdentity }: MailSettings): string {
  return existingIdentity ?? domainOf(from)
}

/** What is wrong with `mail` in a region, one sentence each. */
export function mailProblems(mail: MailSettings | undefined, region: string): readonly string[] {
  if (mail === undefined) return []
  const { from, existingIdentity } = mail
  if (!regionHas(region, "AWS::SES::EmailIdentity"))
    return [`mail cannot be used in ${region}, which has no Amazon SES. Leave it out; contacts then get mail from SNS`]
  if (existingIdentity === undefined || covers(existingIdentity, from)) return []
  return [
    "mail.existingIdentity does not cover mail.from. Name the sender's domain, a domain above it, or its very address",
  ]
}

function covers(identity: string, from: string): boolean {
  return identity === from || domainOf(from) === identity || domainOf(from).endsWith(`.${identity}`)
}
