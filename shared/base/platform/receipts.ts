/** A message that a queue gave to this invocation. Until its visibility timeout ends, nobody else gets it. */
export type HeldMessage = {
  messageId: string
  /** ARN of the queue. */
  eventSourceARN: string
  receiptHandle: string
}

/** A message, and for how long from now nobody else shall get it. */
export type Hold = { message: HeldMessage; seconds: number }

/** What a function may do with the messages that it holds. */
export type Receipts = {
  /** Deletes a message, so that it does not come again however the invocation ends. */
  acknowledge(message: HeldMessage): Promise<void>
  /**
   * Changes how long messages are held.
   *
   * @returns ids of those that this invocation does not hold any more
   */
  hold(holds: readonly Hold[]): Promise<ReadonlySet<string>>
}
