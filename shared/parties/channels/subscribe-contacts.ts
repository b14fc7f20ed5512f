import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import type { ContactSubscription, ContactTopics } from "./contact-topics.ts"
import { contactsFor, type MailLevel } from "./mail.ts"

/** What brings the subscriptions of a party's topic in line with its contacts. */
export type ContactChanges = {
  readonly subscribe: readonly { readonly address: string; readonly level: MailLevel }[]
  readonly changeLevel: readonly { readonly arn: string; readonly level: MailLevel }[]
  readonly unsubscribe: readonly string[]
  /** Contacts who get nothing, because they have not confirmed. */
  readonly unconfirmed: number
}

/**
 * Compares contacts with subscriptions. A contact who has been asked to confirm is not asked again: SNS forgets a
 * request after two days, and then the next run asks again.
 */
export function contactChanges(
  channels: Party["channels"],
  subscriptions: readonly ContactSubscription[],
): ContactChanges {
  const always = new Set(contactsFor(channels, "alert").map(lowerCase))
  const wanted = contactsFor(channels, "escalation").map(lowerCase)
  const levelOf = (address: string): MailLevel => (always.has(address) ? "alert" : "escalation")
  const known = new Map(subscriptions.map((one) => [lowerCase(one.address), one.confirmed]))
  const confirmed = [...known].flatMap(([address, one]) => (one === undefined ? [] : [{ address, ...one }]))
  const wantedSet = new Set(wanted)
  return {
    subscribe: wanted.filter((one) => !known.has(one)).map((address) => ({ address, level: levelOf(address) })),
    changeLevel: confirmed
      .filter(({ address, level }) => wantedSet.has(address) && level !== levelOf(address))
      .map(({ address, arn }) => ({ arn, level: levelOf(address) })),
    unsubscribe: confirmed.filter(({ address }) => !wantedSet.has(address)).map(({ arn }) => arn),
    unconfirmed: wanted.filter((one) => known.get(one) === undefined).length,
  }
}

const lowerCase = (address: string): string => address.toLowerCase()

/** What one run did, and why a party was left out, if one was. */
export type SubscribedContacts = {
  readonly subscribed: number
  readonly changed: number
  readonly unsubscribed: number
  readonly unconfirmed: number
  readonly failure?: unknown
}

/**
 * Brings the topics of all parties in line with their contacts. A run that stops leaves the rest to the next one, which
 * finds what is missing. A party that fails keeps no other back.
 */
export function makeSubscribeContacts(options: {
  parties: PartyDirectory
  topics: ContactTopics
}): () => Promise<SubscribedContacts> {
  const { parties, topics } = options
  return async () => {
    const done = { subscribed: 0, changed: 0, unsubscribed: 0, unconfirmed: 0 }
    const failures: unknown[] = []
    for await (const { id, channels } of parties.each()) {
      try {
        const changes = contactChanges(channels, await topics.subscriptions(id))
        done.unconfirmed += changes.unconfirmed
        for (const { address, level } of changes.subscribe) await topics.subscribe(id, address, level)
        for (const { arn, level } of changes.changeLevel) await topics.changeLevel(arn, level)
        for (const arn of changes.unsubscribe) await topics.unsubscribe(arn)
        done.subscribed += changes.subscribe.length
        done.changed += changes.changeLevel.length
        done.unsubscribed += changes.unsubscribe.length
      } catch (failure) {
        failures.push(failure)
      }
    }
    return failures.length === 0 ? done : { ...done, failure: failures[0] }
  }
}
