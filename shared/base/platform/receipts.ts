/** A message that a queue gave to this invocation. Until its visibility timeout ends, nobody else gets it. */
export type HeldMessage = {
  messageId: string
  /** ARN of the queue. */
  eventSourceARN: string
  receiptHandle: string
}

/** An attribute of a message, as Lambda hands it over: bytes are base64. */
export type MessageAttribute = {
  dataType: string
  stringValue?: string | null | undefined
  binaryValue?: string | null | undefined
}

/** What a message says, and what travels with it. */
export type SentMessage = {
  body: string
  attributes: Readonly<Record<string, MessageAttribute>>
  /** Among such groups a queue shares its turns fairly. */
  groupId?: string | undefined
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
  /** Sends a message to its queue once more. Nobody gets it for so long. The one that is held stays as it is. */
  sendAgain(message: HeldMessage & SentMessage, delaySeconds: number): Promise<void>
}
