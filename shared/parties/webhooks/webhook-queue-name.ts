/** Of the queue from which a function delivers to a party's webhook. No party's own queue has an underscore. */
export function webhookQueueName(stage: string, partyId: string): string {
  return `wayseal-${stage}-webhook_${partyId}`
}
