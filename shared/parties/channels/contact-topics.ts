import type { MailLevel } from "./mail.ts"

/** An e-mail subscription of a party's topic. One that the contact has not confirmed has no ARN and takes no change. */
export type ContactSubscription = {
  readonly address: string
  readonly confirmed?: { readonly arn: string; readonly level: MailLevel }
}

/** The topics through which parties' contacts get mail, in a stage without a sender of its own. */
export type ContactTopics = {
  /** Undefined: the party has no topic. */
  subscriptions(partyId: string): Promise<readonly ContactSubscription[] | undefined>
  /** Makes the topic of a party, as a deployment makes those of the file's parties. Safe to repeat. */
  make(partyId: string): Promise<void>
  /** Subscribes a contact, who gets a request to confirm. */
  subscribe(partyId: string, address: string, level: MailLevel): Promise<void>
  /** Changes which mails a contact gets who has confirmed. */
  changeLevel(arn: string, level: MailLevel): Promise<void>
  unsubscribe(arn: string): Promise<void>
}
