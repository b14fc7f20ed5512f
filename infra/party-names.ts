/**
 * The names of what each party has. Functions and other stacks know these resources by name, because a list of them all
 * would be too long for a role's policy. A stage's name has no hyphen, so no stage has names that start like another's.
 */

/** Of the queue that a party reads. */
export function partyQueueName(stage: string, partyId: string): string {
  return `wayseal-${stage}-${partyId}`
}

/** Of the topic that mails a party's contacts. */
export function alertTopicName(stage: string, partyId: string): string {
  return `wayseal-${stage}-alerts-${partyId}`
}

/** Of the queue in which documents wait until they are drawn. No party's id has an underscore. */
export function askedDocumentsQueueName(stage: string): string {
  return `wayseal-${stage}-asked_documents`
}

export { webhookQueueName } from "../shared/parties/webhooks/webhook-queue-name.ts"

/** What the names of webhook secrets start with if one grant is to cover them all. */
export function webhookSecretPrefix(stage: string): string {
  return `wayseal/${stage}/webhooks/`
}

/**
 * What the names of client secrets at the issuers of parties and of operators start with if one grant is to cover them
 * all.
 */
export function signInSecretPrefix(stage: string): string {
  return `wayseal/${stage}/sign-in/`
}

/**
 * The name of a bus. What is made on the bus in another stack takes it from here: for a name that CloudFormation looks
 * up first, it could replace a rule, which keeps its bus for life.
 */
export function busName(stage: string, bus: "Ingress" | "Exchange"): string {
  return `wayseal-${stage}-${bus.toLowerCase()}`
}
