import { derivedId } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
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

/** So many invited parties have their turn in one run. With five contacts each, they take four minutes. */
const invitedAtOnce = 1_000

/** Runs come this often. Which of them it is says whose turn it is, so that nothing has to be stored. */
const runMilliseconds = 600_000

/** Enough for the 41 calls that a party with 40 contacts takes, and to end the run. */
const reserveMilliseconds = 10_000

/**
 * Brings the topics of parties in line with their contacts: of all parties of the file, and then of the invited parties
 * whose turn it is. An invited party gets its topic here. A run that stops or has no time left leaves the rest to later
 * ones, which find what is missing. A party that fails keeps no other back.
 */
export function makeSubscribeContacts(options: {
  parties: PartyDirectory
  /** Whether the parties file names a party, so that a deployment made its topic. */
  isInFile: (partyId: string) => boolean
  topics: ContactTopics
  clock: Clock
}): (remainingMilliseconds: () => number) => Promise<SubscribedContacts> {
  const { parties, isInFile, topics, clock } = options
  return async (remainingMilliseconds) => {
    const done = { subscribed: 0, changed: 0, unsubscribed: 0, unconfirmed: 0 }
    const failures: unknown[] = []
    const everyone: Contacts[] = []
    for await (const { id, channels } of parties.each()) everyone.push({ id, channels })
    for (const { id, channels } of inTurn(everyone, isInFile, clock())) {
      if (remainingMilliseconds() < reserveMilliseconds) break
      try {
        const changes = contactChanges(channels, await subscriptionsOf({ id, channels }, { isInFile, topics }))
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

type Contacts = Pick<Party, "id" | "channels">

/**
 * The parties of this run. Up to 1,000 invited parties are in every run, and 10,000 in ten: within 100 minutes. Their
 * order differs from run to run, so that the same ones are not always last when there is no time left.
 */
function inTurn(everyone: readonly Contacts[], isInFile: (partyId: string) => boolean, at: Date): readonly Contacts[] {
  const invited = everyone.filter(({ id }) => !isInFile(id))
  const run = Math.floor(at.getTime() / runMilliseconds)
  const turns = Math.max(1, Math.ceil(invited.length / invitedAtOnce))
  const place = new Map(invited.map(({ id }) => [id, derivedId("turn", run, id)]))
  return [
    ...everyone.filter(({ id }) => isInFile(id)),
    ...invited
      .filter((_, index) => index % turns === run % turns)
      .sort((one, other) => (place.get(one.id) ?? "").localeCompare(place.get(other.id) ?? "")),
  ]
}

/** The subscriptions of a party. An invited party with contacts that has no topic gets one. */
async function subscriptionsOf(
  { id, channels }: Contacts,
  { isInFile, topics }: { isInFile: (partyId: string) => boolean; topics: ContactTopics },
): Promise<readonly ContactSubscription[]> {
  const found = await topics.subscriptions(id)
  if (found !== undefined) return found
  // A deployment makes it, and would find the name taken.
  if (isInFile(id)) throw new TopicMissing(id)
  if (contactsFor(channels, "escalation").length > 0) await topics.make(id)
  return []
}

/** A party of the file has no topic. The next deployment of its group makes it. */
class TopicMissing extends Error {
  override name = "TopicMissing"
  constructor(partyId: string) {
    super(`${partyId} has no topic. Deploy again`)
  }
}
